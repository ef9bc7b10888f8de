package identity

import (
	"cmp"
	"maps"
	"slices"

	"stackhound"
)

// grouping joins roles of listings into families.
type grouping struct {
	live  []member // sorted
	faces []*face  // of each, read when it is first compared
	pairs map[pair]judgement
	of    []*family // of each, as it is now
	at    map[*family][]int
}

// pair are two places in a grouping, the lower one first.
type pair struct{ a, b int }

// edge is a pair that is one job.
type edge struct {
	pair
	judgement
}

// group joins roles that are one job into families: what an operator decided first, then
// the strongest evidence, and each only where nothing in the two families bars it. The
// outcome does not depend on the order of anything but live, which is sorted; so are the
// families and their members.
func group(live []member, crowded map[string]bool, decided []stackhound.Decision) (families []*family, g *grouping) {
	g = &grouping{live: live, faces: make([]*face, len(live)), pairs: map[pair]judgement{}, of: make([]*family, len(live)), at: map[*family][]int{}}
	for i, m := range live {
		f := &family{members: []member{m}}
		g.of[i], g.at[f] = f, []int{i}
	}
	g.decide(decided)
	g.compare(crowded)
	for _, e := range g.edges() {
		g.join(e)
	}
	for i := range live {
		if f := g.of[i]; g.at[f][0] == i {
			families = append(families, f)
		}
	}
	return families, g
}

// decide notes what an operator decided of those there are.
func (g *grouping) decide(decided []stackhound.Decision) {
	place := map[stackhound.RoleKey]int{}
	for i, m := range g.live {
		place[m.role()] = i
	}
	for _, d := range decided {
		a, known := place[d.A]
		b, alsoKnown := place[d.B]
		if !known || !alsoKnown || a == b {
			continue
		}
		j := judgement{verdict: never, barred: true, why: d.Why}
		if d.Same {
			j = judgement{verdict: same, points: decidedPoints, why: d.Why}
		}
		g.pairs[ordered(a, b)] = j
	}
}

func ordered(a, b int) pair { return pair{min(a, b), max(a, b)} }

// compare judges the pairs that share a key which counts and that nobody decided.
func (g *grouping) compare(crowded map[string]bool) {
	holders := map[string][]int{}
	for i, m := range g.live {
		for _, k := range m.Keys {
			if !crowded[k] {
				holders[k] = append(holders[k], i)
			}
		}
	}
	for _, of := range holders {
		for n, b := range of {
			for _, a := range of[max(0, n-MaxHolders):n] { // of a job posted anew for years each with the latest before it
				if _, known := g.pairs[pair{a, b}]; !known {
					g.pairs[pair{a, b}] = judge(g.face(a), g.face(b))
				}
			}
		}
	}
}

func (g *grouping) face(i int) *face {
	if g.faces[i] == nil {
		g.faces[i] = faceOf(g.live[i])
	}
	return g.faces[i]
}

// edges are the pairs that are one job, the surest first.
func (g *grouping) edges() []edge {
	var edges []edge
	for p, j := range g.pairs {
		if j.verdict == same {
			edges = append(edges, edge{p, j})
		}
	}
	slices.SortFunc(edges, func(x, y edge) int {
		return cmp.Or(cmp.Compare(y.points, x.points), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return edges
}

// join makes one family of two, unless something in them bars it.
func (g *grouping) join(e edge) {
	to, from := g.of[e.a], g.of[e.b]
	if to == from || g.barred(to, from) {
		return
	}
	if g.at[from][0] < g.at[to][0] {
		to, from = from, to
	}
	g.at[to] = slices.Sorted(slices.Values(slices.Concat(g.at[to], g.at[from])))
	to.members = nil
	for _, i := range g.at[to] {
		g.of[i] = to
		to.members = append(to.members, g.live[i])
	}
	delete(g.at, from)
}

// barred tells whether a role of one family cannot be one job with one of the other.
func (g *grouping) barred(x, y *family) bool {
	for _, a := range g.at[x] {
		for _, b := range g.at[y] {
			j, compared := g.pairs[ordered(a, b)]
			if compared && j.barred || !compared && g.face(a).bars(g.face(b)) {
				return true
			}
		}
	}
	return false
}

// explain says in each source of a posting what shows that it is this job.
func (g *grouping) explain(p *stackhound.Posting, f *family) {
	why := map[stackhound.RoleKey]string{}
	for i, text := range g.why(f) {
		why[f.members[i].role()] = text
	}
	for i, s := range p.Sources {
		p.Sources[i].Why = why[s.Role()]
	}
}

// likenesses lists postings that may be the same job, by id. Their titles and companies
// are those of the families' eldest.
func likenesses(families map[*family]judgement, ids map[*family]string) (all []stackhound.Alike) {
	for f, j := range families {
		m := f.members[0]
		all = append(all, stackhound.Alike{Posting: ids[f], Title: m.part.Title, Company: m.Listing.Company, Why: j.why})
	}
	slices.SortFunc(all, func(a, b stackhound.Alike) int { return cmp.Compare(a.Posting, b.Posting) })
	return all
}

// why says for each member of a family what shows that it is this job: its surest pair
// with another member, "" for the eldest.
func (g *grouping) why(f *family) []string {
	at := g.at[f]
	why := make([]string, len(at))
	for n, i := range at {
		var best judgement
		for _, j := range at[:n] {
			if found, ok := g.pairs[pair{j, i}]; ok && found.verdict == same && found.points > best.points {
				best = found
			}
		}
		why[n] = best.why
	}
	return why
}

// alike lists for each family the others that may be the same job, with the surest of the
// pairs that show it. Closed listings are no matter.
func (g *grouping) alike() map[*family]map[*family]judgement {
	all := map[*family]map[*family]judgement{}
	for _, p := range slices.SortedFunc(maps.Keys(g.pairs), func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) }) {
		j := g.pairs[p]
		x, y := g.of[p.a], g.of[p.b]
		if x == y || j.verdict < unsure || closed(g.live[p.a].Listing) || closed(g.live[p.b].Listing) {
			continue
		}
		if j.points <= all[x][y].points {
			continue
		}
		for _, side := range [][2]*family{{x, y}, {y, x}} {
			if all[side[0]] == nil {
				all[side[0]] = map[*family]judgement{}
			}
			all[side[0]][side[1]] = j
		}
	}
	return all
}

// crowded returns the keys that too many hold: those known to be, and those held by too
// many of the given listings.
func crowded(live []member, known map[string]bool) map[string]bool {
	over := maps.Clone(known)
	if over == nil {
		over = map[string]bool{}
	}
	holders := map[string]int{}
	for _, l := range live {
		if l.Listing.State == stackhound.ListingClosed {
			continue
		}
		for _, k := range l.Keys {
			holders[k]++
			over[k] = over[k] || holders[k] > MaxHolders
		}
	}
	return over
}
