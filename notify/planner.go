package notify

import (
	"cmp"
	"context"
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
	// Plan stores a delivery and remembers its items as told; false when it exists.
	Plan(ctx context.Context, d stackhound.Delivery) (created bool, err error)
	Get(ctx context.Context, id string) (stackhound.Delivery, error)
}

// PlannerOptions are what a Planner works with; all are required.
type PlannerOptions struct {
	Profiles Profiles
	Matches  Matches
	Postings Postings
	Plans    Plans
	Match    func(stackhound.Profile, stackhound.Posting) stackhound.Match                    // why a posting suits a person
	Find     func(ctx context.Context, query string, limit int) ([]stackhound.Posting, error) // open postings of an alert's query
	Clock    clock.Clock
	Log      *slog.Logger
}

// Planner plans digests. PlanDue and Run are for one goroutine.
type Planner struct {
	PlannerOptions
	looked map[[2]string]string // profile and alert → last slot that was decided on
}

// NewPlanner returns a planner.
func NewPlanner(o PlannerOptions) *Planner {
	return &Planner{PlannerOptions: o, looked: map[[2]string]string{}}
}

// Run plans what is due until ctx ends, and returns ctx's error then. Failures are logged.
func (p *Planner) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		if _, err := p.PlanDue(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("planning digests failed", "error", err)
		}
		_ = p.Clock.Sleep(ctx, planEvery)
	}
	return ctx.Err()
}

// PlanDue plans the digest of every alert whose latest slot has come and is not older
// than 12 hours, and returns how many there were. A slot is decided on once: without
// postings it stays empty, whatever is found later.
func (p *Planner) PlanDue(ctx context.Context) (int, error) {
	people, err := p.Profiles.List(ctx)
	if err != nil {
		return 0, fmt.Errorf("list profiles: %w", err)
	}
	planned := 0
	for _, person := range people {
		for _, a := range digests(person) {
			created, err := p.planDue(ctx, person, a)
			if err != nil {
				return planned, fmt.Errorf("plan digest %s of profile %s: %w", a.Name, person.ID, err)
			}
			if created {
				planned++
			}
		}
	}
	return planned, nil
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
// scores is left for the next look.
func (p *Planner) planDue(ctx context.Context, person stackhound.StoredProfile, a stackhound.Alert) (bool, error) {
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
	created, err := p.decide(ctx, person, a, s, now)
	if err == nil {
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
		if err == nil && created {
			planned = append(planned, d)
		}
		return err
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
	posts, err := p.candidates(ctx, person.ID, a, most)
	if err != nil {
		return d, err
	}
	for _, post := range posts {
		m := p.Match(person.Profile, post)
		if fits := m.Rejected == "" && m.Score >= max(a.MinScore, 1); fits || (a.Query != "" && a.MinScore == 0) {
			d.Items = append(d.Items, stackhound.Item{Posting: post.ID, Class: "new", Score: m.Score, Reasons: m.Reasons, Snapshot: post})
		}
	}
	slices.SortFunc(d.Items, bestFirst)
	d.Items = d.Items[:min(len(d.Items), most)]
	return d, nil
}

// candidates returns the open postings an alert has not told of yet.
func (p *Planner) candidates(ctx context.Context, profile string, a stackhound.Alert, most int) ([]stackhound.Posting, error) {
	if a.Query != "" {
		return p.found(ctx, profile, a)
	}
	scored, err := p.Matches.Unsent(ctx, profile, a.Name, max(a.MinScore, 1), most)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(scored))
	for i, s := range scored {
		ids[i] = s.Posting
	}
	return p.Postings.GetMany(ctx, ids)
}

// found returns the postings of an alert's query that it has not told of yet.
func (p *Planner) found(ctx context.Context, profile string, a stackhound.Alert) ([]stackhound.Posting, error) {
	posts, err := p.Find(ctx, a.Query, stackhound.MaxLimit)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(posts))
	for i, post := range posts {
		ids[i] = post.ID
	}
	untold, err := p.Matches.Untold(ctx, profile, a.Name, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(posts, func(post stackhound.Posting) bool { return !slices.Contains(untold, post.ID) }), nil
}

func bestFirst(a, b stackhound.Item) int {
	return cmp.Or(
		cmp.Compare(b.Score, a.Score),
		b.Snapshot.FirstSeen.Compare(a.Snapshot.FirstSeen),
		cmp.Compare(a.Posting, b.Posting),
	)
}
