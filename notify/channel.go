package notify

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"stackhound"
)

// Channel is a way to reach people.
type Channel interface {
	// Render makes the bytes to send. It depends on the delivery alone: the same one
	// gives the same bytes. An error means it can never be sent as it is.
	Render(d stackhound.Delivery) ([]byte, error)
	// Send makes one attempt with d.Body, bounded by ctx.
	Send(ctx context.Context, d stackhound.Delivery) stackhound.Outcome
}

// ErrFull is what Queue.Publish returns when it holds as much as it will: publish again
// later.
var ErrFull = errors.New("the queue is full")

// Queue carries ids of deliveries from whoever finds them due to whoever sends them. It
// may lose or repeat ids: the store knows what was sent.
type Queue interface {
	// Publish adds an id, or returns ErrFull at once.
	Publish(ctx context.Context, id string) error
	// Take returns the next id, waiting until there is one or ctx ends. ack is called
	// when the id is dealt with.
	Take(ctx context.Context) (id string, ack func(), err error)
}

// Link is one listing of a posting, as it is shown with the name of its source.
type Link struct {
	Board string
	Name  string // as the board asks to be called
	URL   string
}

// maxLinks is how many listings of one posting a message shows.
const maxLinks = 20

// Links returns the listings of an item that may leave through an outlet, the closed
// ones only if there are no others. What is no address of a page is left out. terms
// gives what a board asks for.
func Links(it stackhound.Item, o stackhound.Outlet, terms func(board string) stackhound.Terms, now time.Time) []Link {
	var open, closed []Link
	for _, s := range it.Snapshot.Sources {
		t := terms(s.Board)
		if !isWebAddress(s.URL) || !t.Allows(o, it.Snapshot.Posted, now) {
			continue
		}
		link := Link{Board: s.Board, Name: cmp.Or(strings.TrimSpace(t.Attribution.Name), s.Board), URL: s.URL}
		if s.State == stackhound.ListingClosed {
			closed = append(closed, link)
		} else {
			open = append(open, link)
		}
	}
	if len(open) == 0 {
		open = closed
	}
	return open[:min(len(open), maxLinks)]
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
