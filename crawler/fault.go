package crawler

import (
	"context"
	"errors"

	"stackhound"
)

// blame makes of an error the Fault of this run: what the fetcher says already keeps its
// kind, anything else is of the kind given. Errors of the store, a budget that is used up,
// and those of a run that was told to stop, stay as they are.
func (p *pass) blame(ctx context.Context, err error, kind stackhound.FaultKind, address string) error {
	var broken storeError
	if err == nil || ctx.Err() != nil || errors.As(err, &broken) || isOver(err) {
		return err
	}
	f := stackhound.FaultOf(err)
	if f == nil {
		f = &stackhound.Fault{Kind: kind, Host: hostOf(address), URL: address, Err: err}
		err = f
	}
	f.Board = p.board.Name
	if f.Step == "" {
		f.Step = p.step
	}
	return err
}

// count notes a fault. What is none (the store's errors) is not counted.
func (p *pass) count(err error) {
	f := stackhound.FaultOf(err)
	if f == nil {
		return
	}
	if p.run.Faults == nil {
		p.run.Faults = map[stackhound.FaultKind]int{}
	}
	p.run.Faults[f.Kind]++
	p.log.Info("a request came to nothing", "step", f.Step, "kind", f.Kind, "url", f.URL, "error", f.Err)
}

// at names the step that requests are for until the function it returns is called.
func (p *pass) at(step stackhound.FaultStep) (back func()) {
	was := p.step
	p.step = step
	return func() { p.step = was }
}
