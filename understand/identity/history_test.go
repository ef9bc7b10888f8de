package identity_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/understand/identity"
)

// life is what is stored of some listings, resolved whenever something happens to them.
type life struct {
	t       *testing.T
	ads     map[stackhound.ListingKey]stackhound.Listing
	links   []stackhound.Linked
	stood   map[string]stackhound.Posting
	aliases map[string]string
}

// happened runs a script and returns the life it makes. A line is a day, a listing as
// id@board, and what is so of it from then on: t= title, pay=, place=, way=, posted= (a
// day), first= (the day it was first seen), shut= (why it closes), missing, by=rules (only
// read otherwise). What stands on one line happens before the postings are resolved.
func happened(t *testing.T, script string) *life {
	t.Helper()
	w := &life{t, map[stackhound.ListingKey]stackhound.Listing{}, nil, map[string]stackhound.Posting{}, map[string]string{}}
	for line := range strings.Lines(script) {
		causes := identity.Causes{}
		for what := range strings.SplitSeq(line, ";") {
			if f := strings.Fields(what); len(f) > 0 {
				w.change(causes, f)
			}
		}
		w.resolve(causes)
	}
	return w
}

func onDay(text string) time.Time {
	n, _ := strconv.Atoi(text)
	return day.AddDate(0, 0, n)
}

// change does what a part of a line says.
func (w *life) change(causes identity.Causes, f []string) {
	id, board, _ := strings.Cut(f[1], "@")
	k := stackhound.ListingKey{Board: board, ID: id}
	l, known := w.ads[k]
	was, now := l.State, onDay(f[0])
	if !known {
		l = stackhound.Listing{ListingKey: k, URL: "https://" + board + ".example/" + id, Company: "Nordwind", Title: "Go", Location: "Oslo", FirstSeen: now}
	}
	l.State, l.ClosedAt, l.ClosedWhy = stackhound.ListingOpen, time.Time{}, ""
	cause := stackhound.CauseEdit
	for _, part := range f[2:] {
		name, value, _ := strings.Cut(part, "=")
		switch name {
		case "t":
			l.Title = value
		case "pay":
			l.Salary = value
		case "place":
			l.Location = value
		case "way":
			l.Tags = []string{value}
		case "first":
			l.FirstSeen = onDay(value)
		case "posted":
			l.Posted = onDay(value)
		case "shut":
			l.State, l.ClosedAt, l.ClosedWhy = stackhound.ListingClosed, now, stackhound.ClosedWhy(value)
		case "missing":
			l.State, cause = stackhound.ListingMissing, ""
		case "by":
			cause = stackhound.CauseRederived
		}
	}
	switch shut := l.State == stackhound.ListingClosed; {
	case !known:
		cause = stackhound.CauseNew
	case shut:
		cause = stackhound.CauseClosed
	case was == stackhound.ListingClosed:
		cause = stackhound.CauseReopened
	}
	if l.State == stackhound.ListingOpen || !known {
		l.LastSeen = now
	}
	w.ads[k], causes[k] = l, []stackhound.Cause{cause}
}

// read makes an ad of what a listing's fields say.
func read(l stackhound.Listing) stackhound.Ad {
	ad := stackhound.Ad{IsJob: true, Locations: []stackhound.Location{}}
	if n, err := strconv.ParseFloat(l.Salary, 64); err == nil {
		ad.Salary = &stackhound.Pay{Min: &n, Max: &n, Currency: "EUR", Period: "year"}
	}
	for city := range strings.SplitSeq(l.Location, "+") {
		ad.Locations = append(ad.Locations, stackhound.Location{City: city})
	}
	if len(l.Tags) > 0 {
		_ = ad.Workplace.UnmarshalText([]byte(l.Tags[0]))
	}
	return ad
}

// resolve does what the follower and the store do, twice: the second time, when everything
// is read again, nothing may move.
func (w *life) resolve(causes identity.Causes) {
	w.t.Helper()
	first := w.once(causes)
	again := identity.Causes{}
	for k := range w.ads {
		again[k] = []stackhound.Cause{stackhound.CauseRederived}
	}
	if second := w.once(again); !reflect.DeepEqual(first, second) {
		w.t.Fatalf("reading again changed\n%+v\nto\n%+v", first, second)
	}
}

func (w *life) once(causes identity.Causes) map[string]stackhound.Posting {
	var ls []stackhound.Linked
	for k, l := range w.ads {
		had := len(ls)
		for _, link := range w.links {
			if link.Listing.ListingKey == k {
				link.Listing, link.Keys = l, nil
				ls = append(ls, link)
			}
		}
		if len(ls) == had {
			ls = append(ls, stackhound.Linked{Listing: l})
		}
	}
	all := reader(read)
	all.Before = w.stood
	d := identity.Resolve(ls, causes, all)
	w.links, w.stood = d.Links, map[string]stackhound.Posting{}
	for _, p := range d.Postings {
		w.stood[p.Posting.ID] = p.Posting
	}
	for from, to := range d.Aliases {
		w.aliases[from] = to
	}
	return w.stood
}

// of writes the history of the posting that a listing founded, or of the one it was merged
// into: the day, what happened, where.
func (w *life) of(listing string) string {
	id, board, _ := strings.Cut(listing, "@")
	posting := identity.PostingID(stackhound.ListingKey{Board: board, ID: id})
	names := map[string]string{}
	for k := range w.ads {
		names[identity.PostingID(k)] = k.ID + "@" + k.Board
	}
	var out []string
	for _, e := range w.stood[cmp.Or(w.aliases[posting], posting)].History {
		text := fmt.Sprintf("%d %s", int(e.At.Sub(day).Hours()/24), e.Kind)
		for _, part := range []string{e.Board, cmp.Or(names[e.Was], e.Was)} {
			if part != "" {
				text += " " + part
			}
		}
		if e.Now != "" {
			text += ">" + cmp.Or(names[e.Now], e.Now)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func TestHistory(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ script, want string }{
		"seen, and on one more board":       {"1 1@a\n3 1@b", "1 seen a, 3 also b"},
		"both at once":                      {"1 1@b; 1 1@a", "1 seen a, 1 also b"},
		"two places on one board":           {"1 1@a\n1 2@a", "1 seen a"},
		"two places, one closes":            {"1 1@a; 1 2@a\n2 1@a shut=gone", "1 seen a"},
		"one that came and went beside":     {"1 1@a\n5 2@a\n8 2@a shut=gone\n30 1@a\n31 1@a shut=gone", "1 seen a, 31 closed>gone"},
		"closed, open and closed unseen":    {"1 1@a\n5 1@a shut=gone\n6 1@a; 7 1@a shut=absent", "1 seen a, 7 closed>absent"},
		"open again, but open elsewhere":    {"1 1@a; 1 1@b t=Rust\n3 1@b\n4 1@b shut=gone\n6 1@b\n8 1@b t=Go", "1 seen a, 1 also b, 8 merged 1@b"},
		"closed and open again soon":        {"1 1@a\n4 1@a\n5 1@a shut=gone\n8 1@a", "1 seen a, 5 closed>gone, 8 reopened a"},
		"closed and open again much later":  {"1 1@a\n5 1@a shut=gone\n20 1@a", "1 seen a, 5 closed>gone, 20 reposted a"},
		"a new ad when the old one is gone": {"1 1@a\n5 1@a shut=absent\n9 2@a", "1 seen a, 5 closed>absent, 9 reposted a"},
		"a new ad just before":              {"1 1@a\n5 2@a\n6 1@a shut=absent", "1 seen a, 5 reposted a"},
		"a new ad beside the old for long":  {"1 1@a\n5 2@a\n20 1@a\n21 1@a shut=absent", "1 seen a"},
		"another board opens it again":      {"1 1@a\n5 1@a shut=gone\n9 1@b", "1 seen a, 5 closed>gone, 9 reopened b"},
		"one place closes, another stays":   {"1 1@a; 1 1@b\n5 1@a shut=gone", "1 seen a, 1 also b"},
		"put to a date a week later":        {"1 1@a posted=0\n8 1@a posted=8", "1 seen a, 8 reposted a"},
		"put to the next day each day":      {"1 1@a posted=1\n2 1@a posted=2\n3 1@a posted=3\n9 1@a posted=9", "1 seen a"},
		"a date that was missing":           {"1 1@a\n9 1@a posted=9", "1 seen a"},
		"missing":                           {"1 1@a\n2 1@a\n3 1@a missing", "1 seen a, 2 missing"},
		"one of two missing":                {"1 1@a; 1 1@b\n3 1@a missing", "1 seen a, 1 also b"},
		"pay added, changed, dropped":       {"1 1@a\n2 1@a pay=50000\n3 1@a pay=60000\n4 1@a pay=", "1 seen a, 2 pay a>50,000 EUR a year, 3 pay a 50,000 EUR a year>60,000 EUR a year, 4 pay a 60,000 EUR a year"},
		"another title":                     {"1 1@a\n2 1@a t=Go,senior", "1 seen a, 2 title a Go>Go,senior"},
		"the same title in other words":     {"1 1@a\n2 1@a t=Golang(m/w/d)", "1 seen a"},
		"another way and place":             {"1 1@a way=onsite\n2 1@a way=remote+hybrid place=Oslo+Bergen", "1 seen a, 2 place a Oslo>Bergen; Oslo, 2 workplace a onsite>remote or hybrid"},
		"read otherwise by newer rules":     {"1 1@a\n2 1@a pay=50000 by=rules", "1 seen a"},
		"what another board says":           {"1 1@a\n2 1@b pay=50000", "1 seen a, 2 also b"},
		"what stood open elsewhere":         {"1 1@a\n2 1@b t=Rust\n5 1@a shut=gone\n8 1@b t=Go", "1 seen a, 2 also b, 8 merged 1@b"},
		"an edit of who is not heard":       {"1 1@a pay=50000; 1 1@b pay=40000\n2 1@b pay=45000", "1 seen a, 1 also b"},
	} {
		if got := happened(t, c.script).of("1@a"); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestHistoriesMerge holds that the history of two postings is one when they are, in the
// order of time and each thing once, and that it parts again when they do.
func TestHistoriesMerge(t *testing.T) {
	t.Parallel()
	w := happened(t, "1 1@a t=Go pay=50000\n2 1@b t=Rust\n4 1@b t=Rust pay=60000\n6 1@b shut=gone\n8 1@b t=Go")
	if got, want := w.of("1@a"), "1 seen a, 2 also b, 4 pay b>60,000 EUR a year, 8 merged 1@b"; got != want {
		t.Errorf("merged: %s, want %s", got, want)
	}
	w = happened(t, "1 1@a\n2 1@b\n4 1@b t=Rust")
	if got, want := w.of("1@a"), "1 seen a, 2 also b, 4 split>1@b"; got != want {
		t.Errorf("what stayed: %s, want %s", got, want)
	}
	if got, want := w.of("1@b"), "2 seen b, 4 split>1@a"; got != want {
		t.Errorf("what left: %s, want %s", got, want)
	}
}

// TestLongHistory holds that an ad which is put up anew time and again stays small, and
// keeps how it began and what came last.
func TestLongHistory(t *testing.T) {
	t.Parallel()
	var script strings.Builder
	for i := range 60 {
		fmt.Fprintf(&script, "%d %d@a\n%d %d@a shut=gone\n", 10*i, i, 10*i+5, i)
	}
	w := happened(t, script.String())
	var p stackhound.Posting
	for _, p = range w.stood {
	}
	kinds := map[stackhound.EventKind]int{}
	for _, e := range p.History {
		kinds[e.Kind]++
	}
	last := p.History[len(p.History)-1]
	if len(p.History) != stackhound.MaxHistory || kinds[stackhound.EventSeen] != 1 || !last.At.Equal(onDay("595")) || !slices.IsSortedFunc(p.History, stackhound.Event.Compare) {
		t.Errorf("%d events, %v, the last at %v", len(p.History), kinds, last.At)
	}
}

// TestHistoryIsStable lets all sorts of things happen: whatever they are, a history begins
// with the job's first showing, is in order, and reading again changes nothing (which the
// life checks itself).
func TestHistoryIsStable(t *testing.T) {
	t.Parallel()
	whats := []string{"", "t=Go", "t=Rust", "pay=50000", "pay=60000", "place=Bergen", "place=Oslo", "shut=gone", "shut=absent", "missing", "by=rules", "way=remote", "posted=5", "posted=30"}
	for seed := range uint64(24) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		var script strings.Builder
		for at := range 40 {
			for range 1 + rnd.IntN(3) {
				fmt.Fprintf(&script, "%d %d@%c %s;", at*(1+int(seed%3)), rnd.IntN(4), 'a'+rune(rnd.IntN(2)), whats[rnd.IntN(len(whats))])
			}
			script.WriteString("\n")
		}
		for _, p := range happened(t, script.String()).stood {
			h := p.History
			if len(h) == 0 || h[0].Kind != stackhound.EventSeen || len(h) > stackhound.MaxHistory || !slices.IsSortedFunc(h, stackhound.Event.Compare) {
				t.Errorf("seed %d: %v", seed, h)
			}
		}
	}
}
