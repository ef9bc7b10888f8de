package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
)

// splitter looks for the roles of one ad and for what is said of each.
type splitter struct {
	*reader
	names  []span // of roles in the title, in order
	offers []offer
}

// offer is one of several roles of an ad.
type offer struct {
	title  string // its name, with a noun where the ad leaves that out ("Backend, Frontend Engineer")
	name   string // its name in the words of the ad
	source string // fromTitle or fromBody: where the name stands
	role   string // of stackhound.Roles, or "software"
	own    []span // lines of the body that speak of it alone
}

// find settles which roles the ad offers; none where it is in doubt whether they are
// several. A list of them in the body goes before a title that sums them up ("Engineers,
// Designers"), of which only roles of another kind count beside it.
func (s *splitter) find() {
	titled := s.titled()
	if len(titled) == 1 && !s.header() {
		return // an ad for what it is called
	}
	anchors := s.anchors(titled)
	listed := asOffers(anchors)
	switch {
	case len(listed) >= 2:
		s.offers = listed
		for _, o := range titled {
			if s.header() && besides(o, listed) {
				s.offers = append(s.offers, o)
			}
		}
	case s.header() || !slices.ContainsFunc(titled, func(o offer) bool { return !ofSeveral(o.name) }):
		s.offers = titled
	}
	s.offers = distinctOffers(s.offers)
	s.offers = s.offers[:min(len(s.offers), MaxParts)]
	if len(s.offers) < 2 {
		s.offers = nil
		return
	}
	s.claim(anchors)
	s.claimBlocks()
}

// besides tells whether a role of the title is one that a list in the body leaves out.
func besides(o offer, listed []offer) bool {
	return o.role != "software" && roleNoun(fold.ASCII(o.name)) >= 0 && !ofSeveral(o.name) &&
		!slices.ContainsFunc(listed, func(l offer) bool { return l.role == o.role })
}

// distinctOffers keeps the first of those that are known by one key.
func distinctOffers(all []offer) []offer {
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(slices.Clone(all), func(o offer) bool {
		key := partKey(o.title)
		again := seen[key]
		seen[key] = true
		return again
	})
}

// titled collects the roles that the title names. Names joined by a slash or "or" are
// one role, and so is what stands in the brackets behind a name.
func (s *splitter) titled() []offer {
	var all []offer
	last := span{-1, -1}
	for _, n := range s.roles {
		if n.source.name != fromTitle {
			continue
		}
		text := s.title.text
		if strings.Count(text[:n.start], "(") > strings.Count(text[:n.start], ")") {
			continue
		}
		where := trimName(text, n.span)
		if where.start < last.end || !isName(text[where.start:where.end]) {
			continue // what stands in a name that a stray bracket stands before: ":) Acme | Engineers (Backend, Web)"
		}
		if last.end > 0 && oneName(text[last.start:last.end], text[last.end:where.start], text[where.start:where.end]) {
			where.start = last.start
			s.names, all = s.names[:len(s.names)-1], all[:len(all)-1]
		}
		last = where
		s.names = append(s.names, where)
		name := text[where.start:where.end]
		all = append(all, offer{title: name, name: name, source: fromTitle, role: kindOf(fold.ASCII(name))})
	}
	s.complete(all)
	return s.withoutBare(all)
}

// withoutBare leaves out names without a noun where others have one: "Engineering Manager,
// Data", "Software Engineer | Full-stack, React". With nothing but such names they count.
func (s *splitter) withoutBare(all []offer) []offer {
	bare := func(o offer) bool { return nounOf(o.title) == "" }
	if !slices.ContainsFunc(all, func(o offer) bool { return !bare(o) }) {
		return all
	}
	return slices.DeleteFunc(all, bare)
}

// sentence are words that stand before the noun of a sentence, not of a name; unlike are
// words of titles that say how, not as what, one works.
var (
	sentence = phrases.Of("the", "in", "with", "from", "using", "at", "to", "as", "for", "on", "can", "we", "our", "your")
	unlike   = phrases.Of("contractor", "contractors", "contract", "full-time", "part-time", "fulltime", "ish")
)

// isName tells whether what holds the noun of a role is the name of one.
func isName(name string) bool {
	lower := fold.ASCII(name)
	before := lower[:max(0, roleNoun(lower))]
	return name != "" && len(name) <= longestName && len(strings.Fields(name)) <= mostWords && !ofSentence(lower) && !unlike.In(lower) && !sentence.In(before) &&
		(strings.Contains(name, " ") || !strings.Contains(name, "."))
}

// oneName tells whether two names with a text between them are one role's: "Engineer /
// Architect", "DevOps and Backend Engineer".
func oneName(name, between, next string) bool {
	switch strings.ToLower(strings.TrimSpace(between)) {
	case "", "/", "or":
		return true
	case "and", "&", "+":
		return bareRole(fold.ASCII(name)) && !ofSeveral(next)
	}
	return false
}

// complete gives names without a noun the one of a later name in their part of the title.
func (s *splitter) complete(all []offer) {
	for i := range all {
		if roleNoun(fold.ASCII(all[i].name)) >= 0 {
			continue
		}
		for j := i + 1; j < len(all) && !strings.Contains(s.title.text[s.names[i].end:s.names[j].start], "|"); j++ {
			if noun := nounOf(all[j].name); noun != "" {
				all[i].title += " " + noun
				break
			}
		}
	}
}

// nounOf returns the word that ends the name of a role as it is written, "" without one.
func nounOf(name string) string {
	lower := fold.ASCII(name)
	start := roleNoun(lower)
	if start < 0 {
		return ""
	}
	end := start
	for end < len(lower) && fold.InWord(lower, end) {
		end++
	}
	return name[start:end]
}

// trimName takes signs off the ends of a name, and a bracket that does not close.
func trimName(text string, s span) span {
	if i := strings.LastIndexByte(text[s.start:s.end], '('); i >= 0 && strings.IndexByte(text[s.start+i:s.end], ')') < 0 {
		s.end = s.start + i
	}
	const signs = " \t-–—:;,.*#+>|"
	s.start = s.end - len(strings.TrimLeft(text[s.start:s.end], signs))
	for _, word := range []string{"and ", "a ", "an "} {
		if strings.HasPrefix(text[s.start:s.end], word) {
			s.start += len(word)
		}
	}
	s.end = s.start + len(strings.TrimRight(text[s.start:s.end], signs))
	return s
}
