package store

import (
	"context"
	"time"

	"stackhound"
)

// Runs holds what every pass over a board came to.
type Runs struct{ db *database }

// Start begins a run and gives it its id. First is true as long as no run of the board
// was complete.
func (rs *Runs) Start(ctx context.Context, board string, now time.Time) (stackhound.Run, error) {
	run := stackhound.Run{Board: board, Started: fromMicros(micros(now))}
	err := rs.db.writing(ctx, rowsPart, "start a run of "+board, func(t *tx) (err error) {
		_, complete, err := first(t.session, value[int], "SELECT 1 FROM runs WHERE board = ? AND complete LIMIT 1", board)
		if err != nil {
			return err
		}
		run.First = !complete
		run.ID, _, err = first(t.session, value[int64],
			"INSERT INTO runs (board, complete, finished, content) VALUES (?, FALSE, FALSE, '{}') RETURNING id", board)
		if err != nil {
			return err
		}
		return t.saveRun(run)
	})
	return run, err
}

// Get returns a run; CodeNotFound when there is none of that id.
func (rs *Runs) Get(ctx context.Context, id int64) (stackhound.Run, error) {
	run, ok, err := first(rs.db.reading(ctx), scanRun, "SELECT content FROM runs WHERE id = ?", id)
	if err == nil && !ok {
		err = stackhound.Errorf(stackhound.CodeNotFound, "there is no run %d", id)
	}
	return run, failed("get a run", err)
}

// Finish stores what a run came to; CodeNotFound when it was never started.
func (rs *Runs) Finish(ctx context.Context, run stackhound.Run) error {
	return rs.db.writing(ctx, rowsPart, "finish a run of "+run.Board, func(t *tx) error { return t.saveRun(run) })
}

func (t *tx) saveRun(run stackhound.Run) error {
	content, err := encode("a run of "+run.Board, run)
	if err != nil {
		return err
	}
	missing := stackhound.Errorf(stackhound.CodeNotFound, "there is no run %d of %s", run.ID, run.Board)
	return t.found(missing, "UPDATE runs SET complete = ?, finished = ?, content = ? WHERE id = ? AND board = ?",
		run.Complete, !run.Finished.IsZero(), content, run.ID, run.Board)
}

// Latest returns the last finished run of each board.
func (rs *Runs) Latest(ctx context.Context) (map[string]stackhound.Run, error) {
	found, err := collect(rs.db.reading(ctx), scanRun,
		"SELECT content FROM runs WHERE id IN (SELECT max(id) FROM runs WHERE finished GROUP BY board)")
	latest := map[string]stackhound.Run{}
	for _, run := range found {
		latest[run.Board] = run
	}
	return latest, failed("list the latest runs", err)
}

// Started returns when the latest run of each board began, finished or not.
func (rs *Runs) Started(ctx context.Context) (map[string]time.Time, error) {
	found, err := collect(rs.db.reading(ctx), scanRun, "SELECT content FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY board)")
	started := map[string]time.Time{}
	for _, run := range found {
		started[run.Board] = run.Started
	}
	return started, failed("list when boards were last run", err)
}

// Last returns up to n runs of a board, newest first, also those that never finished;
// never more than 1,000.
func (rs *Runs) Last(ctx context.Context, board string, n int) ([]stackhound.Run, error) {
	found, err := collect(rs.db.reading(ctx), scanRun, "SELECT content FROM runs WHERE board = ? ORDER BY id DESC LIMIT ?", board, page(n))
	return found, failed("list the last runs of "+board, err)
}

func scanRun(r row) (run stackhound.Run, err error) {
	var content []byte
	if err := r.Scan(&content); err != nil {
		return run, err
	}
	return run, decode("a run", content, &run)
}
