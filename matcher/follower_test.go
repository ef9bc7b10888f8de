package matcher_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/matcher"
)

// memory is a store in memory: what the follower needs of one, and no more.
type memory struct {
	people   []stackhound.StoredProfile
	changes  []stackhound.Change[stackhound.Posting]
	position stackhound.Position
	scores   map[string]map[string]int // profile → posting → score
	planned  map[string]stackhound.Delivery
	applyErr error
}

func newMemory(people ...stackhound.StoredProfile) *memory {
	return &memory{people: people, scores: map[string]map[string]int{}, planned: map[string]stackhound.Delivery{}}
}

func (m *memory) Load(context.Context, string) (stackhound.Cursor, error) {
	return stackhound.Cursor{Position: m.position}, nil
}

func (m *memory) After(_ context.Context, cur stackhound.Cursor, limit int) ([]stackhound.Change[stackhound.Posting], error) {
	rest := slices.Clone(m.changes)
	rest = slices.DeleteFunc(rest, func(c stackhound.Change[stackhound.Posting]) bool { return c.Position <= cur.Position })
	return rest[:min(len(rest), limit)], nil
}

func (m *memory) Wait(ctx context.Context, _ stackhound.Position) error {
	<-ctx.Done()
	return ctx.Err()
}

func (m *memory) Each(_ context.Context, _ bool, fn func(stackhound.Posting) error) error {
	latest := map[string]stackhound.Change[stackhound.Posting]{}
	for _, c := range m.changes {
		latest[c.Value.ID] = c
	}
	for _, c := range latest {
		if !c.Deleted && c.Value.Open() {
			if err := fn(c.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *memory) List(context.Context) ([]stackhound.StoredProfile, error) {
	return slices.Clone(m.people), nil
}

func (m *memory) Apply(_ context.Context, u stackhound.MatchUpdate) (int, error) {
	if m.applyErr != nil {
		return 0, m.applyErr
	}
	if u.From.Position != m.position {
		return 0, stackhound.Errorf(stackhound.CodeConflict, "the batch was read from %q, not %q", u.From.Position, m.position)
	}
	for _, b := range u.Blocks {
		for _, scores := range m.scores {
			delete(scores, b.Posting)
		}
		for _, e := range b.Entries {
			m.of(e.Profile)[b.Posting] = e.Score
		}
	}
	before := len(m.planned)
	for _, d := range u.Deliveries {
		if _, ok := m.planned[d.ID]; !ok {
			m.planned[d.ID] = d
		}
	}
	m.position = u.Position
	return len(m.planned) - before, nil
}

func (m *memory) Rescore(_ context.Context, r stackhound.Rescoring) error {
	if r.From.Position != m.position {
		return stackhound.Errorf(stackhound.CodeConflict, "the postings were read at %q, not %q", r.From.Position, m.position)
	}
	m.scores[r.Profile] = map[string]int{}
	for _, s := range r.Scores {
		m.of(r.Profile)[s.Posting] = s.Score
	}
	i := slices.IndexFunc(m.people, func(p stackhound.StoredProfile) bool { return p.ID == r.Profile })
	m.people[i].Matched = r.Revision
	return nil
}

func (m *memory) of(profile string) map[string]int {
	if m.scores[profile] == nil {
		m.scores[profile] = map[string]int{}
	}
	return m.scores[profile]
}

// change adds a change of a posting to the feed.
func (m *memory) change(post stackhound.Posting, causes ...stackhound.Cause) {
	pos := stackhound.Position(fmt.Sprintf("%08d", len(m.changes)+1))
	m.changes = append(m.changes, stackhound.Change[stackhound.Posting]{Position: pos, Causes: causes, Value: post})
}

// alerts lists what is planned as "alert posting class", sorted.
func (m *memory) alerts() string {
	var all []string
	for _, d := range m.planned {
		all = append(all, cmp.Or(d.Alert, "?")+" "+d.Items[0].Posting+" "+d.Items[0].Class)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func follower(m *memory) *matcher.Follower {
	return matcher.New(matcher.Options{
		Feed: m, Profiles: m, Matches: m, Positions: m,
		Holds: func(query string, p stackhound.Posting) (bool, error) {
			switch {
			case query == "broken":
				return false, errors.New("no such field")
			case p.ID == "panics":
				panic("odd posting")
			}
			return p.Company == query, nil
		},
		Clock: clock.NewFake(noon), Log: slog.New(slog.DiscardHandler),
	})
}

func catchUp(t *testing.T, m *memory) {
	t.Helper()
	if _, err := follower(m).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// stored is ada as she stands in the store, matched before, with the given alerts.
func stored(alerts ...stackhound.Alert) stackhound.StoredProfile {
	p := ada()
	p.Alerts = alerts
	return stackhound.StoredProfile{Profile: p, Revision: 1, Matched: 1, Created: noon.Add(-24 * time.Hour)}
}

func hook() stackhound.Alert {
	return stackhound.Alert{Name: "hook", Channel: "webhook", URL: "https://example.com/hook", When: "instant", MinScore: 60}
}

func named(id string) stackhound.Posting {
	post := dream()
	post.ID, post.FirstSeen = id, noon.Add(-time.Hour)
	return post
}

func TestWhichChangesAlert(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		causes []stackhound.Cause
		want   string
	}{
		{[]stackhound.Cause{stackhound.CauseNew}, "hook p1 new"},
		{[]stackhound.Cause{stackhound.CauseEdit}, "hook p1 new"},
		{[]stackhound.Cause{stackhound.CauseNew, stackhound.CauseReopened}, "hook p1 reopened"},
		{[]stackhound.Cause{stackhound.CauseRederived, stackhound.CauseNew}, "hook p1 new"},
		{[]stackhound.Cause{stackhound.CauseBackfill}, ""},
		{[]stackhound.Cause{stackhound.CauseRederived}, ""},
		{[]stackhound.Cause{stackhound.CauseMerged, stackhound.CauseReleased, stackhound.CauseSplit}, ""},
	} {
		m := newMemory(stored(hook()))
		m.change(named("p1"), tc.causes...)
		catchUp(t, m)
		if got := m.alerts(); got != tc.want {
			t.Errorf("%v: planned %q, want %q", tc.causes, got, tc.want)
		}
		if m.scores["ada"]["p1"] == 0 {
			t.Errorf("%v: not scored", tc.causes)
		}
	}
}

// A posting that cannot be matched without a panic is skipped, and the rest goes on.
func TestAPanicSkipsOnePosting(t *testing.T) {
	t.Parallel()
	query := hook()
	query.Query = dream().Company
	m := newMemory(stored(query))
	for _, id := range []string{"p1", "panics", "p2"} {
		m.change(named(id), stackhound.CauseNew)
	}
	catchUp(t, m)
	if got, want := m.alerts(), "hook p1 new, hook p2 new"; got != want || len(m.scores["ada"]) != 2 {
		t.Errorf("planned %q, scored %v; want %q", got, m.scores["ada"], want)
	}
}

func TestWhoIsAlerted(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(p *stackhound.StoredProfile, post *stackhound.Posting)
		want   string
	}{
		"a match": {func(*stackhound.StoredProfile, *stackhound.Posting) {}, "hook p1 new"},
		"a weak match": {func(_ *stackhound.StoredProfile, post *stackhound.Posting) {
			post.Stack = stackhound.Stack{Mentioned: []string{"go"}}
		}, ""},
		"a rejected one": {func(_ *stackhound.StoredProfile, post *stackhound.Posting) { post.Regions = []string{"US"} }, ""},
		"a closed one":   {func(_ *stackhound.StoredProfile, post *stackhound.Posting) { post.ClosedAt = noon }, ""},
		"paused":         {func(p *stackhound.StoredProfile, _ *stackhound.Posting) { p.Paused = true }, ""},
		"stopped": {func(p *stackhound.StoredProfile, _ *stackhound.Posting) {
			p.Disabled = map[string]string{"hook": "gone"}
		}, ""},
		"a digest alert":       {func(p *stackhound.StoredProfile, _ *stackhound.Posting) { p.Alerts[0].When = "daily 08:00" }, ""},
		"new, posting older":   {func(p *stackhound.StoredProfile, _ *stackhound.Posting) { p.Matched, p.Created = 0, noon }, ""},
		"new, posting newer":   {func(p *stackhound.StoredProfile, _ *stackhound.Posting) { p.Matched = 0 }, "hook p1 new"},
		"by query":             {func(p *stackhound.StoredProfile, post *stackhound.Posting) { byQuery(p, post, "Larkfield", 0) }, "hook p1 new"},
		"by query, not found":  {func(p *stackhound.StoredProfile, post *stackhound.Posting) { byQuery(p, post, "acme", 0) }, ""},
		"by query, too weak":   {func(p *stackhound.StoredProfile, post *stackhound.Posting) { byQuery(p, post, "Larkfield", 60) }, ""},
		"by query, unreadable": {func(p *stackhound.StoredProfile, post *stackhound.Posting) { byQuery(p, post, "broken", 0) }, ""},
	} {
		person, post := stored(hook()), named("p1")
		tc.change(&person, &post)
		m := newMemory(person)
		m.change(post, stackhound.CauseNew)
		catchUp(t, m)
		if got := m.alerts(); got != tc.want {
			t.Errorf("%s: planned %q, want %q", name, got, tc.want)
		}
	}
}

// byQuery hangs the alert on a query; the posting is one the stack would not find.
func byQuery(p *stackhound.StoredProfile, post *stackhound.Posting, query string, minScore int) {
	p.Alerts[0].Query, p.Alerts[0].MinScore = query, minScore
	post.Stack, post.Regions = stackhound.Stack{Required: []string{"cobol"}}, []string{"US"}
}

func TestAnAlertHoldsWhatItIsAbout(t *testing.T) {
	t.Parallel()
	m := newMemory(stored(hook()))
	m.change(named("p1"), stackhound.CauseNew)
	catchUp(t, m)
	d, ok := m.planned[stackhound.InstantID("ada", "hook", "p1", "new")]
	if !ok || d.Kind != stackhound.KindInstant || d.State != stackhound.DeliveryPlanned || d.To != "https://example.com/hook" || !d.Created.Equal(noon) {
		t.Fatalf("planned %+v", m.planned)
	}
	if it := d.Items[0]; it.Score < 90 || len(it.Reasons) == 0 || it.Snapshot.Title != "Senior Backend Engineer" {
		t.Errorf("item %+v", it)
	}
	m.change(named("p1"), stackhound.CauseEdit)
	catchUp(t, m)
	if len(m.planned) != 1 {
		t.Errorf("%d alerts about one posting", len(m.planned))
	}
}

func TestMatchesFollowPostings(t *testing.T) {
	t.Parallel()
	m := newMemory(stored())
	for i := range 450 { // more than one batch
		m.change(named("p"+strconv.Itoa(i)), stackhound.CauseNew)
	}
	if n, err := follower(m).CatchUp(t.Context()); err != nil || n != 450 || len(m.scores["ada"]) != 450 {
		t.Fatalf("%d changes, %d postings scored, %v; want 450 of both", n, len(m.scores["ada"]), err)
	}
	closed := named("p0")
	closed.ClosedAt = noon
	m.change(closed, stackhound.CauseClosed)
	m.change(named("p1"), stackhound.CauseMerged)
	m.changes[len(m.changes)-1].Deleted = true
	rejected := named("p2")
	rejected.Regions = []string{"US"}
	m.change(rejected, stackhound.CauseEdit)
	catchUp(t, m)
	for _, id := range []string{"p0", "p1", "p2"} {
		if score, ok := m.scores["ada"][id]; ok {
			t.Errorf("%s still scores %d", id, score)
		}
	}
}

// A new profile, and an edited one, is scored against what is there and alerted to none
// of it.
func TestRescore(t *testing.T) {
	t.Parallel()
	m := newMemory(stored())
	m.change(named("p1"), stackhound.CauseNew)
	catchUp(t, m)
	bo := stored(hook())
	bo.ID, bo.Matched, bo.Created = "bo", 0, noon
	m.people = append(m.people, bo)
	m.people[0].Revision, m.people[0].Stack.Core = 2, []string{"cobol"}
	m.people[0].Regions = []string{"US"}
	catchUp(t, m)
	if m.scores["bo"]["p1"] == 0 || len(m.scores["ada"]) != 0 {
		t.Errorf("scores %v, want bo's posting and none of ada's", m.scores)
	}
	if m.people[0].Matched != 2 || m.people[1].Matched != 1 || len(m.planned) != 0 {
		t.Errorf("matched as of %d and %d, %d alerts", m.people[0].Matched, m.people[1].Matched, len(m.planned))
	}
}

func TestAFailureLosesNothing(t *testing.T) {
	t.Parallel()
	m := newMemory(stored(hook()))
	m.change(named("p1"), stackhound.CauseNew)
	m.applyErr = errors.New("disk full")
	if _, err := follower(m).CatchUp(t.Context()); !errors.Is(err, m.applyErr) {
		t.Fatalf("catch up: %v", err)
	}
	m.applyErr = nil
	catchUp(t, m)
	if got := m.alerts(); got != "hook p1 new" {
		t.Errorf("planned %q", got)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- follower(newMemory(stored())).Run(ctx) }()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("run: %v", err)
	}
}
