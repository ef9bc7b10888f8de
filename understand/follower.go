// Package understand turns what boards say into postings: it follows the listings'
// change feed, reads each listing into an Ad and groups the listings of one job. It is
// the only writer of postings.
package understand

import (
	"cmp"
	"context"
	"encoding/json"
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
const batchSize = 100

// Listings is the feed followed.
type Listings interface {
	After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Listing], error)
	Wait(ctx context.Context, pos stackhound.Position) error
}

// Postings is where the result goes. Component returns every listing that may belong
// with the touched ones, with its keys and why it changed since the cursor, and the keys
// that more than most listings hold, which lead to nobody; Closed returns which postings are closed; Apply commits a
// derivation and the position as a whole.
type Postings interface {
	Component(ctx context.Context, touched []stackhound.ListingKey, since stackhound.Cursor, keys func(stackhound.Listing) []string, most int) (linked []stackhound.Linked, crowded map[string]bool, err error)
	Closed(ctx context.Context, ids []string) (map[string]bool, error)
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
func (f *Follower) derive(ctx context.Context, cur stackhound.Cursor, batch []stackhound.Change[stackhound.Listing]) (d stackhound.Derivation, err error) {
	defer func() {
		if r := recover(); r != nil {
			d, err = stackhound.Derivation{}, panicked{r}
		}
	}()
	var touched []stackhound.ListingKey
	for _, c := range batch {
		touched = append(touched, c.Value.ListingKey)
	}
	linked, crowded, err := f.Postings.Component(ctx, touched, cur, f.keys, identity.MaxHolders)
	if err != nil {
		return stackhound.Derivation{}, fmt.Errorf("find the listings that belong together: %w", err)
	}
	causes := identity.Causes{} // of all that was read, as a later batch finds nothing left to tell of it
	for _, l := range linked {
		causes[l.Listing.ListingKey] = l.Causes
	}
	closed, err := f.Postings.Closed(ctx, postings(linked))
	if err != nil {
		return stackhound.Derivation{}, fmt.Errorf("look up how the postings stand: %w", err)
	}
	return identity.Resolve(linked, causes, identity.Reader{Ad: f.read, Text: f.text, Crowded: crowded, Closed: closed}), nil
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
func (f *Follower) deriveOne(ctx context.Context, cur stackhound.Cursor, batch []stackhound.Change[stackhound.Listing]) (stackhound.Derivation, error) {
	d, err := f.derive(ctx, cur, batch)
	if errors.As(err, new(panicked)) {
		f.Log.Error("a listing is left as it stands", "listing", batch[0].Value.ListingKey, "err", err)
		return stackhound.Derivation{}, nil
	}
	return d, err
}

// read reads one listing; one that breaks the reader, or of which it makes what cannot
// be stored, is kept unread.
func (f *Follower) read(l stackhound.Listing) stackhound.Ad {
	return guard(f, l, stackhound.Ad{}, func() stackhound.Ad {
		ad := f.Read(l)
		if _, err := json.Marshal(ad); err != nil {
			panic(err)
		}
		return ad
	})
}

// text is a listing's description; where it cannot be made plain, what the board gives
// as plain words.
func (f *Follower) text(l stackhound.Listing) string {
	return guard(f, l, cmp.Or(l.Description, l.Title), func() string { return f.Text(l) })
}

// keys are a listing's keys, none where they cannot be told: it then stays alone.
func (f *Follower) keys(l stackhound.Listing) []string {
	none := []string{}
	return guard(f, l, none, func() []string { return append(none, identity.Keys(l)...) })
}

// guard returns what fn makes of a listing, or instead of it should fn panic.
func guard[T any](f *Follower, l stackhound.Listing, instead T, fn func() T) (made T) {
	defer func() {
		if r := recover(); r != nil {
			f.Log.Error("a listing could not be understood", "listing", l.ListingKey, "panic", r)
			made = instead
		}
	}()
	return fn()
}
