package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// Began returns when each board was first read to its end: what it showed then it had
// before. Boards that never were are left out.
func (rs *Runs) Began(ctx context.Context) (map[string]time.Time, error) {
	found, err := collect(rs.db.reading(ctx), scanRun, "SELECT content FROM runs WHERE id IN (SELECT min(id) FROM runs WHERE complete GROUP BY board)")
	began := map[string]time.Time{}
	for _, run := range found {
		began[run.Board] = run.Finished
	}
	return began, failed("list when boards were first read", err)
}

// Originality returns what each board that showed a posting was worth besides the others,
// by name, over all postings there are, closed ones too. What cannot be told of who was
// first (Posting.First) is not compared. began is what Runs.Began returns.
func (ps *Postings) Originality(ctx context.Context, began map[string]time.Time) ([]stackhound.Originality, error) {
	o := origins{began: began, boards: map[string]*origin{}}
	s := ps.db.reading(ctx)
	alone, err := collect(s, scanAlone, "SELECT board, count(*) FROM links WHERE NOT shared GROUP BY board")
	if err != nil {
		return nil, failed("tell which board had what first", err)
	}
	for _, a := range alone {
		b := o.of(a.Board)
		b.Postings, b.Only = a.Postings, a.Postings
	}
	err = s.rows("SELECT posting, board, seen, posted FROM links WHERE shared ORDER BY posting", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			if err := o.scan(rows); err != nil {
				return err
			}
		}
		return s.dialect.explain(rows.Err())
	})
	o.count()
	return o.sum(), failed("tell which board had what first", err)
}

// origins counts postings by who showed them, one after the other.
type origins struct {
	began   map[string]time.Time
	boards  map[string]*origin
	posting string
	shown   []stackhound.Source // of the posting
}

// origin is what a board comes to, with its leads.
type origin struct {
	stackhound.Originality
	leads []time.Duration
}

// scanAlone reads how many postings only one listing, of a board, offers.
func scanAlone(r row) (o stackhound.Originality, err error) {
	err = r.Scan(&o.Board, &o.Postings)
	return o, err
}

// of returns what a board comes to.
func (o *origins) of(board string) *origin {
	b := o.boards[board]
	if b == nil {
		b = &origin{Originality: stackhound.Originality{Board: board}}
		o.boards[board] = b
	}
	return b
}

// scan takes in a link; the links of a posting follow each other.
func (o *origins) scan(r row) error {
	var posting string
	var s stackhound.Source
	var seen, posted int64
	if err := r.Scan(&posting, &s.Board, &seen, &posted); err != nil {
		return err
	}
	if posting != o.posting {
		o.count()
		o.posting, o.shown = posting, o.shown[:0]
	}
	s.FirstSeen, s.Posted = fromMicros(seen), fromMicros(posted)
	o.shown = append(o.shown, s)
	return nil
}

// count counts the posting whose links were read.
func (o *origins) count() {
	boards := map[string]bool{}
	for _, s := range o.shown {
		boards[s.Board] = true
	}
	lead, known := stackhound.Lead{}, false
	if len(boards) > 1 {
		lead, known = stackhound.Posting{Sources: o.shown}.First(o.began)
	}
	for board := range boards {
		b := o.of(board)
		b.Postings++
		switch {
		case len(boards) == 1:
			b.Only++
		case known && lead.Board == board && lead.Ahead > 0:
			b.First++
			b.leads = append(b.leads, lead.Ahead)
			fallthrough
		case known:
			b.Compared++
		}
	}
}

// sum returns what the boards came to, by name.
func (o *origins) sum() []stackhound.Originality {
	all := make([]stackhound.Originality, 0, len(o.boards))
	for _, b := range slices.SortedFunc(maps.Values(o.boards), func(a, b *origin) int { return strings.Compare(a.Board, b.Board) }) {
		slices.Sort(b.leads)
		if n := len(b.leads); n > 0 {
			b.Lead = (b.leads[(n-1)/2] + b.leads[n/2]) / 2
		}
		all = append(all, b.Originality)
	}
	return all
}
