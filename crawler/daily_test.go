package crawler_test

import (
	"strings"
	"testing"
	"time"

	"stackhound"
)

// TestDailyRequests has a board that would take 12 requests an hour and may have 30 a day.
func TestDailyRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, jobs(10))
	w.board.DailyRequests = 30
	spent := 0
	for hour := range 23 {
		// Each hour all rows are new to the board, so that every page is asked for again.
		w.set("/jobs?page=1", strings.ReplaceAll(list(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), "Engineer", strings.Repeat("Senior ", hour)+"Engineer"))
		run := w.run()
		spent += run.Requests
		if out := run.Verdict != stackhound.VerdictOK; out != (run.Faults[stackhound.FaultBudget] > 0) || out && (run.Closed+run.Missing > 0 || !strings.Contains(run.Note, "daily_requests of board sample")) {
			t.Fatalf("hour %d: %+v", hour, run)
		}
	}
	if spent != 30 {
		t.Errorf("%d requests in a day, 30 are allowed", spent)
	}
	w.clock.Advance(3 * time.Hour)
	if run := w.run(); run.Requests == 0 {
		t.Errorf("the day after: %+v", run)
	}
}

func TestFaultsAreCountedOnceByStep(t *testing.T) {
	t.Parallel()
	pages := jobs(6)
	w := newWorld(t, pages)
	w.run()
	w.set("/jobs?page=1", list(1, 2, 3, 7, 8, "<li>no link</li>"), "/jobs/7", "500", "/jobs/8", "403", "/jobs/4", "403", "/jobs/5", "")
	run := w.run()
	if run.Faults[stackhound.FaultStatus] != 2 || run.Faults[stackhound.FaultUnreadable] != 1 || len(run.Faults) != 2 {
		t.Errorf("%v; want the two pages of jobs and the row without a link", run.Faults)
	}
	stored, err := w.store.Runs.Last(t.Context(), "sample", 1)
	if err != nil || stored[0].Faults[stackhound.FaultStatus] != 2 {
		t.Errorf("stored %+v, %v", stored, err)
	}
}
