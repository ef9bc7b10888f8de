package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"stackhound"
	"stackhound/internal/clock"
)

// otherProcesses is how long a change made by another process may stay unnoticed by
// Wait. Changes of this process wake it at once.
const otherProcesses = time.Second

// maxPage bounds how many rows one call hands out, whatever was asked for.
const maxPage = 1000

// page is the number of rows to read for an asked limit.
func page(limit int) int {
	if limit <= 0 || limit > maxPage {
		return maxPage
	}
	return limit
}

// feed is the change feed over one table: each row carries the position of its latest
// change, counted per feed in the transaction that makes the change. Writers of a feed
// run one at a time, so that positions appear in the order they are handed out.
type feed struct {
	db    *database
	name  string // of the table, and in table feeds
	clock clock.Clock
	bell  bell
}

func newFeed(db *database, name string, c clock.Clock) *feed {
	return &feed{db: db, name: name, clock: c, bell: bell{ch: make(chan struct{})}}
}

// next issues a position for a change made in t.
func (t *tx) next(feed string) (int64, error) { return t.nextOf(feed, 1) }

// nextOf issues positions for so many changes made in t, at least one, and returns the
// last of them.
func (t *tx) nextOf(feed string, n int) (int64, error) {
	t.changed[feed] = true
	last, ok, err := first(t.session, value[int64], "UPDATE feeds SET last = last + ? WHERE name = ? RETURNING last", n, feed)
	if err == nil && !ok {
		err = fmt.Errorf("there is no feed %q", feed)
	}
	return last, err
}

// end returns the position of a feed's latest change, 0 before the first.
func (s session) end(feed string) (int64, error) {
	n, ok, err := first(s, value[int64], "SELECT last FROM feeds WHERE name = ?", feed)
	if err == nil && !ok {
		err = fmt.Errorf("there is no feed %q", feed)
	}
	return n, err
}

// Wait returns nil as soon as anything stands in the feed after pos, at once if it
// already does, and ctx's error when ctx ends first. A change made by another process
// is noticed within a second.
func (f *feed) Wait(ctx context.Context, pos stackhound.Position) error {
	after, err := parsePosition(pos)
	if err != nil {
		return err
	}
	for {
		rung := f.bell.listen() // before looking, so that no change falls between
		last, err := f.db.reading(ctx).end(f.name)
		if err != nil {
			return failed("wait for "+f.name, err)
		}
		if last > after {
			return nil
		}
		if err := f.pause(ctx, rung); err != nil {
			return err
		}
	}
}

// pause waits for the bell, or until it is time to look for other processes' changes.
func (f *feed) pause(ctx context.Context, rung <-chan struct{}) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	slept := make(chan error, 1)
	go func() { slept <- f.clock.Sleep(ctx, otherProcesses) }()
	select {
	case <-rung:
		return nil
	case err := <-slept:
		return err
	}
}

// Lag counts the changes that stand in the feed after pos.
func (f *feed) Lag(ctx context.Context, pos stackhound.Position) (int, error) {
	after, err := parsePosition(pos)
	if err != nil {
		return 0, err
	}
	n, _, err := first(f.db.reading(ctx), value[int], "SELECT count(*) FROM "+f.name+" WHERE position > ?", after)
	return n, failed("count the changes of "+f.name, err)
}

// End returns the position of the feed's latest change.
func (f *feed) End(ctx context.Context) (stackhound.Position, error) {
	last, err := f.db.reading(ctx).end(f.name)
	return formatPosition(last), failed("find the end of "+f.name, err)
}

// Reached tells whether a follower that stands at pos has seen all up to goal.
func (f *feed) Reached(pos, goal stackhound.Position) (bool, error) {
	at, err := parsePosition(pos)
	if err != nil {
		return false, err
	}
	want, err := parsePosition(goal)
	return at >= want, err
}

// changes reads a page of the feed. columns are the table's columns that scan reads
// into a change's value, after those of the feed itself.
func changes[T any](ctx context.Context, f *feed, cur stackhound.Cursor, limit int, columns string, scan func(row) (T, error)) ([]stackhound.Change[T], error) {
	after, replay, err := parseCursor(cur)
	if err != nil {
		return nil, err
	}
	one := func(r row) (c stackhound.Change[T], err error) {
		var position int64
		var why causes
		c.Value, err = scan(leading{r, []any{&position, &c.Revision, &why, &c.Deleted}})
		c.Position, c.Causes = formatPosition(position), why.since(after, replay)
		return c, err
	}
	found, err := collect(f.db.reading(ctx), one,
		"SELECT position, revision, causes, deleted, "+columns+" FROM "+f.name+" WHERE position > ? ORDER BY position LIMIT ?", after, page(limit))
	return found, failed("read the changes of "+f.name, err)
}

// leading scans some columns into its own destinations before those it is called with.
type leading struct {
	row
	own []any
}

// Scan fills the own destinations, then dest.
func (l leading) Scan(dest ...any) error { return l.row.Scan(slices.Concat(l.own, dest)...) }

// formatPosition pads so that positions also compare as strings.
func formatPosition(n int64) stackhound.Position {
	if n == 0 {
		return ""
	}
	return stackhound.Position(fmt.Sprintf("%020d", n))
}

func parsePosition(p stackhound.Position) (int64, error) {
	if p == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(string(p), 10, 64)
	if err != nil || n < 0 {
		return 0, stackhound.Errorf(stackhound.CodeInvalid, "%q is no position of a change feed", p)
	}
	return n, nil
}

func parseCursor(c stackhound.Cursor) (after, replay int64, err error) {
	if after, err = parsePosition(c.Position); err != nil {
		return 0, 0, err
	}
	replay, err = parsePosition(c.ReplayUntil)
	return after, replay, err
}

// causes holds the latest position of each cause an object ever changed for. Keeping
// the latest of each is enough: whoever stands before an earlier one stands before it.
type causes map[stackhound.Cause]int64

// since lists the causes after a position, oldest first. Those up to replay were seen
// before and are rederived to the reader.
func (c causes) since(after, replay int64) []stackhound.Cause {
	kinds := slices.SortedFunc(maps.Keys(c), func(a, b stackhound.Cause) int {
		return cmp.Or(cmp.Compare(c[a], c[b]), cmp.Compare(a, b))
	})
	var found []stackhound.Cause
	for _, kind := range kinds {
		if c[kind] <= after {
			continue
		}
		if c[kind] <= replay {
			kind = stackhound.CauseRederived
		}
		if !slices.Contains(found, kind) {
			found = append(found, kind)
		}
	}
	return found
}

// with returns a copy that has the given causes at a position.
func (c causes) with(position int64, kinds ...stackhound.Cause) causes {
	all := causes{}
	maps.Copy(all, c)
	for _, kind := range kinds {
		all[kind] = position
	}
	return all
}

// encoded is how causes stand in their column.
func (c causes) encoded() string {
	data, _ := json.Marshal(c) // strings and integers always encode
	return string(data)
}

// Scan reads the column.
func (c *causes) Scan(column any) error {
	text, ok := column.(string)
	if !ok {
		return fmt.Errorf("causes are text, not %T", column)
	}
	*c = causes{}
	return decode("causes", []byte(text), c)
}

// bell wakes everyone who listens.
type bell struct {
	mu sync.Mutex
	ch chan struct{}
}

// listen returns a channel that is closed at the next ring.
func (b *bell) listen() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ch
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.ch)
	b.ch = make(chan struct{})
}
