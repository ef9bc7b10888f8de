package main

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"stackhound"
	"stackhound/store"
	"stackhound/store/sqlite"
)

// lookAtStore opens the database, counts what it holds and lets it check itself.
func (d *doctor) lookAtStore(ctx context.Context, r *report) {
	st, err := d.store()
	switch {
	case missing(err):
		r.warn("set crawler.contact, add a profile and start stackhound serve, or try stackhound demo", "nothing was crawled yet into %s", d.storeName())
		return
	case err != nil:
		r.error(stateFail, err)
		return
	}
	about, err := st.About(ctx)
	if err != nil {
		r.error(stateFail, err)
		return
	}
	r.note("%s %s, %s, %s", about.Name, about.Version, d.storeName(), size(about.Bytes))
	if err := countStore(ctx, st, r); err != nil {
		r.error(stateFail, err)
		return
	}
	checkStore(ctx, st, r)
}

// storeName is where the store is: a file, or a database and its host.
func (d *doctor) storeName() string {
	if !d.shared() {
		return d.databasePath()
	}
	u, err := url.Parse(d.cfg.Store.URL)
	if err != nil {
		return "the database"
	}
	return strings.TrimPrefix(u.Path, "/") + " at " + u.Host
}

func countStore(ctx context.Context, st *store.Store, r *report) error {
	listings, err1 := st.Listings.Lag(ctx, "") // all there are, seen from the beginning
	open, all, err2 := st.Postings.Count(ctx)
	deliveries, err3 := st.Deliveries.Counts(ctx)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	waiting := deliveries[stackhound.DeliveryPlanned] + deliveries[stackhound.DeliveryPending]
	r.note("%s, %s (%d open), deliveries: %d sent, %d waiting, %d dead", count(listings, "listing"), count(all, "posting"), open,
		deliveries[stackhound.DeliverySent], waiting, deliveries[stackhound.DeliveryDead])
	if listings == 0 {
		r.warn("start stackhound serve, or read the boards once with stackhound crawl --once", "nothing was crawled yet")
	}
	return nil
}

// checkStore lets the database read through its data. A large one takes longer than
// anyone waits here, which says nothing against it.
func checkStore(ctx context.Context, st *store.Store, r *report) {
	err := st.Check(ctx)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		r.note("too large to be read through in a few seconds")
	default:
		r.error(stateFail, err)
	}
}

// How far the clocks of this machine and of the database server may be apart.
const (
	clockWarn = 2 * time.Second
	clockFail = 30 * time.Second
)

// lookAtClock compares the machine's clock with the database server's and with the time
// the program was built, and loads the time zones of all profiles.
func (d *doctor) lookAtClock(ctx context.Context, r *report) {
	now := d.clock.Now()
	r.note("%s", now.Format("2006-01-02 15:04:05 MST"))
	if built := buildInfo().Time; now.Before(built.Add(-time.Hour)) {
		r.warn("set the machine's clock", "that is before this program was built, on %s", built.Format(time.DateOnly))
	}
	st, err := d.store()
	if err != nil {
		if d.shared() && !missing(err) {
			r.unknown("whether the server's agrees")
		}
		return
	}
	if err := d.compareClocks(ctx, st, r); err != nil {
		r.error(stateFail, err)
		return
	}
	if err := loadZones(ctx, st, r); err != nil {
		r.error(stateFail, err)
	}
}

// compareClocks asks a database server for its time; a file has this machine's.
func (d *doctor) compareClocks(ctx context.Context, st *store.Store, r *report) error {
	if !d.shared() {
		return nil
	}
	before := d.clock.Now()
	about, err := st.About(ctx)
	if err != nil {
		return err
	}
	after := d.clock.Now()
	judgeClock(about.Now.Sub(before.Add(after.Sub(before)/2)), after.Sub(before)/2, r)
	return nil
}

// judgeClock says what it means that the server's clock is ahead of ours, known to within
// a margin.
func judgeClock(ahead, margin time.Duration, r *report) {
	const do = "let both machines set their clocks by NTP: schedules and leases go by them"
	apart, where := ahead.Abs(), "ahead"
	if ahead < 0 {
		where = "behind"
	}
	switch says := "the database server's clock is %s " + where; {
	case apart-margin > clockFail:
		r.fail(do, says, apart.Round(time.Second))
	case apart-margin > clockWarn:
		r.warn(do, says, apart.Round(100*time.Millisecond))
	default:
		r.note("the database server's clock agrees (%s %s)", apart.Round(time.Millisecond), where)
	}
}

// loadZones sees whether the zones people live in are known to this program.
func loadZones(ctx context.Context, st *store.Store, r *report) error {
	people, err := st.Profiles.List(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, p := range people {
		if _, err := p.Location(); err != nil {
			r.error(stateFail, err)
			continue
		}
		known[p.Timezone] = true
	}
	if len(known) > 0 {
		r.note("%s of %s", count(len(known), "time zone"), count(len(people), "profile"))
	}
	return nil
}

// lookAtProcesses says which processes run and what each holds.
func (d *doctor) lookAtProcesses(ctx context.Context, r *report) {
	running := d.shared()
	if !d.shared() {
		pid, err := sqlite.Owner(d.dataDir)
		if err != nil {
			r.error(stateFail, err)
			return
		}
		if pid == "" {
			r.note("none writes to %s now; stackhound serve would", d.dataDir)
		} else {
			r.note("process %s owns %s", pid, d.dataDir)
		}
		running = pid != "" // what is left of one that died is no news
	}
	st, err := d.store()
	if err != nil {
		if d.shared() {
			r.warn("see the line store", "which processes run cannot be told without the store")
		}
		return
	}
	leases, err := st.Leases.List(ctx, d.clock.Now())
	switch {
	case err != nil:
		r.error(stateFail, err)
	case running:
		d.judgeLeases(leases, r)
	}
}

// judgeLeases lists what is held and by whom, and misses the parts that nobody has.
func (d *doctor) judgeLeases(leases []stackhound.Lease, r *report) {
	held := map[string][]string{}
	var owners []string
	for _, l := range leases {
		if held[l.Owner] == nil {
			owners = append(owners, l.Owner)
		}
		held[l.Owner] = append(held[l.Owner], l.Key)
	}
	slices.Sort(owners)
	for _, o := range owners {
		r.note("%s holds %s", o, some(held[o]))
	}
	if !d.shared() {
		return
	}
	if len(owners) == 0 {
		r.warn("start stackhound serve", "no process runs")
		return
	}
	if idle := d.idleParts(leases); len(idle) > 0 {
		r.warn("start a process for it: stackhound serve --role "+strings.Join(rolesOf(idle), ","), "nobody does: %s", strings.Join(idle, ", "))
	}
}

// rolesOf returns the roles that parts belong to, each once.
func rolesOf(parts []string) []string {
	var needed []string
	for _, p := range parts {
		role := p
		switch p {
		case "housekeeping":
			role = roleCrawler
		case "planner":
			role = roleNotifier
		}
		if !slices.Contains(needed, role) {
			needed = append(needed, role)
		}
	}
	return needed
}

// idleParts are the parts that one process at a time should run and none does.
func (d *doctor) idleParts(leases []stackhound.Lease) []string {
	parts := []string{"housekeeping", "understand", "matcher", "planner"}
	if !d.memoryIndex() {
		parts = append(parts, "indexer")
	}
	return slices.DeleteFunc(parts, func(part string) bool {
		return slices.ContainsFunc(leases, func(l stackhound.Lease) bool { return l.Key == partKey+part })
	})
}
