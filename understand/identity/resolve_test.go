package identity_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/understand/identity"
)

// plain reads nothing but the description.
var plain = reader(func(stackhound.Listing) stackhound.Ad { return stackhound.Ad{IsJob: true} })

// reader reads every listing as one role.
func reader(ad func(stackhound.Listing) stackhound.Ad) identity.Reader {
	return identity.Reader{Parts: func(l stackhound.Listing) []stackhound.Part {
		return []stackhound.Part{{Title: l.Title, Text: l.Description, Ad: ad(l)}}
	}}
}

var day = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// linked parses a table of listings, one a line: id, day first seen, posting it belongs
// to (an id of the table whose posting is meant, - for none), state, company/title, and
// the causes of its change.
func linked(t *testing.T, table string) (ls []stackhound.Linked, causes identity.Causes) {
	t.Helper()
	causes = identity.Causes{}
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		company, title, _ := strings.Cut(f[4], "/")
		l := listing(f[0], company, title, "Oslo")
		if strings.HasPrefix(title, "http") {
			l.Company, l.ApplyURL = "", title
		}
		var n int
		fmt.Sscan(f[1], &n)
		l.FirstSeen, l.State = day.AddDate(0, 0, n), stackhound.ListingState(f[3])
		if l.State == stackhound.ListingClosed {
			l.ClosedAt, l.ClosedWhy = day.AddDate(0, 1, n), stackhound.ClosedGone
		}
		posting := ""
		if f[2] != "-" {
			posting = idOf(f[2])
		}
		ls = append(ls, stackhound.Linked{Listing: l, Posting: posting})
		for _, c := range f[5:] {
			causes[l.ListingKey] = append(causes[l.ListingKey], stackhound.Cause(c))
		}
	}
	return ls, causes
}

// before are the postings as they stood: closed where no listing was open before the
// changes. The first change of a listing's state tells how it stood.
func before(ls []stackhound.Linked, causes identity.Causes) map[string]stackhound.Posting {
	open := map[string]bool{}
	for _, l := range ls {
		was := l.Listing.State != stackhound.ListingClosed
		for _, c := range slices.Backward(causes[l.Listing.ListingKey]) {
			if c == stackhound.CauseClosed || c == stackhound.CauseReopened {
				was = c == stackhound.CauseClosed
			}
		}
		open[l.Posting] = open[l.Posting] || was
	}
	stood := map[string]stackhound.Posting{}
	for id, open := range open {
		p := stackhound.Posting{ID: id}
		if !open {
			p.ClosedAt = day
		}
		stood[id] = p
	}
	return stood
}

func idOf(listing string) string {
	return identity.PostingID(stackhound.ListingKey{Board: "jobs", ID: listing})
}

// summary writes a derivation as "founder[members] cause" lines, and aliases as a>b.
func summary(d stackhound.Derivation) string {
	name := map[string]string{}
	members := map[string][]string{}
	for _, l := range d.Links {
		name[idOf(l.Listing.ID)] = l.Listing.ID
		members[l.Posting] = append(members[l.Posting], l.Listing.ID)
	}
	var lines []string
	for _, p := range d.Postings {
		slices.Sort(members[p.Posting.ID])
		lines = append(lines, fmt.Sprintf("%s[%s] %s", name[p.Posting.ID], strings.Join(members[p.Posting.ID], " "), p.Cause))
	}
	for from, to := range d.Aliases {
		lines = append(lines, name[from]+">"+name[to])
	}
	slices.Sort(lines)
	return strings.Join(lines, "; ")
}

func TestResolve(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, table, want string }{
		{"a new listing founds a posting", `a 1 - open acme/go source_new`, "a[a] source_new"},
		{"a board's first run", `a 1 - open acme/go backfill`, "a[a] backfill"},
		{"two new listings of one job", "a 1 - open acme/go source_new\nb 1 - open Acme/go source_new", "a[a b] source_new"},
		{"a listing joins quietly", "a 1 a open acme/go\nb 2 - open Acme/go source_new", "a[a b] merged"},
		{"two postings become one, the older id stays", "a 2 a open acme/go source_edit\nb 1 b open acme/go", "a>b; b[a b] source_edit"},
		{"a merge found by newer rules", "a 2 a open acme/go rederived\nb 1 b open acme/go rederived", "a>b; b[a b] merged"},
		{"a listing leaves, the id stays with the founder", "a 1 a open acme/go\nb 2 a open acme/rust source_edit", "a[a] split; b[b] split"},
		{"the founder leaves and takes the id along", "a 1 a open acme/rust source_edit\nb 2 a open acme/go", "a[a] source_edit; b[b] split"},
		{"an edit", "a 1 a open acme/go source_edit", "a[a] source_edit"},
		{"the last listing closes", "a 1 a closed acme/go\nb 2 a closed acme/go closed", "a[a b] closed"},
		{"one of two closes", "a 1 a open acme/go\nb 2 a closed acme/go closed", "a[a b] closed"},
		{"missing is still open", "a 1 a missing acme/go rederived", "a[a] rederived"},
		{"a closed job is shown again", "a 1 a open acme/go reopened", "a[a] reopened"},
		{"one place shows it again, another always did", "a 1 a open acme/go\nb 1 a open acme/go reopened", "a[a b] merged"},
		{"gone and back between two readings", "a 1 a open acme/go closed reopened", "a[a] merged"},
		{"a closed job is posted anew", "a 1 a closed acme/go\nb 5 - open acme/go source_new", "a[a b] reopened"},
		{"a first run shows a closed job", "a 1 a closed acme/go\nb 5 - open acme/go backfill", "a[a b] backfill"},
		{"a first run and another place", "a 1 a closed acme/go\nb 5 - open acme/go backfill\nc 5 - open acme/go source_new", "a[a b c] reopened"},
		{"a flicker, then a first run", "a 1 a closed acme/go reopened closed\nb 5 - open acme/go backfill", "a[a b] backfill"},
		{"replay alerts nobody", "a 1 a open acme/go rederived", "a[a] rederived"},
		{"closed when first seen", "a 1 - closed acme/go source_new", "a[a] closed"},
		{"nameless companies stay apart", "a 1 - open confidential/go source_new\nb 1 - open confidential/go source_new", "a[a] source_new; b[b] source_new"},
		{"one opening, two titles", "a 1 - open x/https://x.lever.co/x/11 source_new\nb 2 - open y/https://x.lever.co/x/11?utm_source=b backfill", "a[a b] source_new"},
		{"an id merged away is issued again", "a 2 b open acme/go\nb 1 b open acme/rust source_edit", "a[a] split; b[b] source_edit"},
		{"an elder listing leaves, the id stays with the founder", "a 2 a open acme/go\nb 1 a open acme/rust source_edit", "a[a] split; b[b] split"},
		{"the founder was lost", "b 2 a open acme/go rederived", "[b] rederived"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ls, causes := linked(t, c.table)
			read := plain
			read.Before = before(ls, causes)
			if got := summary(identity.Resolve(ls, causes, read)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestOpeningsContradict holds that equal names do not join two openings that have
// addresses of their own.
func TestOpeningsContradict(t *testing.T) {
	t.Parallel()
	ls, causes := linked(t, "a 1 - open acme/go source_new\nb 2 - open acme/go source_new\nc 3 - open acme/go source_new")
	ls[0].Listing.ApplyURL = "https://x.lever.co/x/11"
	ls[1].Listing.ApplyURL = "https://x.lever.co/x/22"
	if got, want := summary(identity.Resolve(ls, causes, plain)), "a[a c] source_new; b[b] source_new"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestCrowdedKey holds that a key shared by too many stops being one, be it a name or an
// address.
func TestCrowdedKey(t *testing.T) {
	t.Parallel()
	for holders, want := range map[int]int{identity.MaxHolders: 1, identity.MaxHolders + 1: identity.MaxHolders + 1} {
		var named, addressed []stackhound.Linked
		for i := range holders {
			named = append(named, stackhound.Linked{Listing: listing(fmt.Sprint(i), "acme", "go", "Oslo")})
			l := listing(fmt.Sprint(i), "", "go", "Oslo")
			l.ApplyURL = "https://x.lever.co/form/1"
			addressed = append(addressed, stackhound.Linked{Listing: l})
		}
		for _, ls := range [][]stackhound.Linked{named, addressed} {
			if got := len(identity.Resolve(ls, nil, plain).Postings); got != want {
				t.Errorf("%d holders give %d postings, want %d", holders, got, want)
			}
		}
	}
}

// TestClosedDoNotCrowd holds that a job posted anew time and again stays one, and that a
// key known to be crowded joins nobody.
func TestClosedDoNotCrowd(t *testing.T) {
	t.Parallel()
	var ls []stackhound.Linked
	for i := range 2*identity.MaxHolders + 1 {
		l := listing(fmt.Sprint(i), "acme", "go", "Oslo")
		if i >= identity.MaxHolders {
			l.State = stackhound.ListingClosed
		}
		ls = append(ls, stackhound.Linked{Listing: l})
	}
	if got := len(identity.Resolve(ls, nil, plain).Postings); got != 1 {
		t.Errorf("%d postings of one job, most of its listings closed", got)
	}
	few := plain
	few.Crowded = map[string]bool{keys(ls[0].Listing)[0]: true, keys(ls[0].Listing)[1]: true}
	if got := len(identity.Resolve(ls[:3], nil, few).Postings); got != 3 {
		t.Errorf("%d postings of 3 listings under a crowded name", got)
	}
}

// TestOpenListingSpeaks holds that what a closed listing says, however long, comes after
// what an open one does.
func TestOpenListingSpeaks(t *testing.T) {
	t.Parallel()
	old, now := listing("a", "acme", "Go", "Oslo"), listing("b", "acme", "Go", "Oslo")
	old.State, old.ClosedAt, old.Description = stackhound.ListingClosed, day, "we wrote PHP all day long"
	old.FirstSeen, old.Posted = day.AddDate(-2, 0, 0), day.AddDate(-2, 0, 0)
	now.FirstSeen, now.Posted, now.Description = day, day, "we write Go"
	p := identity.Resolve([]stackhound.Linked{{Listing: old}, {Listing: now}}, nil, plain).Postings[0].Posting
	if p.Text != now.Description || !p.Posted.Equal(day) || !p.FirstSeen.Equal(old.FirstSeen) {
		t.Errorf("%q, posted %v, first seen %v", p.Text, p.Posted, p.FirstSeen)
	}
	now.State, now.ClosedAt = stackhound.ListingClosed, day
	p = identity.Resolve([]stackhound.Linked{{Listing: old}, {Listing: now}}, nil, plain).Postings[0].Posting
	if p.Text != old.Description || !p.Posted.Equal(old.Posted) {
		t.Errorf("all closed: %q, posted %v", p.Text, p.Posted)
	}
}

// TestOrderDoesNotMatter resolves random sets in random orders, and once more from
// their own outcome: nothing moves.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		ls := randomLinked(rnd)
		want := identity.Resolve(ls, nil, plain)
		rnd.Shuffle(len(ls), func(i, j int) { ls[i], ls[j] = ls[j], ls[i] })
		if got := identity.Resolve(ls, nil, plain); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: shuffled differs\n%s\n%s", seed, summary(got), summary(want))
		}
		checkWhole(t, seed, ls, want)
		posting := map[stackhound.ListingKey]string{}
		for _, l := range want.Links {
			posting[l.Listing.ListingKey] = l.Posting
		}
		for i := range ls {
			ls[i].Posting = posting[ls[i].Listing.ListingKey]
		}
		again := identity.Resolve(ls, nil, plain)
		if len(again.Aliases) != 0 || !reflect.DeepEqual(again.Links, want.Links) {
			t.Fatalf("seed %d: resolving the outcome moved something\n%s\n%s", seed, summary(again), summary(want))
		}
	}
}

// checkWhole holds that every listing is in one posting, every posting's id is of one
// of its listings, and no earlier id is lost.
func checkWhole(t *testing.T, seed uint64, ls []stackhound.Linked, d stackhound.Derivation) {
	t.Helper()
	ids := map[string]bool{}
	sources := 0
	for _, p := range d.Postings {
		own := slices.ContainsFunc(p.Posting.Sources, func(s stackhound.Source) bool {
			return identity.PostingID(stackhound.ListingKey{Board: s.Board, ID: s.ListingID}) == p.Posting.ID
		}) || slices.ContainsFunc(ls, func(l stackhound.Linked) bool { return l.Posting == p.Posting.ID }) // the founder is gone
		if ids[p.Posting.ID] || !own {
			t.Fatalf("seed %d: posting %s twice or of none of its listings", seed, p.Posting.ID)
		}
		ids[p.Posting.ID] = true
		sources += len(p.Posting.Sources)
	}
	for from := range d.Aliases {
		if ids[from] {
			t.Fatalf("seed %d: %s is both a posting and an alias", seed, from)
		}
	}
	if sources != len(ls) || len(d.Links) != len(ls) {
		t.Fatalf("seed %d: %d listings, %d sources, %d links", seed, len(ls), sources, len(d.Links))
	}
	for _, l := range ls {
		if l.Posting != "" && !ids[l.Posting] && !ids[d.Aliases[l.Posting]] {
			t.Fatalf("seed %d: id %s leads nowhere", seed, l.Posting)
		}
	}
}

// randomLinked makes up to 15 listings of a few companies, titles and openings, linked
// to random postings.
func randomLinked(rnd *rand.Rand) []stackhound.Linked {
	var ls []stackhound.Linked
	for i := range 1 + rnd.IntN(15) {
		l := listing(fmt.Sprint(i), []string{"", "acme", "nordwind"}[rnd.IntN(3)], []string{"go", "rust"}[rnd.IntN(2)], "Oslo")
		if rnd.IntN(3) == 0 {
			l.ApplyURL = fmt.Sprintf("https://x.lever.co/x/%d", rnd.IntN(4))
		}
		l.FirstSeen = day.AddDate(0, 0, rnd.IntN(3))
		if rnd.IntN(3) == 0 {
			l.State = stackhound.ListingClosed
		}
		link := stackhound.Linked{Listing: l}
		if rnd.IntN(2) == 0 {
			link.Posting = idOf(fmt.Sprint(rnd.IntN(i + 1)))
		}
		ls = append(ls, link)
	}
	return ls
}
