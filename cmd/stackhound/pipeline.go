package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"stackhound"
	"stackhound/crawler"
)

// catchUp understands and matches until nothing is left to do. It is what one-shot
// commands do where serve keeps followers running; those that search index first.
func (e *engine) catchUp(ctx context.Context) error {
	if _, err := e.understander().CatchUp(ctx); err != nil {
		return err
	}
	_, err := e.matcher().CatchUp(ctx)
	return err
}

// sendNow sends some deliveries now, and nobody else's. What could not be sent is tried
// again by serve; the error says so.
func (e *engine) sendNow(ctx context.Context, n *notifier, ids ...string) error {
	_, failed, err := n.sender.SendNow(ctx, ids...)
	if err == nil && failed > 0 {
		err = stackhound.Errorf(stackhound.CodeUnavailable, "%d messages could not be sent", failed).
			WithHint("stackhound alerts list says why; serve goes on trying")
	}
	return err
}

// crawlAll makes one pass over each board, at most width at a time, and calls done for
// each as it ends. A board that fails stops no other; the errors come back joined.
func (e *engine) crawlAll(ctx context.Context, boards []stackhound.Board, width int, done func(stackhound.Run, error)) error {
	c := e.crawler(e.progress.show)
	defer e.progress.end()
	turns := crawler.NewTurns(e.holder(), width)
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		errs []error
	)
	for _, b := range boards {
		wg.Go(func() {
			var run stackhound.Run
			err := turns.Take(ctx, b, func(ctx context.Context) (err error) {
				run, err = c.Run(ctx, b)
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			errs = append(errs, err)
			done(run, err)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// follow runs a part of the program until ctx ends or it has nothing to do, and starts it
// again if it fails, so that one part's trouble never stops another.
func (e *engine) follow(ctx context.Context, wg *sync.WaitGroup, name string, run func(context.Context) error) {
	wg.Go(func() {
		for ctx.Err() == nil {
			err := run(ctx)
			if ctx.Err() != nil || err == nil {
				return
			}
			e.log.Error("a part of the program stopped and is started again", "part", name, "error", err)
			if e.clock.Sleep(ctx, 5*time.Second) != nil {
				return
			}
		}
	})
}

func (e *engine) followAll(ctx context.Context, wg *sync.WaitGroup, parts map[string]func(context.Context) error) {
	for name, run := range parts {
		e.follow(ctx, wg, name, run)
	}
}

// every calls f now and then each interval until ctx ends.
func (e *engine) every(interval time.Duration, f func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		for {
			if err := f(ctx); err != nil {
				return err
			}
			if err := e.clock.Sleep(ctx, interval); err != nil {
				return err
			}
		}
	}
}
