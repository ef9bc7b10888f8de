package notify_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/notify"
)

// The planner's world: a Friday evening in Berlin, and ada who wants a digest at eight.
var evening = time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)

func ada(alerts ...stackhound.Alert) stackhound.StoredProfile {
	return stackhound.StoredProfile{
		Profile: stackhound.Profile{ID: "ada", Timezone: "Europe/Berlin", Alerts: alerts},
		Created: evening.Add(-72 * time.Hour), Revision: 1, Matched: 1,
	}
}

func morning() stackhound.Alert {
	return stackhound.Alert{Name: "morning", Channel: "email", To: "ada@example.com", When: "daily 08:00", MinScore: 50}
}

type world struct {
	*memory
	clock    *clock.Fake
	log      *strings.Builder
	planner  *notify.Planner
	rejects  map[string]bool // postings the rules have come to reject
	notReady bool
}

func newWorld(people ...stackhound.StoredProfile) *world {
	w := &world{memory: newMemory(), clock: clock.NewFake(evening), log: &strings.Builder{}}
	w.people = people
	w.restart()
	return w
}

// restart makes a new planner, as a new process does.
func (w *world) restart() {
	w.planner = notify.NewPlanner(notify.PlannerOptions{
		Profiles: w.memory, Matches: w.memory, Postings: w.memory, Plans: outbox{w.memory},
		Match: func(p stackhound.Profile, post stackhound.Posting) stackhound.Match {
			if w.rejects[post.ID] {
				return stackhound.Match{Score: 90, Rejected: "workplace"}
			}
			for _, s := range w.scores[p.ID] {
				if s.Posting == post.ID {
					return stackhound.Match{Score: s.Score, Reasons: []stackhound.Reason{{Points: s.Score, Text: "because"}}}
				}
			}
			return stackhound.Match{}
		},
		Find:  w.find,
		Clock: w.clock, Log: slog.New(slog.NewTextHandler(w.log, nil)),
		Ready: func(context.Context) (bool, error) { return !w.notReady, nil },
	})
}

// find returns the postings of a company, newest first.
func (w *world) find(_ context.Context, query string, limit, offset int) ([]stackhound.Posting, error) {
	switch query {
	case "broken":
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "no such field")
	case "fails":
		return nil, errors.New("not now")
	case "panics":
		panic("find")
	}
	var found []stackhound.Posting
	for _, p := range w.postings {
		if p.Company == query {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b stackhound.Posting) int {
		return cmp.Or(b.FirstSeen.Compare(a.FirstSeen), cmp.Compare(a.ID, b.ID))
	})
	found = found[min(offset, len(found)):]
	return found[:min(limit, len(found))], nil
}

// add gives ada a posting with a score.
func (w *world) add(id string, score int) {
	w.postings[id] = stackhound.Posting{ID: id, Title: id, Company: "acme", FirstSeen: w.clock.Now()}
	w.scores["ada"] = append(w.scores["ada"], stackhound.Scored{Posting: id, Score: score})
}

func (w *world) plan(t *testing.T, want int) {
	t.Helper()
	if n, err := w.planner.PlanDue(t.Context()); err != nil || n != want {
		t.Fatalf("at %v: planned %d, %v; want %d", w.clock.Now(), n, err, want)
	}
}

// told lists what each digest says, by slot.
func (w *world) toldBySlot() map[string]string {
	got := map[string]string{}
	for _, d := range w.deliveries {
		var ids []string
		for _, it := range d.Items {
			ids = append(ids, it.Posting)
		}
		got[d.Slot] = strings.Join(ids, " ")
	}
	return got
}

func TestPlanDue(t *testing.T) {
	t.Parallel()
	w := newWorld(ada(morning()))
	w.add("good", 70)
	w.add("better", 90)
	w.add("weak", 40)
	w.looked(t)
	w.clock.Advance(13*time.Hour - time.Second) // 07:59:59 in Berlin
	w.plan(t, 0)
	w.clock.Advance(time.Second)
	w.plan(t, 1)
	w.plan(t, 0)
	w.restart() // another process, the same slot
	w.plan(t, 0)
	w.add("later", 80)
	w.clock.Advance(24 * time.Hour)
	w.plan(t, 1)
	want := map[string]string{"2026-11-21/0800": "better good", "2026-11-22/0800": "later"}
	if got := w.toldBySlot(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("told %v, want %v", got, want)
	}
	for id, d := range w.deliveries {
		if id != stackhound.DigestID("ada", "morning", d.Slot) || d.State != stackhound.DeliveryPlanned || d.To != "ada@example.com" {
			t.Errorf("planned %+v", d.Delivery)
		}
	}
}

// looked spends the slot of this morning, so that the next one is tomorrow's.
func (w *world) looked(t *testing.T) {
	t.Helper()
	all := w.scores["ada"]
	w.scores["ada"] = nil
	w.plan(t, 0)
	w.scores["ada"] = all
}

// A slot without anything to tell stays empty: what is found at nine waits for tomorrow.
func TestAnEmptySlotStaysEmpty(t *testing.T) {
	t.Parallel()
	w := newWorld(ada(morning()))
	w.clock.Advance(13 * time.Hour)
	w.plan(t, 0)
	w.add("late", 90)
	w.clock.Advance(time.Hour)
	w.plan(t, 0)
	w.clock.Advance(23 * time.Hour)
	w.plan(t, 1)
}

func TestDowntime(t *testing.T) {
	t.Parallel()
	for down, want := range map[time.Duration]int{time.Hour: 1, 11 * time.Hour: 1, 12*time.Hour + time.Minute: 0, 71 * time.Hour: 0, 73 * time.Hour: 1} {
		w := newWorld(ada(morning()))
		w.add("good", 70)
		w.clock.Advance(13*time.Hour + down)
		w.plan(t, want)
		w.plan(t, 0)
		if skipped := strings.Contains(w.log.String(), "passed while nothing ran"); skipped != (want == 0) {
			t.Errorf("down for %v: the log says it was missed: %v", down, skipped)
		}
	}
}

func TestNobodyIsToldWhoShouldNotBe(t *testing.T) {
	t.Parallel()
	change := map[string]func(*stackhound.StoredProfile){
		"paused":             func(p *stackhound.StoredProfile) { p.Paused = true },
		"stopped":            func(p *stackhound.StoredProfile) { p.Disabled = map[string]string{"morning": "gone"} },
		"instant":            func(p *stackhound.StoredProfile) { p.Alerts[0].When = "instant" },
		"created since":      func(p *stackhound.StoredProfile) { p.Created = evening.Add(13*time.Hour + time.Minute) },
		"not scored yet":     func(p *stackhound.StoredProfile) { p.Matched = 0 },
		"edited, not scored": func(p *stackhound.StoredProfile) { p.Revision = 2 },
		"wants better":       func(p *stackhound.StoredProfile) { p.Alerts[0].MinScore = 95 },
		"on another day":     func(p *stackhound.StoredProfile) { p.Alerts[0].When = "weekly TUE 08:00" },
	}
	for name, f := range change {
		person := ada(morning())
		f(&person)
		w := newWorld(person)
		w.add("good", 90)
		w.clock.Advance(14 * time.Hour)
		if n, err := w.planner.PlanDue(t.Context()); err != nil || n != 0 {
			t.Errorf("%s: planned %d, %v", name, n, err)
		}
	}
}

// A profile that waits for its scores gets its digest once it has them.
func TestSlotWaitsForScores(t *testing.T) {
	t.Parallel()
	person := ada(morning())
	person.Matched = 0
	w := newWorld(person)
	w.clock.Advance(13 * time.Hour)
	w.plan(t, 0)
	w.people[0].Matched = 1
	w.add("good", 90)
	w.plan(t, 1)
}

func TestDigestIsCutToTheBest(t *testing.T) {
	t.Parallel()
	a := morning()
	a.Max = 3
	w := newWorld(ada(a))
	for i := range 10 {
		w.add(fmt.Sprint("job", i), 60+i)
	}
	w.clock.Advance(13 * time.Hour)
	w.plan(t, 1)
	w.clock.Advance(24 * time.Hour)
	w.plan(t, 1) // the next best were not told yet
	want := map[string]string{"2026-11-21/0800": "job9 job8 job7", "2026-11-22/0800": "job6 job5 job4"}
	if got := w.toldBySlot(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("told %v, want %v", got, want)
	}
}

// An alert on a query tells what the query finds, whatever it scores, unless it asks
// for a score as well.
func TestQueryAlert(t *testing.T) {
	t.Parallel()
	all := stackhound.Alert{Name: "all", Query: "acme", Channel: "email", To: "ada@example.com", When: "daily 08:00"}
	good := all
	good.Name, good.MinScore = "good", 50
	w := newWorld(ada(all, good))
	w.add("weak", 0)
	w.add("strong", 80)
	w.postings["other"] = stackhound.Posting{ID: "other", Company: "elsewhere"}
	ds, err := w.planner.Preview(t.Context(), "ada", evening)
	if err != nil || len(ds) != 2 {
		t.Fatalf("%d digests, %v", len(ds), err)
	}
	for _, d := range ds {
		var ids []string
		for _, it := range d.Items {
			ids = append(ids, it.Posting)
		}
		if want := map[string][]string{"all": {"strong", "weak"}, "good": {"strong"}}[d.Alert]; !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", d.Alert, ids, want)
		}
	}
}

func TestPlanNowAndPreview(t *testing.T) {
	t.Parallel()
	w := newWorld(ada(morning()))
	w.add("good", 70)
	seen, err := w.planner.Preview(t.Context(), "ada", evening.Add(time.Hour))
	if err != nil || len(seen) != 1 || len(w.deliveries) != 0 {
		t.Fatalf("preview: %d digests, %d planned, %v; want 1 and none", len(seen), len(w.deliveries), err)
	}
	planned, err := w.planner.PlanNow(t.Context(), "ada", "")
	if err != nil || len(planned) != 1 || planned[0].Slot != "2026-11-20/1900" {
		t.Fatalf("planned %+v, %v; want the slot of this minute in Berlin", planned, err)
	}
	if again, err := w.planner.PlanNow(t.Context(), "ada", "morning"); err != nil || len(again) != 0 {
		t.Errorf("planned %+v again, %v", again, err)
	}
	for _, tc := range []struct {
		profile, alert string
		code           stackhound.Code
	}{{"nobody", "", stackhound.CodeNotFound}, {"ada", "evening", stackhound.CodeInvalid}} {
		if _, err := w.planner.PlanNow(t.Context(), tc.profile, tc.alert); stackhound.CodeOf(err) != tc.code {
			t.Errorf("digest of %s/%s: %v, want %s", tc.profile, tc.alert, err, tc.code)
		}
	}
}

// What another process told while a digest was made is left out of it, and of what is said
// to be planned.
func TestPlanNowLeavesOutWhatWasToldMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(ada(morning()))
	w.add("both", 90)
	w.add("own", 70)
	match := w.planner.Match
	w.planner.Match = func(p stackhound.Profile, post stackhound.Posting) stackhound.Match {
		w.told[[3]string{"ada", "morning", "both"}] = true
		return match(p, post)
	}
	planned, err := w.planner.PlanNow(t.Context(), "ada", "")
	if err != nil || len(planned) != 1 || len(planned[0].Items) != 1 || planned[0].Items[0].Posting != "own" {
		t.Errorf("planned %+v, %v; want a digest of own alone", planned, err)
	}
}

// What is not read and matched yet after a start cannot be in a digest: until it is, a
// slot is left undecided.
func TestSlotWaitsUntilReady(t *testing.T) {
	t.Parallel()
	w := newWorld(ada(morning()))
	w.clock.Advance(13 * time.Hour)
	w.notReady = true
	w.plan(t, 0)
	w.add("good", 90)
	w.notReady = false
	w.plan(t, 1)
}

// An alert that fails keeps nobody else from being told.
func TestOneFailingAlertHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	for query, told := range map[string]int{"broken": 1, "fails": 2, "panics": 2} {
		first := ada(stackhound.Alert{Name: "bad", Query: query, Channel: stackhound.ChannelEmail, To: "bo@example.com", When: "daily 08:00"})
		first.ID = "bo"
		w := newWorld(first, ada(morning()))
		w.add("good", 90)
		w.clock.Advance(13 * time.Hour)
		failures := 0
		for i := range 2 {
			n, err := w.planner.PlanDue(t.Context())
			if want := 1 - i; n != want {
				t.Errorf("%s: planned %d, want %d", query, n, want)
			}
			if err != nil {
				failures++
			}
			if i == 0 && (err == nil || !strings.Contains(err.Error(), "plan digest bad of profile bo: ")) {
				t.Errorf("%s: %v does not say whose digest failed", query, err)
			}
		}
		if failures != told {
			t.Errorf("%s: told of %d times in two looks, want %d", query, failures, told)
		}
	}
}

// A query's digests come to every hit in the end, however many there are.
func TestQueryAlertReadsOn(t *testing.T) {
	t.Parallel()
	const hits = 2*stackhound.MaxLimit + 50
	w := newWorld(ada(stackhound.Alert{Name: "all", Query: "acme", Channel: stackhound.ChannelEmail, To: "ada@example.com", When: "daily 08:00", Max: 60}))
	for i := range hits {
		w.add(fmt.Sprintf("job%03d", i), 60)
		w.clock.Advance(time.Second)
	}
	w.clock.Advance(13 * time.Hour)
	for range 5 {
		w.plan(t, 1)
		w.clock.Advance(24 * time.Hour)
	}
	w.plan(t, 0)
	if len(w.told) != hits {
		t.Errorf("told %d of %d", len(w.told), hits)
	}
}

// Stored scores that the rules no longer stand by do not crowd out what fits.
func TestRejectsDoNotStarveADigest(t *testing.T) {
	t.Parallel()
	a := morning()
	a.Max = 2
	w := newWorld(ada(a))
	w.rejects = map[string]bool{}
	for i := range 9 {
		id := fmt.Sprint("old", i)
		w.add(id, 90)
		w.rejects[id] = true
	}
	w.add("fits", 60)
	w.add("fits too", 55)
	w.add("fits less", 51)
	w.clock.Advance(13 * time.Hour)
	w.plan(t, 1)
	if got := w.toldBySlot()["2026-11-21/0800"]; got != "fits fits too" {
		t.Errorf("told %q", got)
	}
}
