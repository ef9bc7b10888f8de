package identity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/understand/identity"
)

// several reads a title such as "go + rust" as an ad of two roles, any other as one.
var several = identity.Reader{Parts: func(l stackhound.Listing) []stackhound.Part {
	names := strings.Split(l.Title, " + ")
	if len(names) == 1 {
		return []stackhound.Part{{Title: l.Title, Text: l.Description}}
	}
	slices.Sort(names)
	var parts []stackhound.Part
	for _, n := range names {
		parts = append(parts, stackhound.Part{Key: n, Title: n, Text: n + l.Description})
	}
	return parts
}}

// groups writes the postings of a derivation as "title[listing:part …]" lines.
func groups(d stackhound.Derivation) string {
	var lines []string
	for _, w := range d.Postings {
		var of []string
		for _, s := range w.Posting.Sources {
			of = append(of, strings.TrimSuffix(s.ListingID+":"+s.Part, ":"))
		}
		slices.Sort(of)
		lines = append(lines, fmt.Sprintf("%s[%s]", w.Posting.Title, strings.Join(of, " ")))
	}
	slices.Sort(lines)
	return strings.Join(lines, "; ")
}

// TestSeveralRoles holds that an address that roles of one ad share joins neither them nor
// others with them, that a role joins another board's ad for it, and that two roles of one
// ad never meet, whatever third ad is like both.
func TestSeveralRoles(t *testing.T) {
	t.Parallel()
	const form = "https://acme.lever.co/acme/11"
	ad := func(id, title, apply string) stackhound.Linked {
		l := listing(id, "acme", title, "Oslo")
		l.ApplyURL = apply
		return stackhound.Linked{Listing: l}
	}
	for name, c := range map[string]struct {
		ads  []stackhound.Linked
		want string
	}{
		"a shared address":              {[]stackhound.Linked{ad("a", "go + rust", form)}, "go[a:go]; rust[a:rust]"},
		"of another ad too":             {[]stackhound.Linked{ad("a", "go + rust", form), ad("b", "java", form)}, "go[a:go]; java[b]; rust[a:rust]"},
		"another board's ad for one":    {[]stackhound.Linked{ad("a", "go + rust", ""), ad("b", "golang", "")}, "golang[a:go b]; rust[a:rust]"},
		"two ads of the same roles":     {[]stackhound.Linked{ad("a", "go + rust", ""), ad("b", "rust + java", "")}, "go[a:go]; java[b:java]; rust[a:rust b:rust]"},
		"one opening under two names":   {[]stackhound.Linked{ad("a", "go", form), ad("b", "rust", form), ad("c", "go + rust", "")}, "go[a b c:go]; rust[c:rust]"},
		"names that tell nothing apart": {[]stackhound.Linked{ad("a", "senior go + sr go", "")}, "senior go[a:senior go]; sr go[a:sr go]"},
	} {
		if got := groups(identity.Resolve(c.ads, nil, several)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestRoleIDs holds which posting is whose when roles come, go and change their names.
func TestRoleIDs(t *testing.T) {
	t.Parallel()
	k := stackhound.ListingKey{Board: "jobs", ID: "a"}
	name := func(d stackhound.Derivation) string {
		known := map[string]string{identity.PostingID(k): "P", identity.PartID(k, "go"): "G", identity.PartID(k, "rust"): "R", identity.PartID(k, "lead go"): "L"}
		var all []string
		for _, l := range d.Links {
			state := ""
			if !l.Gone.IsZero() {
				state = " gone"
			}
			if known[l.Posting] == "" {
				known[l.Posting] = "new"
			}
			all = append(all, fmt.Sprintf("%s=%s%s", l.Part, known[l.Posting], state))
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	}
	link := func(part, posting string) stackhound.Linked { return stackhound.Linked{Part: part, Posting: posting} }
	g, r, p := identity.PartID(k, "go"), identity.PartID(k, "rust"), identity.PostingID(k)
	renamed := link("lead go", g)
	renamed.Founder = true
	for _, c := range []struct {
		title string
		links []stackhound.Linked
		want  string
	}{
		{"go + rust", nil, "go=G, rust=R"},
		{"go + rust", []stackhound.Linked{link("", p)}, "go=P, rust=R"},
		{"lead go + rust", []stackhound.Linked{link("go", g), link("rust", r)}, "lead go=G, rust=R"},
		{"lead go + go", []stackhound.Linked{renamed, link("rust", r)}, "go=new, lead go=G, rust=R gone"}, // the name's own id stands for another role
		{"rust", []stackhound.Linked{link("go", g), link("rust", r)}, "=R, go=G gone"},
		{"java", []stackhound.Linked{link("go", g)}, "=G"},
		{"java + zig", []stackhound.Linked{link("go", g)}, "go=G gone, java=new, zig=new"},
	} {
		var ls []stackhound.Linked
		for _, l := range c.links {
			l.Listing = listing("a", "acme", c.title, "Oslo")
			l.Listing.LastSeen = day
			ls = append(ls, l)
		}
		if ls == nil {
			ls = []stackhound.Linked{{Listing: listing("a", "acme", c.title, "Oslo")}}
		}
		read := several
		read.Before = map[string]stackhound.Posting{p: {ID: p, Title: "senior go engineer"}}
		d := identity.Resolve(ls, nil, read)
		if got := name(d); got != c.want {
			t.Errorf("%s of %v: %s, want %s", c.title, c.links, got, c.want)
		}
		for _, e := range d.Ended {
			if !e.At.Equal(day) {
				t.Errorf("%s: ended %v", c.title, e.At)
			}
		}
	}
}
