package understand_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/understand"
)

// roles reads a title such as "go + rust" as an ad of two roles, any other as one.
func roles(l stackhound.Listing) []stackhound.Part {
	names := strings.Split(l.Title, " + ")
	if len(names) == 1 {
		return []stackhound.Part{{Title: l.Title, Text: l.Title, Ad: stackhound.Ad{IsJob: true, NRoles: 1}}}
	}
	slices.Sort(names)
	var parts []stackhound.Part
	for _, n := range names {
		parts = append(parts, stackhound.Part{Key: n, Title: n, Text: n, Ad: stackhound.Ad{IsJob: true, NRoles: 1}})
	}
	return parts
}

// newRoles is a world in which ads may offer several roles.
func newRoles(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	o := w.options()
	o.Parts = roles
	w.follower = understand.New(o)
	return w
}

func (w *world) shut(board string, ids ...string) {
	w.t.Helper()
	var keys []stackhound.ListingKey
	for _, id := range ids {
		keys = append(keys, stackhound.ListingKey{Board: board, ID: id})
	}
	if err := w.st.Listings.Close(w.t.Context(), keys, stackhound.ClosedGone, w.clock.Now()); err != nil {
		w.t.Fatal(err)
	}
}

// open lists the open postings as "title id", by title.
func (w *world) open() map[string]string {
	w.t.Helper()
	ids := map[string]string{}
	if err := w.st.Postings.Each(w.t.Context(), false, func(p stackhound.Posting) error {
		ids[p.Title] = p.ID
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	return ids
}

// TestRolesOfAnAd is the life of an ad that offers one role, then several, then others.
func TestRolesOfAnAd(t *testing.T) {
	t.Parallel()
	w := newRoles(t)
	w.show("thread", false, "1 acme/senior go")
	w.expect("senior go[thread] [source_new]")
	first := w.open()["senior go"]

	w.show("thread", false, "1 acme/senior go + rust + java")
	w.expect("java[thread] [source_edit]; rust[thread] [source_edit]; senior go[thread] [source_edit]")
	if w.open()["senior go"] != first {
		t.Error("the posting there was is not that of the role most like it")
	}
	rust := w.open()["rust"]

	w.show("thread", false, "1 acme/java + go + senior rust")
	w.expect("go[thread] [source_edit]; java[thread] [source_edit]; senior rust[thread] [source_edit]")
	if now := w.open(); now["go"] != first || now["senior rust"] != rust {
		t.Error("roles under other names lost their postings")
	}

	w.show("board", false, "x acme/golang")
	w.expect("golang[thread board] [merged]") // the ad for this role alone speaks
	w.show("thread", false, "1 acme/go + java")
	w.expect("golang[thread board] [source_edit]; java[thread] [source_edit]; senior rust[thread] [closed]")
	if p, err := w.st.Postings.Get(t.Context(), rust); err != nil || p.Open() || p.ClosedWhy != stackhound.ClosedDropped || p.Sources[0].State != stackhound.ListingClosed {
		t.Errorf("what the ad no longer offers: %+v, %v", p, err)
	}
	w.show("thread", false, "1 acme/go + java + senior rust")
	w.expect("golang[thread board] [source_edit]; java[thread] [source_edit]; senior rust[thread] [source_edit]")
	if w.open()["senior rust"] != rust {
		t.Error("a role that came back has another posting")
	}

	w.shut("thread", "1")
	w.expect("golang[board thread] [closed]; java[thread] [closed]; senior rust[thread] [closed]")
	w.show("thread", false, "1 acme/go + java + senior rust")
	w.expect("golang[thread board] [merged]; java[thread] [reopened]; senior rust[thread] [reopened]")
	w.show("thread", false, "1 acme/java")
	w.expect("golang[board] [split]; java[thread] [source_edit]; senior rust[thread] [closed]")
}

// TestNewerRulesSplit holds that an ad which only newer rules read as several roles tells
// nobody anything, and that the posting there was stays with the role most like it.
func TestNewerRulesSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("thread", false, "1 acme/go", "2 acme/senior go + rust")
	w.expect("go[thread] [source_new]; senior go + rust[thread] [source_new]")
	was := w.open()["senior go + rust"]
	o := w.options()
	o.Parts = roles
	w.follower = understand.New(o)
	if err := w.st.Positions.Rewind(t.Context(), understand.Name); err != nil {
		t.Fatal(err)
	}
	w.expect("go[thread] [rederived]; rust[thread] [split]; senior go[thread] [rederived]")
	if id := w.open()["senior go"]; id != was {
		t.Error("the posting there was went to no role, or to the wrong one")
	}
}

// fair is a few boards of ads that offer roles out of a few, alone or together.
type fair struct {
	*world
	rnd    *rand.Rand
	titles map[stackhound.ListingKey]string
	open   map[stackhound.ListingKey]bool
	news   map[stackhound.ListingKey]bool // new, edited or shown again since it was last looked
}

var fairRoles = []string{"go", "senior go", "rust", "java", "data", "lead data"}

// change does one random thing to an ad.
func (f *fair) change() {
	k := stackhound.ListingKey{Board: []string{"alpha", "beta", "gamma"}[f.rnd.IntN(3)], ID: fmt.Sprint(f.rnd.IntN(3))}
	title, known := f.titles[k]
	if known && f.rnd.IntN(4) == 0 {
		f.shut(k.Board, k.ID)
		f.open[k] = false
		return
	}
	if !known || f.rnd.IntN(3) > 0 {
		names := slices.Clone(fairRoles)
		f.rnd.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		title = strings.Join(names[:1+f.rnd.IntN(3)], " + ")
	}
	if title == f.titles[k] && f.open[k] {
		return // seen once more is no change
	}
	f.titles[k], f.open[k], f.news[k] = title, true, true
	f.show(k.Board, false, k.ID+" acme/"+title)
}

// groups is what grouping all open ads at once comes to, stored what is.
func (f *fair) groups() (whole, stored []string) {
	f.t.Helper()
	return grouped(f.t, f.st, roles, false, func(p stackhound.Posting) string {
		var all []string
		for _, s := range p.Sources {
			all = append(all, s.Board+s.ListingID+":"+s.Part)
		}
		slices.Sort(all)
		return p.Title + " " + strings.Join(all, " ")
	})
}

// alerting are the causes that may alert at once.
func alerting(causes []stackhound.Cause) bool { return stackhound.InstantClass(causes) != "" }

// TestRolesAtRandom does random things to ads of one and of several roles and holds: every
// id that was ever given out leads to a posting; what is open are the roles that open ads
// offer, grouped as all at once would be; a posting is news only where a listing of it is,
// and new once; reading all of it again changes nothing.
func TestRolesAtRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		f := &fair{newRoles(t), rand.New(rand.NewPCG(seed, 5)), map[stackhound.ListingKey]string{}, map[stackhound.ListingKey]bool{}, map[stackhound.ListingKey]bool{}}
		issued, new := map[string]bool{}, map[string]int{}
		for round := range 40 {
			for range 1 + f.rnd.IntN(3) {
				f.change()
			}
			where := fmt.Sprintf("seed %d, round %d, %v", seed, round, f.titles)
			from := f.seen
			f.told()
			f.check(where, from, issued, new)
			if whole, stored := f.groups(); !slices.Equal(whole, stored) {
				t.Fatalf("%s: at once\n%s\nstep by step\n%s", where, strings.Join(whole, "\n"), strings.Join(stored, "\n"))
			}
			clear(f.news)
		}
		if err := f.st.Positions.Rewind(t.Context(), understand.Name); err != nil {
			t.Fatal(err)
		}
		f.expect("")
	}
}

// check holds what is said of each change since a position, and of all ids.
func (f *fair) check(where string, from stackhound.Position, issued map[string]bool, new map[string]int) {
	f.t.Helper()
	changes, err := f.st.Postings.After(f.t.Context(), stackhound.Cursor{Position: from}, 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, c := range changes {
		issued[c.Value.ID] = true
		fresh := slices.ContainsFunc(c.Value.Sources, func(s stackhound.Source) bool { return f.news[stackhound.ListingKey{Board: s.Board, ID: s.ListingID}] })
		if alerting(c.Causes) && !fresh && !c.Deleted {
			f.t.Fatalf("%s: %s is told for %v, no listing of it is news", where, c.Value.Title, c.Causes)
		}
		if slices.Contains(c.Causes, stackhound.CauseNew) {
			if new[c.Value.ID]++; new[c.Value.ID] > 1 {
				f.t.Fatalf("%s: %s is new twice", where, c.Value.Title)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(issued)) {
		if _, err := f.st.Postings.Get(f.t.Context(), id); err != nil {
			f.t.Fatalf("%s: an id leads nowhere: %v", where, err)
		}
	}
}
