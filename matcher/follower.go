package matcher

import (
	"context"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/follow"
)

// Name is what the follower's position is kept under.
const Name = "matcher"

// batchSize is how many changed postings are matched and committed together.
const batchSize = 200

// Feed is the change feed of postings.
type Feed interface {
	After(ctx context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Posting], error)
	Wait(ctx context.Context, pos stackhound.Position) error
	// Each hands out every posting, the open ones only unless all is set.
	Each(ctx context.Context, all bool, fn func(stackhound.Posting) error) error
}

// Profiles lists everyone there is to match for.
type Profiles interface {
	List(ctx context.Context) ([]stackhound.StoredProfile, error)
}

// Matches keeps what the follower finds.
type Matches interface {
	// Apply commits blocks, instant alerts and the position in one transaction.
	Apply(ctx context.Context, u stackhound.MatchUpdate) (planned int, err error)
	// Rescore replaces one profile's scores in all blocks, unless a batch was committed
	// since (CodeConflict).
	Rescore(ctx context.Context, r stackhound.Rescoring) error
}

// Positions remembers how far the follower has come.
type Positions interface {
	Load(ctx context.Context, follower string) (stackhound.Cursor, error)
}

// Options are what a Follower works with; all are required.
type Options struct {
	Feed      Feed
	Profiles  Profiles
	Matches   Matches
	Positions Positions
	Holds     func(query string, p stackhound.Posting) (bool, error) // does a query find this posting?
	Clock     clock.Clock
	Log       *slog.Logger
}

// Follower keeps matches and instant alerts in step with postings and profiles. Of
// several that follow a store each change is matched by one.
type Follower struct{ Options }

// New returns a follower.
func New(o Options) *Follower { return &Follower{o} }

// profilesEvery is how long an edited profile may wait for its new scores while no
// posting changes.
const profilesEvery = 2 * time.Second

// Run follows the feed until ctx ends, and returns ctx's error then. Failures are logged
// and tried again.
func (f *Follower) Run(ctx context.Context) error {
	return follow.Run(ctx, f, f.Clock, f.Log.With("follower", Name))
}

// CatchUp matches all changes there are, then scores new and edited profiles against
// all open postings. It returns how many postings had changed.
func (f *Follower) CatchUp(ctx context.Context) (int, error) { return follow.CatchUp(ctx, f) }

// Step matches one batch of changes and returns how many there were. Once there are
// none it scores new and edited profiles.
func (f *Follower) Step(ctx context.Context) (int, error) {
	n, err := f.batch(ctx)
	if err == nil && n == 0 {
		err = f.rescore(ctx)
	}
	return n, err
}

// Wait returns when postings have changed, or when it is time to look for edited
// profiles.
func (f *Follower) Wait(ctx context.Context) error {
	cur, err := f.Positions.Load(ctx, Name)
	if err != nil {
		return err
	}
	wait, cancel := context.WithTimeout(ctx, profilesEvery)
	defer cancel()
	if err := f.Feed.Wait(wait, cur.Position); err != nil && wait.Err() == nil {
		return err
	}
	return nil
}

// batch matches one batch of changes and commits what came of it.
func (f *Follower) batch(ctx context.Context) (int, error) {
	cur, err := f.Positions.Load(ctx, Name)
	if err != nil {
		return 0, err
	}
	changes, err := f.Feed.After(ctx, cur, batchSize)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	people, err := f.Profiles.List(ctx)
	if err != nil {
		return 0, err
	}
	update := stackhound.MatchUpdate{Follower: Name, From: cur, Position: changes[len(changes)-1].Position}
	for _, c := range changes {
		f.guard(c.Value.ID, func() {
			block, alerts := f.match(c, people)
			update.Blocks = append(update.Blocks, block)
			update.Deliveries = append(update.Deliveries, alerts...)
		})
	}
	planned, err := f.Matches.Apply(ctx, update)
	if err != nil {
		return 0, err
	}
	if planned > 0 {
		f.Log.Info("instant alerts planned", "alerts", planned)
	}
	return len(changes), nil
}

// match scores one changed posting for everyone. A posting that is gone or closed
// matches nobody.
func (f *Follower) match(c stackhound.Change[stackhound.Posting], people []stackhound.StoredProfile) (stackhound.Block, []stackhound.Delivery) {
	block := stackhound.Block{Posting: c.Value.ID}
	if c.Deleted || !c.Value.Open() {
		return block, nil
	}
	class := stackhound.InstantClass(c.Causes)
	var alerts []stackhound.Delivery
	for _, person := range people {
		m := Score(person.Profile, c.Value)
		if m.Rejected == "" && m.Score > 0 {
			block.Entries = append(block.Entries, stackhound.BlockEntry{Profile: person.ID, Score: m.Score})
		}
		if class != "" && !old(person, c.Value) {
			alerts = append(alerts, f.instants(person, c.Value, m, class)...)
		}
	}
	return block, alerts
}

// old tells whether a posting was there before a person whose profile has never been
// matched: such a one belongs into their first digest, not into a flood of alerts.
func old(person stackhound.StoredProfile, post stackhound.Posting) bool {
	return person.Matched == 0 && post.FirstSeen.Before(person.Created)
}

// instants plans the alerts one person gets at once about one posting.
func (f *Follower) instants(person stackhound.StoredProfile, post stackhound.Posting, m stackhound.Match, class string) []stackhound.Delivery {
	var planned []stackhound.Delivery
	for _, a := range person.Alerts {
		when, err := stackhound.ParseWhen(a.When)
		if err != nil || !when.Instant || person.Paused || person.Disabled[a.Name] != "" || !f.wants(a, post, m) {
			continue
		}
		planned = append(planned, stackhound.Delivery{
			ID:      stackhound.InstantID(person.ID, a.Name, post.ID, class),
			Profile: person.ID, Alert: a.Name, Channel: a.Channel, To: a.Target(),
			Kind: stackhound.KindInstant, State: stackhound.DeliveryPlanned, Created: f.Clock.Now(),
			Items: []stackhound.Item{{Posting: post.ID, Class: class, Score: m.Score, Reasons: slices.Clone(m.Reasons), Snapshot: post}},
		})
	}
	return planned
}

// wants tells whether an alert is about a posting. An alert on a query asks the query;
// the score and the hard rules count for it only when it sets a least score.
func (f *Follower) wants(a stackhound.Alert, post stackhound.Posting, m stackhound.Match) bool {
	scored := m.Rejected == "" && m.Score >= max(a.MinScore, 1)
	if a.Query == "" {
		return scored
	}
	if a.MinScore > 0 && !scored {
		return false
	}
	holds, err := f.Holds(a.Query, post)
	if err != nil {
		f.Log.Warn("an alert's query cannot be read", "alert", a.Name, "profile", m.Profile, "error", err)
	}
	return holds && err == nil
}

// rescore scores every profile that is new or was edited against all open postings. It
// alerts nobody: what such a profile finds comes with the next digest.
func (f *Follower) rescore(ctx context.Context) error {
	cur, err := f.Positions.Load(ctx, Name)
	if err != nil {
		return err
	}
	people, err := f.Profiles.List(ctx)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(people, func(p stackhound.StoredProfile) bool { return p.Matched >= p.Revision })
	if len(people) == 0 {
		return nil
	}
	scores := make([][]stackhound.Scored, len(people))
	err = f.Feed.Each(ctx, false, func(post stackhound.Posting) error {
		f.guard(post.ID, func() {
			for i, person := range people {
				if m := Score(person.Profile, post); m.Rejected == "" && m.Score > 0 {
					scores[i] = append(scores[i], stackhound.Scored{Posting: post.ID, Score: m.Score})
				}
			}
		})
		return nil
	})
	if err != nil {
		return err
	}
	for i, person := range people {
		anew := stackhound.Rescoring{Follower: Name, From: cur, Profile: person.ID, Revision: person.Revision, Created: person.Created, Scores: scores[i]}
		if err := f.Matches.Rescore(ctx, anew); err != nil {
			return err
		}
	}
	return nil
}

// guard runs what scores one posting. A panic there is logged, and the posting is left as
// it was: no ad may keep the others from being matched.
func (f *Follower) guard(posting string, score func()) {
	defer func() {
		if r := recover(); r != nil {
			f.Log.Error("matching a posting panicked, it is skipped", "posting", posting, "panic", r, "stack", string(debug.Stack()))
		}
	}()
	score()
}
