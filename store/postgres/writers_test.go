package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/servertest"
	"stackhound/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// hang is when a test that waits for something is given up.
const hang = 30 * time.Second

// crowd is a database that several stores write to, each as a process of its own, with
// the dialect given to them.
type crowd struct {
	*testing.T
	ctx     context.Context
	address string
	admin   *sql.DB // past the stores
	dialect store.Dialect
	run     stackhound.Run
}

// newCrowd makes an empty database whose writers use the dialect as change leaves it.
func newCrowd(t *testing.T, change func(*store.Dialect)) *crowd {
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	t.Cleanup(cancel)
	c := &crowd{T: t, ctx: ctx, address: servertest.Postgres(t), dialect: dialect("test's database")}
	change(&c.dialect)
	c.admin = c.pool(false)
	if err := migrate(ctx, c.admin, "test's database"); err != nil {
		t.Fatal(err)
	}
	run, err := c.store().Runs.Start(ctx, "sample", noon)
	if err != nil {
		t.Fatal(err)
	}
	c.run = run
	return c
}

func asIs(*store.Dialect) {}

func (c *crowd) pool(readOnly bool) *sql.DB {
	c.Helper()
	config, err := configure(c.address, "")
	if err != nil {
		c.Fatal(err)
	}
	db := openPool(config, readOnly, 8)
	c.Cleanup(func() { db.Close() })
	return db
}

// store is the store as another process has it open.
func (c *crowd) store() *store.Store {
	c.Helper()
	return store.New(c.pool(false), c.pool(true), c.dialect, clock.System())
}

// exec runs statements past the stores.
func (c *crowd) exec(statements ...string) {
	c.Helper()
	for _, s := range statements {
		if _, err := c.admin.ExecContext(c.ctx, s); err != nil {
			c.Fatal(err)
		}
	}
}

// ad is a listing with a title.
func ad(id, title string) stackhound.Listing {
	return stackhound.Listing{ListingKey: stackhound.ListingKey{Board: "sample", ID: id}, URL: "https://jobs.example/" + id, Title: title}
}

// put stores listings as they come and returns what that came to.
func (c *crowd) put(st *store.Store, ads ...stackhound.Listing) stackhound.PutCounts {
	counts, err := st.Listings.Put(c.ctx, c.run, ads, noon)
	if err != nil {
		c.Error(err)
	}
	return counts
}

// gate is a lock of the test's own. Whoever writes the listing "slow" stops at it, in the
// middle of its transaction and with its place in the feed, until it is opened.
const gate = 4711

// shutGate makes the gate and returns what opens it.
func (c *crowd) shutGate() (open func()) {
	c.Helper()
	c.exec(fmt.Sprintf(`CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(%d); RETURN NEW; END $$`, gate),
		`CREATE TRIGGER stop BEFORE INSERT OR UPDATE ON listings FOR EACH ROW WHEN (NEW.id = 'slow') EXECUTE FUNCTION stop()`)
	conn, err := c.admin.Conn(c.ctx)
	if err != nil {
		c.Fatal(err)
	}
	if _, err := conn.ExecContext(c.ctx, "SELECT pg_advisory_lock($1)", gate); err != nil {
		c.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(c.ctx, "SELECT pg_advisory_unlock($1)", gate); err != nil {
			c.Error(err)
		}
		conn.Close()
	}
}

// until asks a question past the stores again and again until the answer is yes.
func (c *crowd) until(question string) {
	c.Helper()
	for yes := false; !yes; {
		if err := c.admin.QueryRowContext(c.ctx, question).Scan(&yes); err != nil {
			c.Fatalf("%s: %v", question, err)
		}
	}
}

// waiters counts the transactions of this database that wait for a lock of any kind.
const waiters = "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"

// waiting is the question whether n transactions wait.
func waiting(n int) string { return fmt.Sprintf("SELECT %s >= %d", waiters, n) }

// bySequence makes the feeds hand out places the way a plain sequence does: at once, to
// whoever asks, whether or not the one before has committed.
func (c *crowd) bySequence() {
	c.exec("ALTER TABLE feeds RENAME TO counters", "CREATE SEQUENCE places",
		"CREATE VIEW feeds AS SELECT name, greatest(last, (SELECT coalesce(max(position), 0) FROM listings)) AS last FROM counters",
		"CREATE FUNCTION place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.last := nextval('places'); RETURN NEW; END $$",
		"CREATE TRIGGER place INSTEAD OF UPDATE ON feeds FOR EACH ROW EXECUTE FUNCTION place()")
}

// missed has one writer stop after it was given its place in the feed while two others
// want to commit theirs, and returns which listings a follower that reads all the time
// never met.
func (c *crowd) missed() []string {
	slow, quick, follower := c.store(), []*store.Store{c.store(), c.store()}, c.store()
	open := c.shutGate()
	done := make(chan struct{}, 3)
	go func() { c.put(slow, ad("slow", "Go Engineer")); done <- struct{}{} }()
	c.until(waiting(1)) // at the gate
	for i, st := range quick {
		go func() { c.put(st, ad(fmt.Sprint("quick ", i), "Go Engineer")); done <- struct{}{} }()
	}
	// The others have either come through or wait for the slow one.
	c.until("SELECT " + waiters + " + (SELECT count(*) FROM listings) >= 3")
	var met []string
	cur := c.follow(follower, stackhound.Cursor{}, &met)
	open()
	for range 3 {
		<-done
	}
	c.follow(follower, cur, &met)
	return slices.DeleteFunc([]string{"quick 0", "quick 1", "slow"}, func(id string) bool { return slices.Contains(met, id) })
}

// follow reads the feed to its end.
func (c *crowd) follow(st *store.Store, cur stackhound.Cursor, met *[]string) stackhound.Cursor {
	page, err := st.Listings.After(c.ctx, cur, 0)
	if err != nil {
		c.Error(err)
	}
	for _, change := range page {
		*met = append(*met, change.Value.ID)
		cur.Position = change.Position
	}
	return cur
}

// A follower must meet every change, although transactions do not commit in the order in
// which they asked for their places. The lock alone is enough for that, and so is the
// counter alone; without both, which is what a plain sequence gives, changes are lost.
func TestFollowersMissNothing(t *testing.T) {
	t.Parallel()
	unlocked := func(d *store.Dialect) { d.Lock = "" }
	for _, tc := range []struct {
		name     string
		dialect  func(*store.Dialect)
		sequence bool
		missed   []string
	}{
		{"as it is", asIs, false, nil},
		{"the lock alone", asIs, true, nil},
		{"the counter alone", unlocked, false, nil},
		{"neither", unlocked, true, []string{"slow"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, tc.dialect)
			if tc.sequence {
				c.bySequence()
			}
			if missed := c.missed(); !slices.Equal(missed, tc.missed) {
				t.Errorf("missed %q, want %q", missed, tc.missed)
			}
		})
	}
}

// Two processes that change one listing at the same time both count: without the lock
// the second builds on what the listing was before the first.
func TestNoChangeIsLost(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		dialect  func(*store.Dialect)
		revision int64
	}{
		{"as it is", asIs, 3},
		{"without the lock", func(d *store.Dialect) { d.Lock = "" }, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, tc.dialect)
			first, second := c.store(), c.store()
			c.put(first, ad("slow", "Go Engineer"))
			open := c.shutGate()
			done := make(chan struct{}, 2)
			for i, st := range []*store.Store{first, second} {
				go func() { c.put(st, ad("slow", fmt.Sprint("edit ", i))); done <- struct{}{} }()
				c.until(waiting(i + 1))
			}
			open()
			<-done
			<-done
			page, err := first.Listings.After(c.ctx, stackhound.Cursor{}, 0)
			if err != nil || len(page) != 1 || page[0].Revision != tc.revision {
				t.Errorf("got %+v, %v, want revision %d", page, err, tc.revision)
			}
		})
	}
}

// Stores write at random while one follows: it meets each change once, in order, and
// every one of them.
func TestManyWriters(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, asIs)
	const writers, each = 4, 25
	for w := range writers {
		st := c.store()
		go func() {
			for i := range each {
				c.put(st, ad(fmt.Sprint(w, "-", i), "Go Engineer"))
			}
		}()
	}
	follower := c.store()
	var met []string
	for cur := (stackhound.Cursor{}); len(met) < writers*each; cur = c.follow(follower, cur, &met) {
		if err := follower.Listings.Wait(c.ctx, cur.Position); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(met)
	if len(slices.Compact(met)) != writers*each {
		t.Errorf("met %d changes of %d", len(met), writers*each)
	}
}

// A transaction the server gives up because of others is run again, and what it counts
// is counted once.
func TestTriedAgain(t *testing.T) {
	t.Parallel()
	for tries, ok := range map[int]bool{1: true, 4: true, 5: false} {
		t.Run(fmt.Sprint(tries), func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, asIs)
			// A sequence counts on whatever becomes of the transaction.
			c.exec("CREATE SEQUENCE tries", fmt.Sprintf(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
				IF nextval('tries') <= %d THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF; RETURN NEW; END $$`, tries),
				"CREATE TRIGGER refuse BEFORE INSERT ON listings FOR EACH ROW WHEN (NEW.id = 'b') EXECUTE FUNCTION refuse()")
			bad := ad("", "has no id")
			counts, err := c.store().Listings.Put(c.ctx, c.run, []stackhound.Listing{bad, ad("a", "Go"), ad("b", "Go")}, noon)
			if ok && (counts.New != 2 || stackhound.CodeOf(err) != stackhound.CodeInvalid || len(slices.Collect(lines(err))) != 1) {
				t.Errorf("counted %+v, %v", counts, err)
			}
			if !ok && !again(err, false) {
				t.Errorf("got %v after %d tries", err, tries)
			}
		})
	}
}

// A server that was restarted, or that ended the connections for another reason, is not
// noticed by those who come next.
func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, asIs)
	st := c.store()
	use := func(id string, want int) {
		c.put(st, ad(id, "Go Engineer"))
		known, err := st.Listings.Known(c.ctx, "sample")
		if err != nil || len(known) != want {
			t.Errorf("%d listings after %s, %v", len(known), id, err)
		}
	}
	for range 3 { // a connection used a moment ago is not looked at before it is used again
		use("a", 1)
	}
	for i, id := range []string{"b", "c", "d"} {
		c.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		c.until("SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database()")
		use(id, i+2)
		use(id, i+2)
	}
}

// A process that stands still in the middle of its transaction holds the others up for a
// while only: the server ends it, and it cannot commit when it goes on.
func TestAHangingProcess(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, asIs)
	config, err := configure(c.address, "")
	if err != nil {
		t.Fatal(err)
	}
	if limit := config.RuntimeParams["idle_in_transaction_session_timeout"]; limit != "60s" {
		t.Errorf("the limit is %q", limit)
	}
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "100ms"
	db := openPool(config, false, 1)
	defer db.Close()
	hanging, err := db.BeginTx(c.ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hanging.ExecContext(c.ctx, strings.ReplaceAll(c.dialect.Lock, "?", "$1"), "listings"); err != nil {
		t.Fatal(err)
	}
	if counts := c.put(c.store(), ad("a", "Go Engineer")); counts.New != 1 {
		t.Errorf("counted %+v", counts)
	}
	if err := hanging.Commit(); err == nil {
		t.Error("the hanging process committed")
	}
}

// lines yields the errors joined into one.
func lines(err error) func(func(error) bool) {
	return func(yield func(error) bool) {
		joined, ok := err.(interface{ Unwrap() []error })
		if !ok {
			yield(err)
			return
		}
		for _, e := range joined.Unwrap() {
			if !yield(e) {
				return
			}
		}
	}
}

// A worker does not wait for a delivery that another transaction is just changing.
func TestClaimSkipsWhatIsHeld(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, asIs)
	st := c.store()
	for _, id := range []string{"d1", "d2"} {
		d := stackhound.Delivery{ID: id, Profile: "ada", Alert: "hook", Channel: "webhook", Kind: stackhound.KindInstant, Created: noon}
		if _, err := st.Deliveries.Plan(c.ctx, d); err != nil {
			t.Fatal(err)
		}
		if err := st.Deliveries.Freeze(c.ctx, id, []byte("body"), noon); err != nil {
			t.Fatal(err)
		}
	}
	other, err := c.admin.BeginTx(c.ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Rollback()
	if _, err := other.ExecContext(c.ctx, "UPDATE deliveries SET published_at = 0 WHERE id = 'd1'"); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"d1": false, "d2": true} {
		if _, _, ok, err := st.Deliveries.Claim(c.ctx, id, "worker", noon, time.Minute); ok != want || err != nil {
			t.Errorf("claimed %s: %v, %v", id, ok, err)
		}
	}
	if err := other.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, _, ok, err := st.Deliveries.Claim(c.ctx, "d1", "worker", noon, time.Minute); !ok || err != nil {
		t.Errorf("claimed d1 once it was free: %v, %v", ok, err)
	}
}

// Two stores in schemas of one database do not wait for each other.
func TestSchemasAreApart(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, asIs)
	open := c.shutGate()
	done := make(chan struct{})
	go func() { c.put(c.store(), ad("slow", "Go Engineer")); close(done) }()
	c.until(waiting(1))
	c.exec("CREATE SCHEMA other")
	config, err := configure(c.address, "")
	if err != nil {
		t.Fatal(err)
	}
	config.RuntimeParams["search_path"] = "other"
	db := openPool(config, false, 2)
	defer db.Close()
	if err := prepare(c.ctx, db, "other"); err != nil {
		t.Fatal(err)
	}
	st := store.New(db, db, c.dialect, clock.System())
	run, err := st.Runs.Start(c.ctx, "sample", noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Listings.Put(c.ctx, run, []stackhound.Listing{ad("slow", "Go Engineer")}, noon); err != nil {
		t.Error(err)
	}
	open()
	<-done
}
