package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/levels"
)

// joint stands between the parts of a title that is put together: a header's bar, else a
// line break, which no quote reaches across.
func (s *splitter) joint() string {
	if s.header() {
		return " | "
	}
	return "\n"
}

// titleOf returns the listing's title as it would be if it offered one role only.
func (s *splitter) titleOf(o offer) string {
	var parts []string
	placed := false
	for i, part := range s.segments {
		named := slices.ContainsFunc(s.names, func(n span) bool { return n.start >= part.start && n.end <= part.end })
		rest := s.unnamed(part)
		if named && !placed || !s.header() {
			parts, placed = append(parts, o.title), true
		}
		parts = append(parts, rest...)
		if i == 0 && !placed && s.header() && len(s.names) == 0 {
			parts, placed = append(parts, o.title), true
		}
	}
	return strings.Join(parts, s.joint())
}

// unnamed returns what stands in a segment of the title besides names of roles.
func (s *splitter) unnamed(part span) []string {
	var rest []string
	start := part.start
	for _, n := range append(slices.Clone(s.names), span{part.end, part.end}) {
		if n.start < start || n.start > part.end {
			continue
		}
		if text := strings.Trim(s.title.text[start:n.start], " ,;/&+–—-:."); text != "" && text != "and" && text != "or" {
			rest = append(rest, text)
		}
		start = max(start, n.end)
	}
	return rest
}

// textOf returns the body without what speaks of other roles alone. A body that begins
// with the title begins with the part's.
func (s *splitter) textOf(i int, title string) string {
	var out []span
	for j, o := range s.offers {
		if j != i {
			out = append(out, o.own...)
		}
	}
	slices.SortFunc(out, func(a, b span) int { return a.start - b.start })
	var b strings.Builder
	start := s.behindTitle()
	if start > 0 {
		b.WriteString(title)
	}
	for _, o := range out {
		if o.start > start {
			b.WriteString(s.body.text[start:o.start])
		}
		start = max(start, o.end)
	}
	b.WriteString(s.body.text[min(start, len(s.body.text)):])
	return strings.TrimSpace(b.String())
}

// ownText returns what the body says of one role alone.
func (s *splitter) ownText(o offer) string {
	var b strings.Builder
	for _, own := range o.own {
		b.WriteString(s.body.text[own.start:own.end])
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}

// claim gives every role the lines of the body that speak of it alone: from a line that
// names it to the next that names another, or to a heading on the firm. The last role of
// a list is given no more than the others had.
func (s *splitter) claim(anchors []anchor) {
	anchors = slices.DeleteFunc(slices.Clone(anchors), func(a anchor) bool { return s.offerOf(a) < 0 })
	for start := 0; start < len(anchors); {
		seen := map[int]bool{}
		end := start
		for ; end < len(anchors) && !seen[s.offerOf(anchors[end])]; end++ {
			seen[s.offerOf(anchors[end])] = true
		}
		s.claimList(anchors[start:end], startOf(anchors, end, len(s.body.text)))
		start = end
	}
}

// offerOf returns which role a line names, or -1: the one of its name, else one whose name
// it begins with.
func (s *splitter) offerOf(a anchor) int {
	key := partKey(a.offer.title)
	if i := slices.IndexFunc(s.offers, func(o offer) bool { return partKey(o.title) == key }); i >= 0 {
		return i
	}
	lower := fold.ASCII(a.offer.name)
	return slices.IndexFunc(s.offers, func(o offer) bool { return strings.HasPrefix(lower, fold.ASCII(o.name)) })
}

// startOf returns where the line of an anchor begins; with none left, an end.
func startOf(anchors []anchor, i, end int) int {
	if i < len(anchors) {
		return anchors[i].line.start
	}
	return end
}

// claimList gives out the lines of one list, or of one run of sections, that ends before
// a place.
func (s *splitter) claimList(list []anchor, before int) {
	lines, blocks := 0, 0
	for i, a := range list {
		end := s.sectionEnd(a.line, startOf(list, i+1, before))
		own := s.body.text[a.line.start:end]
		if i+1 < len(list) {
			lines = max(lines, strings.Count(strings.TrimSpace(own), "\n")+1)
			blocks = max(blocks, strings.Count(strings.TrimSpace(own), "\n\n")+1)
		} else {
			end = a.line.start + len(beginning(own, lines, blocks))
		}
		o := &s.offers[s.offerOf(a)]
		o.own = append(o.own, span{a.line.start, end})
	}
}

// shortList is the number of lines on each role up to which a list is one of lines, not
// of sections.
const shortList = 2

// beginning returns as many lines, or blocks of lines, of a text as given; of a section
// that stands alone its heading and what follows.
func beginning(own string, lines, blocks int) string {
	sep, n := "\n\n", blocks
	switch {
	case lines == 0:
		n = 2
	case lines <= shortList:
		sep, n = "\n", lines
	}
	end := 0
	for range n {
		i := strings.Index(own[end:], sep)
		if i < 0 {
			return own
		}
		end += i + len(sep)
	}
	return own[:end]
}

// sectionEnd returns where the section of a role that begins with a line ends: before a
// heading that opens one on the firm or its offer, at the latest at a given place.
func (s *splitter) sectionEnd(line span, latest int) int {
	i, _ := slices.BinarySearchFunc(s.passages, line.end, func(p passage, at int) int { return p.start - at })
	for ; i < len(s.passages) && s.passages[i].start < latest; i++ {
		if p := s.passages[i]; p.about && p.short && p.start > 0 && s.body.text[p.start-1] == '\n' {
			return p.start
		}
	}
	return latest
}

// opening is how much of a block of lines is looked at for the role it speaks of, in bytes.
const opening = 60

// claimBlocks gives roles without a line of their own the blocks of lines that begin by
// naming them alone: "As a Data Engineer you …".
func (s *splitter) claimBlocks() {
	found := map[int][]span{}
	for start := s.behindTitle(); start < len(s.body.text); {
		end := len(s.body.text)
		if i := strings.Index(s.body.text[start:], "\n\n"); i >= 0 {
			end = start + i + 2
		}
		if i := s.spokenOf(s.body.lower[start:min(end, start+opening)]); i >= 0 && !s.claimed(span{start, end}) {
			found[i] = append(found[i], span{start, end})
		}
		start = end
	}
	for i, own := range found {
		if len(s.offers[i].own) == 0 {
			s.offers[i].own = own
		}
	}
}

// spokenOf returns the one role that a text names, or -1 where it names none or several.
func (s *splitter) spokenOf(lower string) int {
	found := -1
	for i, o := range s.offers {
		if wordAt(lower, fold.ASCII(core(o.name))) < 0 || bareRole(fold.ASCII(core(o.name))) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// core is a name without the words for a level before it.
func core(name string) string {
	for {
		h := levels.InTitle(name)
		if len(h) == 0 || h[0].Start != 0 {
			return name
		}
		rest := strings.TrimLeft(name[h[0].End:], " ./-")
		if nounOf(rest) == "" {
			return name
		}
		name = rest
	}
}

// claimed tells whether some of a part of the body was given to a role.
func (s *splitter) claimed(part span) bool {
	return slices.ContainsFunc(s.offers, func(o offer) bool {
		return slices.ContainsFunc(o.own, func(own span) bool { return own.start < part.end && part.start < own.end })
	})
}
