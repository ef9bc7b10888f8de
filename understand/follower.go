// Package understand turns what boards say into postings: it follows the listings'
// change feed, reads each listing into an Ad and groups the listings of one job. It is
// the only writer of postings.
package understand

import (
	"context"
	"fmt"
	"log/slog"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/follow"
	"stackhound/understand/identity"
)

// Name is the follower's name, under which its position is kept.
const Name = "understand"

// batchSize is how many changes are resolved and committed together.
const batchSize = 100

// Listings is the feed followed.
type Listings interface {
	After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Listing], error)
	Wait(ctx context.Context, pos stackhound.Position) error
}

// Postings is where the result goes. Component returns every listing that may belong
// with the touched ones; Apply commits a derivation and the position as a whole.
type Postings interface {
	Component(ctx context.Context, touched []stackhound.ListingKey, keys []string) ([]stackhound.Linked, error)
	Apply(ctx context.Context, d stackhound.Derivation) error
}

// Positions knows where the follower stands.
type Positions interface {
	Load(ctx context.Context, follower string) (stackhound.Cursor, error)
}

// Options are what a Follower works with; all are required. Read and Text must be pure:
// reading the same listing again gives the same.
type Options struct {
	Listings  Listings
	Postings  Postings
	Positions Positions
	Read      func(stackhound.Listing) stackhound.Ad
	Text      func(stackhound.Listing) string
	Clock     clock.Clock
	Log       *slog.Logger
}

// Follower derives postings from listings, batch by batch.
type Follower struct{ Options }

// New returns a follower that goes on from its saved position.
func New(o Options) *Follower { return &Follower{o} }

// Run follows until ctx ends and returns ctx's error. A batch that fails is tried again
// after a pause.
func (f *Follower) Run(ctx context.Context) error {
	return follow.Run(ctx, f, f.Clock, f.Log.With("follower", Name))
}

// CatchUp works off everything there is and returns how many changes that were.
func (f *Follower) CatchUp(ctx context.Context) (int, error) { return follow.CatchUp(ctx, f) }

// Wait returns nil as soon as there are changes the follower has not seen.
func (f *Follower) Wait(ctx context.Context) error {
	cur, err := f.Positions.Load(ctx, Name)
	if err != nil {
		return err
	}
	return f.Listings.Wait(ctx, cur.Position)
}

// Step resolves one batch of changes and commits it with the new position; it returns
// how many changes that were.
func (f *Follower) Step(ctx context.Context) (int, error) {
	cur, err := f.Positions.Load(ctx, Name)
	if err != nil {
		return 0, err
	}
	batch, err := f.Listings.After(ctx, cur, batchSize)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	d, err := f.derive(ctx, batch)
	if err != nil {
		return 0, err
	}
	d.Follower, d.Position = Name, batch[len(batch)-1].Position
	if err := f.Postings.Apply(ctx, d); err != nil {
		return 0, fmt.Errorf("store what %d listings came to: %w", len(batch), err)
	}
	return len(batch), nil
}

// derive resolves the component that a batch touches.
func (f *Follower) derive(ctx context.Context, batch []stackhound.Change[stackhound.Listing]) (stackhound.Derivation, error) {
	causes := identity.Causes{}
	var touched []stackhound.ListingKey
	var keys []string
	for _, c := range batch {
		touched = append(touched, c.Value.ListingKey)
		causes[c.Value.ListingKey] = c.Causes
		if !c.Deleted {
			keys = append(keys, identity.Keys(c.Value)...)
		}
	}
	linked, err := f.Postings.Component(ctx, touched, keys)
	if err != nil {
		return stackhound.Derivation{}, fmt.Errorf("find the listings that belong together: %w", err)
	}
	return identity.Resolve(linked, causes, identity.Reader{Ad: f.read, Text: f.Text}), nil
}

// read reads one listing. A listing that breaks the reader is kept, unread: one odd ad
// must not hold up all others.
func (f *Follower) read(l stackhound.Listing) (ad stackhound.Ad) {
	defer func() {
		if r := recover(); r != nil {
			f.Log.Error("a listing could not be read", "listing", l.ListingKey, "panic", r)
			ad = stackhound.Ad{}
		}
	}()
	return f.Read(l)
}
