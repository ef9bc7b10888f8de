package understand_test

import (
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/understand"
)

// operator decides over the store of a world.
func (w *world) operator() understand.Operator {
	return understand.Operator{Postings: w.st.Postings, Decisions: w.st.Listings, Now: w.clock.Now}
}

// jobs lists the open postings as their listings, "alpha/1 beta/2", sorted.
func (w *world) jobs() string {
	w.t.Helper()
	w.told()
	var jobs []string
	if err := w.st.Postings.Each(w.t.Context(), false, func(p stackhound.Posting) error {
		var of []string
		for _, s := range p.Sources {
			of = append(of, s.Role().String())
		}
		slices.Sort(of)
		jobs = append(jobs, strings.Join(of, " "))
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(jobs)
	return strings.Join(jobs, "; ")
}

// id is that of the posting a listing of one role is in.
func (w *world) id(board, listing string) string {
	w.t.Helper()
	ids, err := w.st.Postings.OfListings(w.t.Context(), []stackhound.ListingKey{{Board: board, ID: listing}})
	if err != nil || len(ids) != 1 {
		w.t.Fatal(ids, err)
	}
	return ids[0]
}

func (w *world) merge(ids ...string) {
	w.t.Helper()
	if err := w.operator().Merge(w.t.Context(), ids, "I asked them"); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) split(id string, listings ...string) {
	w.t.Helper()
	if err := w.operator().Split(w.t.Context(), id, listings, "another team"); err != nil {
		w.t.Fatal(err)
	}
}

// TestOperator is the life of listings that an operator puts together and takes apart.
func TestOperator(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("alpha", false, "1 acme/go", "2 acme/rust")
	w.show("beta", false, "3 acme/go", "4 acme/zig")
	expect := func(when, want string) {
		t.Helper()
		if got := w.jobs(); got != want {
			t.Fatalf("%s: %s, want %s", when, got, want)
		}
	}
	expect("by what they say", "alpha/1 beta/3; alpha/2; beta/4")
	first := w.id("alpha", "1")

	w.merge(first, w.id("alpha", "2"))
	expect("merged", "alpha/1 alpha/2 beta/3; beta/4")
	w.show("alpha", false, "2 acme/rust engineer")
	expect("it sticks when the ad is edited", "alpha/1 alpha/2 beta/3; beta/4")
	if p, err := w.st.Postings.Get(t.Context(), first); err != nil || !slices.ContainsFunc(p.Sources, func(s stackhound.Source) bool { return s.Why == "I asked them" }) {
		t.Errorf("the reason is not shown: %+v, %v", p.Sources, err)
	}

	w.split(first, "beta/3")
	expect("split", "alpha/1 alpha/2; beta/3; beta/4")
	w.show("gamma", false, "5 acme/go")
	expect("one that is like both goes to the elder", "alpha/1 alpha/2 gamma/5; beta/3; beta/4")

	w.split(first, "alpha/1")
	expect("what was merged by hand stays together without the one it hung on", "alpha/1; alpha/2 gamma/5; beta/3; beta/4")
	w.merge(w.id("alpha", "1"), w.id("beta", "3"), w.id("beta", "4"))
	expect("a decision is taken back by its opposite", "alpha/1 beta/3 beta/4; alpha/2 gamma/5")
	if got := w.told(); got != "" {
		t.Errorf("told %s of nothing new", got)
	}
}

// TestOperatorIsQuiet holds that what an operator decides alerts nobody.
func TestOperatorIsQuiet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("alpha", false, "1 acme/go", "2 acme/rust")
	w.expect("go[alpha] [source_new]; rust[alpha] [source_new]")
	first := w.id("alpha", "1")
	w.merge(first, w.id("alpha", "2"))
	w.expect("go[alpha alpha] [merged]; gone")
	w.split(first, "alpha/2")
	w.expect("go[alpha] [split]; rust[alpha] [split]")
}

// TestOperatorRefuses holds that what cannot be done is refused with what can.
func TestOperatorRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.show("alpha", false, "1 acme/go", "2 acme/rust")
	w.show("beta", false, "3 acme/go")
	w.told()
	o, first := w.operator(), w.id("alpha", "1")
	for _, c := range []struct {
		name string
		do   func() error
		want string
	}{
		{"itself", func() error { return o.Merge(t.Context(), []string{first, first}, "") }, "these are one posting already"},
		{"unknown", func() error { return o.Merge(t.Context(), []string{first, "pnone"}, "") }, `there is no posting "pnone"`},
		{"another's listing", func() error { return o.Split(t.Context(), first, []string{"alpha/2"}, "") }, `listing "alpha/2" is not of this posting (its listings are alpha/1, beta/3)`},
		{"all of them", func() error { return o.Split(t.Context(), first, []string{"alpha/1", "beta/3"}, "") }, "a posting cannot be split so that nothing stays"},
		{"none", func() error { return o.Split(t.Context(), first, nil, "") }, "a posting cannot be split so that nothing stays"},
	} {
		if err := c.do(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if got := w.jobs(); got != "alpha/1 beta/3; alpha/2" {
		t.Errorf("something happened: %s", got)
	}
}
