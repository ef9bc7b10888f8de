// Package understand turns what boards say into postings: it follows the listings'
// change feed, reads each listing into an Ad and groups the listings of one job. It is
// the only writer of postings.
package understand

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/follow"
	"stackhound/understand/identity"
)

// Name is the follower's name, under which its position is kept.
const Name = "understand"

// batchSize is how many changes are resolved and committed together.
const batchSize = 200

// Listings is the feed followed.
type Listings interface {
	Changed(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.ListingKey], error)
	Wait(ctx context.Context, pos stackhound.Position) error
}

// Postings is where the result goes. Component returns every listing that may belong
// with the touched ones, with its keys, told for each of some listings at once, and why it
// changed since the cursor, where a key that more than most listings hold leads to nobody;
// GetMany returns postings as they are stored; Apply commits a derivation and the position as a whole.
type Postings interface {
	Component(ctx context.Context, touched []stackhound.ListingKey, since stackhound.Cursor, keys func([]stackhound.Listing) [][]string, most int) (stackhound.Component, error)
	GetMany(ctx context.Context, ids []string) ([]stackhound.Posting, error)
	Apply(ctx context.Context, d stackhound.Derivation) error
}

// Positions knows where the follower stands.
type Positions interface {
	Load(ctx context.Context, follower string) (stackhound.Cursor, error)
}

// Options are what a Follower works with; all are required. Parts reads the roles that a
// listing offers, at least one. It must be pure, reading the same listing again gives the
// same, and several may be read at once.
type Options struct {
	Listings  Listings
	Postings  Postings
	Positions Positions
	Parts     func(stackhound.Listing) []stackhound.Part
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
	batch, err := f.Listings.Changed(ctx, cur, batchSize)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	d, err := f.derive(ctx, cur, batch)
	if errors.As(err, new(panicked)) {
		batch = batch[:1] // until the one that breaks it stands alone
		d, err = f.deriveOne(ctx, cur, batch)
	}
	if err != nil {
		return 0, err
	}
	d.Follower, d.From, d.Position = Name, cur, batch[len(batch)-1].Position
	if err := f.Postings.Apply(ctx, d); err != nil {
		return 0, fmt.Errorf("store what %d listings came to: %w", len(batch), err)
	}
	return len(batch), nil
}

// panicked is a panic while a batch was resolved.
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprint("panic: ", p.value) }

// derive resolves the component that a batch touches.
func (f *Follower) derive(ctx context.Context, cur stackhound.Cursor, batch []stackhound.Change[stackhound.ListingKey]) (d stackhound.Derivation, err error) {
	defer func() {
		if r := recover(); r != nil {
			d, err = stackhound.Derivation{}, panicked{r}
		}
	}()
	var touched []stackhound.ListingKey
	for _, c := range batch {
		touched = append(touched, c.Value)
	}
	read := reading{f, map[stackhound.ListingKey][]stackhound.Part{}}
	found, err := f.Postings.Component(ctx, touched, cur, read.keys, identity.MaxHolders)
	if err != nil {
		return stackhound.Derivation{}, fmt.Errorf("find the listings that belong together: %w", err)
	}
	causes := identity.Causes{} // of all that was read, as a later batch finds nothing left to tell of it
	for _, l := range found.Linked {
		causes[l.Listing.ListingKey] = l.Causes
	}
	before, err := f.before(ctx, found.Linked)
	if err != nil {
		return stackhound.Derivation{}, fmt.Errorf("look up how the postings stand: %w", err)
	}
	return identity.Resolve(found.Linked, causes, identity.Reader{Parts: read.parts, Decisions: found.Decisions, Crowded: found.Crowded, Before: before}), nil
}

// before returns the postings that listings belong to, as they are stored.
func (f *Follower) before(ctx context.Context, linked []stackhound.Linked) (map[string]stackhound.Posting, error) {
	found, err := f.Postings.GetMany(ctx, postings(linked))
	byID := make(map[string]stackhound.Posting, len(found))
	for _, p := range found {
		byID[p.ID] = p
	}
	return byID, err
}

// postings lists the postings that listings belong to, each once.
func postings(linked []stackhound.Linked) []string {
	ids := make([]string, len(linked))
	for i, l := range linked {
		ids[i] = l.Posting
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// deriveOne resolves a single change. Should even that panic, the listing stays as it
// stands: one odd ad must not hold up all others.
func (f *Follower) deriveOne(ctx context.Context, cur stackhound.Cursor, batch []stackhound.Change[stackhound.ListingKey]) (stackhound.Derivation, error) {
	d, err := f.derive(ctx, cur, batch)
	if errors.As(err, new(panicked)) {
		f.Log.Error("a listing is left as it stands", "listing", batch[0].Value, "err", err)
		return stackhound.Derivation{}, nil
	}
	return d, err
}
