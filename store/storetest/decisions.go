package storetest

import (
	"fmt"
	"slices"
	"strings"

	"stackhound"
)

// said makes a decision on two listings.
func said(a, b string, same bool, why string) stackhound.Decision {
	return stackhound.Decision{A: stackhound.RoleKey{ListingKey: key(a)}, B: stackhound.RoleKey{ListingKey: key(b)}, Same: same, Why: why, At: noon}
}

func decisionText(ds []stackhound.Decision) string {
	var parts []string
	for _, d := range ds {
		parts = append(parts, fmt.Sprintf("%s-%s %v %s", d.A.ID, d.B.ID, d.Same, d.Why))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// What an operator decided is kept for the two, whichever is named first, until it is
// decided otherwise or taken back; the listings it speaks of are looked at again, and
// belong together.
func decisions(b *bench) {
	b.settle()
	b.put(keyed("a"), keyed("b"), keyed("c"), keyed("d"))
	cur := b.end()
	b.ok(b.Listings.Decide(b.ctx, []stackhound.Decision{said("b", "a", true, "first"), said("c", "nobody", false, "of one that is not stored")}, nil))
	changes := must(b.Listings.After(b.ctx, cur, 0))(b)
	var moved []string
	for _, c := range changes {
		moved = append(moved, fmt.Sprint(c.Value.ID, c.Causes))
	}
	b.same("moved", strings.Join(moved, " "), "a[rederived] b[rederived] c[rederived]")
	b.same("of one", decisionText(must(b.Listings.Decisions(b.ctx, []stackhound.ListingKey{key("b"), key("d")}))(b)), "a-b true first")
	b.same("all", decisionText(must(b.Listings.Decisions(b.ctx, nil))(b)), "a-b true first, c-nobody false of one that is not stored")

	found, err := b.Postings.Component(b.ctx, []stackhound.ListingKey{key("a")}, stackhound.Cursor{}, heldKeys, 9)
	b.ok(err)
	b.same("looked at together", len(found.Linked), 2)
	b.same("with what was decided", decisionText(found.Decisions), "a-b true first")

	b.ok(b.Listings.Decide(b.ctx, []stackhound.Decision{said("a", "b", false, "second")}, []stackhound.Decision{said("nobody", "c", true, "")}))
	b.same("decided otherwise, taken back", decisionText(must(b.Listings.Decisions(b.ctx, nil))(b)), "a-b false second")

	role := said("a", "b", true, "of a role")
	role.A.Part = "go engineer"
	b.ok(b.Listings.Decide(b.ctx, []stackhound.Decision{role}, nil))
	b.same("of roles", decisionText(must(b.Listings.Decisions(b.ctx, []stackhound.ListingKey{key("a")}))(b)), "a-b false second, a-b true of a role")
}

// The postings that listings offer roles of are found by the listings.
func ofListings(b *bench) {
	b.settle()
	gone := role("a", "rust", "p9")
	gone.Gone = noon
	b.apply(stackhound.Derivation{Links: []stackhound.Linked{role("a", "go", "p2"), gone, linked("b", "p1"), linked("c", "p2")}})
	b.same("of two", must(b.Postings.OfListings(b.ctx, []stackhound.ListingKey{key("a"), key("b")}))(b), []string{"p1", "p2"})
	b.same("of none", len(must(b.Postings.OfListings(b.ctx, nil))(b)), 0)
}
