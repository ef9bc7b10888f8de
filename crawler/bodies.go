package crawler

import (
	"bytes"
	"net/http"

	"stackhound"
)

// maxUnkept is how many bytes of answers of a run wait to be kept together.
const maxUnkept = 128 << 10

// bodies are answers that are still to be kept: a commit for each would cost more than
// reading it.
type bodies struct {
	waiting []stackhound.Body
	size    int
}

// keepBody has an answer kept as received, with the next ones.
func (p *pass) keepBody(address string, res Response) {
	if res.Status != http.StatusOK || len(res.Raw) == 0 || p.replay {
		return
	}
	b := stackhound.Body{
		Run: p.run.ID, Board: p.board.Name, URL: address, Final: res.URL, Status: res.Status, Type: res.Type, Packed: res.Packed, Fetched: p.Clock.Now(),
	}
	if b.Packed == nil {
		b.Data = bytes.Clone(res.Raw)
	}
	p.bodies.waiting = append(p.bodies.waiting, b)
	p.bodies.size += len(b.Data) + len(b.Packed)
	if len(p.bodies.waiting) >= batchSize || p.bodies.size >= maxUnkept {
		p.flushBodies()
	}
}

// flushBodies keeps the answers that wait for it. A run goes on without them.
func (p *pass) flushBodies() {
	waiting := p.bodies.waiting
	p.bodies = bodies{}
	if len(waiting) == 0 {
		return
	}
	if err := p.Bodies.Put(p.keep, waiting...); err != nil {
		p.log.Warn("answers could not be kept", "count", len(waiting), "first", waiting[0].URL, "error", err)
	}
}
