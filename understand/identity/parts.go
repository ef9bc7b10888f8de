package identity

import (
	"cmp"
	"slices"

	"stackhound"
	"stackhound/lexicon/fold"
)

// member is a role that a listing offers, with what that was linked to before.
type member struct {
	stackhound.Linked
	part stackhound.Part
}

// role names what a member is.
func (m member) role() stackhound.RoleKey {
	return stackhound.RoleKey{ListingKey: m.Listing.ListingKey, Part: m.Part}
}

// members returns the roles that listings offer now, and the links of those they offer no
// more. linked is sorted, and so is the result.
func members(linked []stackhound.Linked, read Reader) (live []member, gone []stackhound.Linked) {
	for start := 0; start < len(linked); {
		end := start + 1
		for end < len(linked) && linked[end].Listing.ListingKey == linked[start].Listing.ListingKey {
			end++
		}
		now, left := read.roles(linked[start:end])
		live, gone = append(live, now...), append(gone, left...)
		start = end
	}
	return live, gone
}

// roles reads one listing, which is given once for each link it had, into its roles.
func (read Reader) roles(links []stackhound.Linked) (live []member, gone []stackhound.Linked) {
	l := links[0]
	parts := read.Parts(l.Listing)
	keys := [][]string{l.Keys}
	if len(parts) > 1 || l.Keys == nil {
		_, keys = Keys(l.Listing, parts)
	}
	links = slices.DeleteFunc(slices.Clone(links), func(l stackhound.Linked) bool { return l.Posting == "" })
	heirs := read.inherit(links, parts)
	for i, p := range parts {
		m := member{stackhound.Linked{Listing: l.Listing, Part: p.Key, Keys: keys[i], Causes: l.Causes}, p}
		if h := heirs[i]; h >= 0 {
			m.Posting, m.Founder = links[h].Posting, links[h].Founder || founded(links[h])
		}
		live = append(live, m)
	}
	for i, old := range links {
		if !slices.Contains(heirs, i) {
			old.Keys = nil
			if old.Gone.IsZero() {
				old.Gone = l.Listing.LastSeen
			}
			gone = append(gone, old)
		}
	}
	return live, gone
}

// founded tells whether a link is to the posting whose id was issued for its role.
func founded(l stackhound.Linked) bool { return l.Posting == PartID(l.Listing.ListingKey, l.Part) }

// inherit says for each role which link it takes over, -1 for none: that of its key, else
// of those that are left the one whose title is most alike. An ad that turns from one
// role into several, or back, always leaves what it was to one of them.
func (read Reader) inherit(links []stackhound.Linked, parts []stackhound.Part) []int {
	heirs := make([]int, len(parts))
	taken := map[int]bool{}
	for i, p := range parts {
		heirs[i] = slices.IndexFunc(links, func(l stackhound.Linked) bool { return l.Part == p.Key })
		if heirs[i] >= 0 {
			taken[heirs[i]] = true
		}
	}
	for _, c := range read.likeness(links, parts) {
		if heirs[c.part] < 0 && !taken[c.link] {
			heirs[c.part], taken[c.link] = c.link, true
		}
	}
	return heirs
}

// likeness lists which role may take over which link, the most alike first.
func (read Reader) likeness(links []stackhound.Linked, parts []stackhound.Part) []claim {
	var all []claim
	for i, l := range links {
		if !l.Gone.IsZero() {
			continue
		}
		was := fold.Tokens(cmp.Or(l.Part, read.Before[l.Posting].Title))
		for j, p := range parts {
			c := claim{part: j, link: i, alike: alike(was, fold.Tokens(p.Title))}
			if l.Part == "" || p.Key == "" || c.alike >= enough {
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b claim) int { return cmp.Compare(b.alike, a.alike) })
	return all
}

// claim is that a role takes over a link.
type claim struct {
	part, link int
	alike      float64
}

// enough is how alike two titles are from which on one is taken for the other, changed.
const enough = 0.5

// alike is the part of the words of the shorter of two titles that the other has as well,
// and a little for each, so that of two that hold all of a third the longer counts.
func alike(a, b []string) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	common := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			common++
		}
	}
	return float64(common)/float64(max(1, len(a))) + float64(common)/100
}
