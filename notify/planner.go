package notify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"stackhound"
	"stackhound/internal/clock"
)

const (
	// catchUp is how late a digest may still go out, after an outage or a restart.
	catchUp = 12 * time.Hour
	// defaultMax is how many postings a digest holds unless the alert says.
	defaultMax = 20
	// planEvery is how often due digests are looked for.
	planEvery = 5 * time.Second
	// readyEvery is how often Ready is asked until it is true.
	readyEvery = 200 * time.Millisecond
)

// Profiles holds everyone who wants to be told.
type Profiles interface {
	List(ctx context.Context) ([]stackhound.StoredProfile, error)
	Get(ctx context.Context, id string) (stackhound.StoredProfile, error)
	// Disable stops an alert until its owner changes it.
	Disable(ctx context.Context, profile, alert, why string) error
}

// Matches knows what was found for an alert and not told under it yet.
type Matches interface {
	// Unsent returns open postings scored minScore or more, best first.
	Unsent(ctx context.Context, profile, alert string, minScore, limit int) ([]stackhound.Scored, error)
	// Untold returns those of ids that were not told, in their order.
	Untold(ctx context.Context, profile, alert string, ids []string) ([]string, error)
}

// Postings gives postings by id, missing ones left out.
type Postings interface {
	GetMany(ctx context.Context, ids []string) ([]stackhound.Posting, error)
}

// Plans keeps planned deliveries.
type Plans interface {
	// Plan stores a delivery without those of its items that were told meanwhile, and
	// remembers the others as told; false when none is left, or when it exists.
	Plan(ctx context.Context, d stackhound.Delivery) (created bool, err error)
	Get(ctx context.Context, id string) (stackhound.Delivery, error)
}

// PlannerOptions are what a Planner works with; all but Ready are required.
type PlannerOptions struct {
	Profiles Profiles
	Matches  Matches
	Postings Postings
	Plans    Plans
	Match    func(stackhound.Profile, stackhound.Posting) stackhound.Match // why a posting suits a person
	// Find returns the open postings of an alert's query, newest first: limit of them
	// after leaving out offset, fewer only when there are no more.
	Find  func(ctx context.Context, query string, limit, offset int) ([]stackhound.Posting, error)
	Clock clock.Clock
	Log   *slog.Logger
	// Ready tells whether what a digest is drawn from has caught up since the start; until
	// then no slot is decided on. nil is always.
	Ready func(ctx context.Context) (bool, error)
}

// Planner plans digests. PlanDue and Run are for one goroutine.
type Planner struct {
	PlannerOptions
	looked map[[2]string]string // profile and alert → last slot that was decided on
	away   outage
}

// NewPlanner returns a planner.
func NewPlanner(o PlannerOptions) *Planner {
	return &Planner{PlannerOptions: o, looked: map[[2]string]string{}, away: outage{what: "planning digests", log: o.Log}}
}

// Run plans what is due until ctx ends, and returns ctx's error then. What fails is
// tried ever less often, every 30 seconds at last.
func (p *Planner) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		pause := planEvery
		ready, err := p.ready(ctx)
		if err == nil && ready {
			_, err = p.planAll(ctx)
		} else {
			pause = readyEvery
		}
		switch {
		case err == nil:
			p.away.over()
		case ctx.Err() == nil:
			pause = max(pause, p.away.failed(err, p.Clock.Now()))
		}
		_ = p.Clock.Sleep(ctx, pause)
	}
	return ctx.Err()
}

// PlanDue plans the digest of every alert whose latest slot has come and is not older
// than 12 hours, and returns how many there were. A slot is decided on once: without
// postings it stays empty, whatever is found later. An alert that fails holds up no
// other; the error names each that did.
func (p *Planner) PlanDue(ctx context.Context) (int, error) {
	if ready, err := p.ready(ctx); err != nil || !ready {
		return 0, err
	}
	return p.planAll(ctx)
}

func (p *Planner) planAll(ctx context.Context) (int, error) {
	people, err := p.Profiles.List(ctx)
	if err != nil {
		return 0, err
	}
	planned := 0
	var failures []error
	for _, person := range people {
		for _, a := range digests(person) {
			created, err := p.planDue(ctx, person, a)
			if err != nil {
				failures = append(failures, fmt.Errorf("plan digest %s of profile %s: %w", a.Name, person.ID, err))
			}
			if created {
				planned++
			}
		}
	}
	return planned, errors.Join(failures...)
}

func (p *Planner) ready(ctx context.Context) (bool, error) {
	if p.Ready == nil {
		return true, nil
	}
	return p.Ready(ctx)
}

// digests returns the alerts of a person that come as digests and are not stopped.
func digests(person stackhound.StoredProfile) []stackhound.Alert {
	if person.Paused {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(person.Alerts), func(a stackhound.Alert) bool {
		w, err := stackhound.ParseWhen(a.When)
		return err != nil || w.Instant || person.Disabled[a.Name] != ""
	})
}

// planDue decides on one alert's latest slot. A profile that waits for its first or new
// scores is left for the next look, and so is a failure, except for what will not get
// better by itself: such a one is told of once for each slot. A panic is a failure.
func (p *Planner) planDue(ctx context.Context, person stackhound.StoredProfile, a stackhound.Alert) (created bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("planning panicked: %v", r)
		}
	}()
	loc, err := person.Location()
	if err != nil {
		return false, err
	}
	w, err := stackhound.ParseWhen(a.When)
	if err != nil {
		return false, err
	}
	now, key := p.Clock.Now(), [2]string{person.ID, a.Name}
	s, ok := lastSlot(w, now, loc)
	if !ok || s.at.Before(person.Created) || p.looked[key] == s.name || person.Matched < person.Revision {
		return false, nil
	}
	created, err = p.decide(ctx, person, a, s, now)
	if err == nil || stackhound.CodeOf(err) == stackhound.CodeInvalid {
		p.looked[key] = s.name
	}
	return created, err
}

// decide plans the digest of a slot that has come, or says that it was missed.
func (p *Planner) decide(ctx context.Context, person stackhound.StoredProfile, a stackhound.Alert, s slot, now time.Time) (bool, error) {
	id := stackhound.DigestID(person.ID, a.Name, s.name)
	if _, err := p.Plans.Get(ctx, id); err == nil || stackhound.CodeOf(err) != stackhound.CodeNotFound {
		return false, err
	}
	d, err := p.digest(ctx, person, a, s.name)
	if err != nil || len(d.Items) == 0 {
		return false, err
	}
	if now.Sub(s.at) > catchUp {
		p.Log.Warn("a digest's time passed while nothing ran; its postings go into the next one",
			"profile", person.ID, "alert", a.Name, "slot", s.name)
		return false, nil
	}
	return p.Plans.Plan(ctx, d)
}

// PlanNow plans the digests of a profile at once, as an extra slot of this minute: of
// one alert, or of all with "". It returns those that have anything to tell.
func (p *Planner) PlanNow(ctx context.Context, profile, alert string) ([]stackhound.Delivery, error) {
	var planned []stackhound.Delivery
	now := p.Clock.Now()
	err := p.each(ctx, profile, alert, now, func(d stackhound.Delivery) error {
		created, err := p.Plans.Plan(ctx, d)
		if err != nil || !created {
			return err
		}
		if d, err = p.Plans.Get(ctx, d.ID); err != nil { // another planner may have told some of it
			return err
		}
		planned = append(planned, d)
		return nil
	})
	return planned, err
}

// Preview returns what the digests of a profile would hold if they went out at a given
// time, without planning them.
func (p *Planner) Preview(ctx context.Context, profile string, at time.Time) ([]stackhound.Delivery, error) {
	var ds []stackhound.Delivery
	err := p.each(ctx, profile, "", at, func(d stackhound.Delivery) error {
		d.Created = at
		ds = append(ds, d)
		return nil
	})
	return ds, err
}

// each makes the digests of one profile for the minute of t and hands out those that
// are not empty.
func (p *Planner) each(ctx context.Context, profile, alert string, t time.Time, fn func(stackhound.Delivery) error) error {
	person, err := p.Profiles.Get(ctx, profile)
	if err != nil {
		return err
	}
	loc, err := person.Location()
	if err != nil {
		return err
	}
	alerts := digests(person)
	if alert != "" {
		alerts = slices.DeleteFunc(alerts, func(a stackhound.Alert) bool { return a.Name != alert })
	}
	if len(alerts) == 0 {
		return stackhound.Errorf(stackhound.CodeInvalid, "profile %s has no digest to send", profile).
			WithHint("give one of its alerts when: daily 08:00, and see that neither is paused or stopped")
	}
	local := t.In(loc)
	name := slotName(dateOf(local), local.Hour(), local.Minute())
	for _, a := range alerts {
		d, err := p.digest(ctx, person, a, name)
		if err != nil {
			return fmt.Errorf("make digest %s of profile %s: %w", a.Name, profile, err)
		}
		if len(d.Items) > 0 {
			if err := fn(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// digest makes one alert's digest for a slot, with no items when there is nothing new.
func (p *Planner) digest(ctx context.Context, person stackhound.StoredProfile, a stackhound.Alert, slotName string) (stackhound.Delivery, error) {
	d := stackhound.Delivery{
		ID:      stackhound.DigestID(person.ID, a.Name, slotName),
		Profile: person.ID, Alert: a.Name, Channel: a.Channel, To: a.Target(),
		Kind: stackhound.KindDigest, Slot: slotName, State: stackhound.DeliveryPlanned, Created: p.Clock.Now(),
	}
	most := cmp.Or(a.Max, defaultMax)
	gather := p.scored
	if a.Query != "" {
		gather = p.found
	}
	items, err := gather(ctx, person, a, most)
	if err != nil {
		return d, err
	}
	slices.SortFunc(items, bestFirst)
	// A page of hits repeats some of the one before when postings came in between.
	items = slices.CompactFunc(items, func(a, b stackhound.Item) bool { return a.Posting == b.Posting })
	d.Items = items[:min(len(items), most)]
	return d, nil
}

// scored returns the postings an alert has not told of yet that the profile scores high
// enough, the best of them at least up to most. Stored scores can be older than the
// rules, and then more are read in place of those that no longer fit.
func (p *Planner) scored(ctx context.Context, person stackhound.StoredProfile, a stackhound.Alert, most int) ([]stackhound.Item, error) {
	for limit := most; ; limit *= 2 {
		scored, err := p.Matches.Unsent(ctx, person.ID, a.Name, max(a.MinScore, 1), limit)
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(scored))
		for i, s := range scored {
			ids[i] = s.Posting
		}
		posts, err := p.Postings.GetMany(ctx, ids)
		if err != nil {
			return nil, err
		}
		if items := p.fitting(person, a, posts); len(items) >= most || len(scored) < limit {
			return items, nil
		}
	}
}

// found returns postings of an alert's query that it has not told of yet, page by page
// until there are most of them.
func (p *Planner) found(ctx context.Context, person stackhound.StoredProfile, a stackhound.Alert, most int) ([]stackhound.Item, error) {
	var items []stackhound.Item
	for offset := 0; len(items) < most && offset <= stackhound.MaxOffset; offset += stackhound.MaxLimit {
		posts, err := p.Find(ctx, a.Query, stackhound.MaxLimit, offset)
		if err != nil {
			return nil, err
		}
		untold, err := p.untold(ctx, person.ID, a.Name, posts)
		if err != nil {
			return nil, err
		}
		items = append(items, p.fitting(person, a, untold)...)
		if len(posts) < stackhound.MaxLimit {
			break
		}
	}
	return items, nil
}

// untold returns those of the postings that an alert has not told of yet.
func (p *Planner) untold(ctx context.Context, profile, alert string, posts []stackhound.Posting) ([]stackhound.Posting, error) {
	ids := make([]string, len(posts))
	for i, post := range posts {
		ids[i] = post.ID
	}
	untold, err := p.Matches.Untold(ctx, profile, alert, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(posts, func(post stackhound.Posting) bool { return !slices.Contains(untold, post.ID) }), nil
}

// fitting makes items of the postings that suit an alert as the rules are now. An alert
// on a query asks for a score only when it sets a least one.
func (p *Planner) fitting(person stackhound.StoredProfile, a stackhound.Alert, posts []stackhound.Posting) []stackhound.Item {
	var items []stackhound.Item
	for _, post := range posts {
		m := p.Match(person.Profile, post)
		if fits := m.Rejected == "" && m.Score >= max(a.MinScore, 1); fits || (a.Query != "" && a.MinScore == 0) {
			items = append(items, stackhound.Item{Posting: post.ID, Class: stackhound.ClassNew, Score: m.Score, Reasons: m.Reasons, Snapshot: post})
		}
	}
	return items
}

func bestFirst(a, b stackhound.Item) int {
	return cmp.Or(
		cmp.Compare(b.Score, a.Score),
		b.Snapshot.FirstSeen.Compare(a.Snapshot.FirstSeen),
		cmp.Compare(a.Posting, b.Posting),
	)
}
