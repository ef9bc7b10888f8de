package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"stackhound"
	"stackhound/internal/clock"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func TestDue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		spec   string
		min    time.Duration
		last   time.Duration // before noon; 0: never
		jitter float64
		want   time.Duration // after noon; up to 0: at once
	}{
		{"never ran", "0 6 * * *", 0, 0, 0.5, 0},
		{"later today", "0 18 * * *", 0, 5 * time.Hour, 0, 6 * time.Hour},
		{"every six hours", "@every 6h", 0, 2 * time.Hour, 0, 4 * time.Hour},
		{"jitter", "@every 6h", 0, 2 * time.Hour, 0.5, 4*time.Hour + 18*time.Minute},
		{"most jitter", "0 18 * * *", 0, 5 * time.Hour, 0.999, 6*time.Hour + 144*time.Minute},
		{"missed this morning", "0 6 * * *", 0, 24 * time.Hour, 0.5, -6 * time.Hour},
		{"missed for days", "@every 6h", 0, 240 * time.Hour, 0.5, -234 * time.Hour},
		{"too close", "*/10 * * * *", time.Hour, 5 * time.Minute, 0, 55 * time.Minute},
		{"missed, but too close", "*/10 * * * *", 2 * time.Hour, time.Hour, 0, time.Hour},
	} {
		plan, err := parseSpec(tt.spec)
		if err != nil {
			t.Fatal(err)
		}
		last := time.Time{}
		if tt.last > 0 {
			last = noon.Add(-tt.last)
		}
		got := due(plan, tt.min, history{last, last}, noon, tt.jitter).Sub(noon).Round(time.Minute)
		if got != tt.want {
			t.Errorf("%s: due after %v, want %v", tt.name, got, tt.want)
		}
	}
	plan, err := parseSpec("0 0 30 2 *")
	if err != nil {
		t.Fatal(err)
	}
	if at := due(plan, 0, history{noon, noon}, noon, 0); !at.IsZero() {
		t.Errorf("30 February is due at %v", at)
	}
}

// TestDueAfterARunThatWasCutShort has the process end in the middle of a run: the board is
// still due, but not asked again within its shortest interval.
func TestDueAfterARunThatWasCutShort(t *testing.T) {
	t.Parallel()
	plan, err := parseSpec("@every 6h")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name        string
		min         time.Duration
		done, begun time.Duration // before noon; 0: never
		want        time.Duration // after noon
	}{
		{"the first run", 0, 0, time.Minute, 0},
		{"the first run, too close", time.Hour, 0, time.Minute, 59 * time.Minute},
		{"a later run", time.Hour, 8 * time.Hour, 2 * time.Hour, -time.Hour},
		{"a later run, too close", time.Hour, 8 * time.Hour, 10 * time.Minute, 50 * time.Minute},
	} {
		past := history{begun: noon.Add(-tt.begun)}
		if tt.done > 0 {
			past.done = noon.Add(-tt.done)
		}
		if got := due(plan, tt.min, past, noon, 0).Sub(noon); got != tt.want {
			t.Errorf("%s: due after %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestParseSpecSurvivesAnything(t *testing.T) {
	t.Parallel()
	for _, spec := range []string{"", " ", "TZ=", "CRON_TZ=", "CRON_TZ=Nowhere 0 0 * * *", "* * *", "@every", "61 * * * *", strings.Repeat("*", 10_000)} {
		if _, err := parseSpec(spec); err == nil {
			t.Errorf("%.20q was taken", spec)
		}
	}
}

// leases is a table of leases that a test can hold itself.
type leases struct {
	mu    sync.Mutex
	owner map[string]string
	log   []string
}

func (l *leases) Acquire(_ context.Context, key, owner string, _ time.Time, _ time.Duration) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if held := l.owner[key]; held != "" && held != owner {
		if held == "somebody else" {
			delete(l.owner, key) // is done by the next time
		}
		return false, nil
	}
	l.owner[key] = owner
	l.log = append(l.log, "+"+key+" "+owner)
	return true, nil
}

func (l *leases) Release(_ context.Context, key, _ string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.owner, key)
	l.log = append(l.log, "-"+key)
	return nil
}

// plan is a schedule under test whose runs are written down; it ends after a number of them.
type plan struct {
	ScheduleOptions
	mu     sync.Mutex
	runs   []string
	clock  *clock.Fake
	leases *leases
}

func newPlan(boards ...stackhound.Board) *plan {
	p := &plan{clock: clock.NewFake(noon), leases: &leases{owner: map[string]string{}}}
	p.ScheduleOptions = ScheduleOptions{
		Boards: boards, Leases: p.leases, Owner: "me", Concurrency: 2, Clock: p.clock,
		Log: slog.New(slog.DiscardHandler), Jitter: func() float64 { return 0 },
		Latest: func(context.Context) (map[string]stackhound.Run, error) { return nil, nil },
	}
	return p
}

// upTo runs the schedule until it made n runs and returns them as "board at minute".
func (p *plan) upTo(t *testing.T, n int, fail error) []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.Crawl = func(ctx context.Context, b stackhound.Board) (stackhound.Run, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.runs) < n {
			p.runs = append(p.runs, fmt.Sprintf("%s %v", b.Name, p.clock.Now().Sub(noon)))
		}
		if len(p.runs) == n {
			cancel()
		}
		return stackhound.Run{}, fail
	}
	if err := NewSchedule(p.ScheduleOptions).Run(ctx); err != nil {
		t.Fatal(err)
	}
	return p.runs
}

func board(name, base, spec string) stackhound.Board {
	return stackhound.Board{Name: name, Base: base, Schedule: spec, Enabled: true}
}

func TestScheduleRunsBoardsWhenDue(t *testing.T) {
	t.Parallel()
	p := newPlan(board("a", "https://a.example", "@every 6h"))
	want := []string{"a 0s", "a 6h0m0s", "a 12h0m0s"}
	if got := p.upTo(t, 3, nil); !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
	if want := []string{"+crawl:a.example me", "-crawl:a.example"}; !slices.Equal(p.leases.log[:2], want) || len(p.leases.log) != 6 {
		t.Errorf("leases %v", p.leases.log)
	}
}

func TestScheduleGoesByTheRunsBefore(t *testing.T) {
	t.Parallel()
	p := newPlan(board("a", "https://a.example", "@every 6h"))
	p.Latest = func(context.Context) (map[string]stackhound.Run, error) {
		return map[string]stackhound.Run{"a": {Started: noon.Add(-5 * time.Hour)}}, nil
	}
	if got, want := p.upTo(t, 2, nil), []string{"a 1h0m0s", "a 7h0m0s"}; !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
}

func TestScheduleKeepsItsDistanceFromRunsThatWereCutShort(t *testing.T) {
	t.Parallel()
	b := board("a", "https://a.example", "@every 6h")
	b.MinInterval = time.Hour
	p := newPlan(b)
	p.Started = func(context.Context) (map[string]time.Time, error) {
		return map[string]time.Time{"a": noon.Add(-10 * time.Minute)}, nil
	}
	if got, want := p.upTo(t, 2, nil), []string{"a 50m0s", "a 6h50m0s"}; !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
	broken := errors.New("no store")
	p.Started = func(context.Context) (map[string]time.Time, error) { return nil, broken }
	if err := NewSchedule(p.ScheduleOptions).Run(t.Context()); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
}

// A board whose run the store did not let begin is tried again soon, one that may not be
// read at its next time.
func TestScheduleGoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	p := newPlan(board("a", "https://a.example", "@every 6h"))
	if got, want := p.upTo(t, 2, errors.New("the store is gone")), []string{"a 0s", "a 1m0s"}; !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
	p = newPlan(board("a", "https://a.example", "@every 6h"))
	refused := stackhound.Errorf(stackhound.CodeRefused, "nobody is named that the board could turn to")
	if got, want := p.upTo(t, 2, refused), []string{"a 0s", "a 6h0m0s"}; !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
}

func TestAfterARun(t *testing.T) {
	t.Parallel()
	past := history{noon.Add(-6 * time.Hour), noon.Add(-6 * time.Hour)}
	lost := errors.New("the lease was lost")
	for name, c := range map[string]struct {
		run  stackhound.Run
		err  error
		want history
	}{
		"done":                 {stackhound.Run{Started: noon, Finished: noon}, nil, history{noon, noon}},
		"cut short":            {stackhound.Run{Started: noon}, lost, history{past.done, noon}},
		"done, store failed":   {stackhound.Run{Started: noon, Finished: noon}, lost, history{noon, noon}},
		"never begun":          {stackhound.Run{}, lost, past},
		"not allowed to begin": {stackhound.Run{}, stackhound.Errorf(stackhound.CodeRefused, "no"), history{noon, noon}},
	} {
		if got := after(past, c.run, noon, c.err); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestScheduleLeavesOutWhatCannotRun(t *testing.T) {
	t.Parallel()
	disabled := board("off", "https://a.example", "@every 1h")
	disabled.Enabled = false
	ran := board("last", "https://d.example", "0 0 30 2 *")
	p := newPlan(disabled, board("bad", "https://b.example", "TZ="), ran, board("good", "https://c.example", "@every 1h"))
	got := p.upTo(t, 3, nil)
	slices.Sort(got)
	if len(got) != 3 || !strings.HasPrefix(got[0], "good") || strings.Contains(strings.Join(got, " "), "bad") || strings.Contains(strings.Join(got, " "), "off") {
		t.Errorf("runs %v", got)
	}
}

func TestScheduleWaitsForABusyHost(t *testing.T) {
	t.Parallel()
	p := newPlan(board("a", "https://a.example/one", "@every 6h"))
	p.leases.owner["crawl:a.example"] = "somebody else"
	if got, want := p.upTo(t, 1, nil), []string{"a 1m0s"}; !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
}

// TestTwoSchedulesMakeOneRun has two processes follow one board: whoever comes second finds
// the run made and waits for the next.
func TestTwoSchedulesMakeOneRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var runs []string
		started, latest := map[string]time.Time{}, map[string]stackhound.Run{}
		table := &leases{owner: map[string]string{}}
		ctx, cancel := context.WithCancel(t.Context())
		for _, name := range []string{"one", "two"} {
			p := newPlan(board("a", "https://a.example", "@every 6h"))
			p.Clock, p.Leases, p.Owner = clock.System(), table, name
			p.Started = func(context.Context) (map[string]time.Time, error) {
				mu.Lock()
				defer mu.Unlock()
				return maps.Clone(started), nil
			}
			p.Latest = func(context.Context) (map[string]stackhound.Run, error) {
				mu.Lock()
				defer mu.Unlock()
				return maps.Clone(latest), nil
			}
			p.Crawl = func(ctx context.Context, b stackhound.Board) (stackhound.Run, error) {
				run := stackhound.Run{Started: p.Clock.Now()}
				mu.Lock()
				started[b.Name] = run.Started
				runs = append(runs, fmt.Sprint(time.Now().Format("15:04"), " ", b.Name))
				mu.Unlock()
				err := p.Clock.Sleep(ctx, 5*time.Minute)
				mu.Lock()
				defer mu.Unlock()
				latest[b.Name] = run
				return run, err
			}
			go NewSchedule(p.ScheduleOptions).Run(ctx)
		}
		time.Sleep(13 * time.Hour)
		cancel()
		synctest.Wait()
		if want := []string{"00:00 a", "06:00 a", "12:00 a"}; !slices.Equal(runs, want) {
			t.Errorf("runs %v, want %v", runs, want)
		}
	})
}

// TestScheduleTakesItsHostsInTurn has three boards on one host: they run one after the
// other without a pause, also where a lease of this process is left from a crash.
func TestScheduleTakesItsHostsInTurn(t *testing.T) {
	t.Parallel()
	p := newPlan(board("a", "https://h.example/a", "0 0 30 2 *"), board("b", "https://h.example/b", "0 0 30 2 *"), board("c", "https://h.example/c", "0 0 30 2 *"))
	p.leases.owner["crawl:h.example"] = "me"
	got := p.upTo(t, 3, nil)
	slices.Sort(got)
	if want := []string{"a 0s", "b 0s", "c 0s"}; !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
}

// TestScheduleLimitsRuns has ten boards on hosts of their own and at most two at a time.
func TestScheduleLimitsRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var boards []stackhound.Board
		for i := range 10 {
			boards = append(boards, board(fmt.Sprint("b", i), fmt.Sprintf("https://b%d.example", i), "0 0 30 2 *"))
		}
		p := newPlan(boards...)
		var running, done atomic.Int32
		end := make(chan struct{})
		p.Crawl = func(context.Context, stackhound.Board) (stackhound.Run, error) {
			running.Add(1)
			<-end
			done.Add(1)
			return stackhound.Run{}, nil
		}
		go NewSchedule(p.ScheduleOptions).Run(t.Context())
		synctest.Wait()
		if n := running.Load(); n != 2 {
			t.Errorf("%d runs at the same time, want 2", n)
		}
		close(end)
		synctest.Wait()
		if n := done.Load(); n != 10 {
			t.Errorf("%d runs in the end, want 10", n)
		}
	})
}

func TestScheduleNeedsItsHistory(t *testing.T) {
	t.Parallel()
	p := newPlan()
	broken := errors.New("no store")
	p.Latest = func(context.Context) (map[string]stackhound.Run, error) { return nil, broken }
	if err := NewSchedule(p.ScheduleOptions).Run(t.Context()); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
}

func TestRotateBeginsWhereItIsTold(t *testing.T) {
	t.Parallel()
	var all []stackhound.Listing
	for i := range 450 {
		all = append(all, stackhound.Listing{ListingKey: stackhound.ListingKey{ID: fmt.Sprint(i)}})
	}
	asked := map[string]bool{}
	for _, at := range []int{0, 200, 400} {
		p := &pass{Crawler: New(Options{Pick: func(int) int { return at }})}
		turned := p.rotate(slices.Clone(all))
		if len(turned) != len(all) || turned[0].ID != fmt.Sprint(at) {
			t.Fatalf("%d of %d listings left, the first %s", len(turned), len(all), turned[0].ID)
		}
		for _, l := range turned[:maxConfirm] {
			asked[l.ID] = true
		}
	}
	if len(asked) != len(all) {
		t.Errorf("%d of %d listings were asked for in three runs", len(asked), len(all))
	}
}
