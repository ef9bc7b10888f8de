package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/skills"
)

// mention is a skill named somewhere in the listing.
type mention struct {
	name   string
	want   want
	source *source
	span
}

// quote returns the sentence a skill is named in, or the tag.
func (m mention) quote() string {
	if m.source.name == fromTags {
		return m.source.text[m.start:m.end]
	}
	return around(m.source.text, m.span)
}

// readStack collects the skills of title, tags and body. The strongest want a skill is
// named with counts; between needed and welcome, the first that is said.
func (r *reader) readStack() {
	for _, h := range skills.Scan(r.title.text) {
		if !r.ownName(h) {
			r.mention(&r.title, h, required)
		}
	}
	inText, subjects := skills.ScanAll(r.body.text)
	r.readTopics(subjects)
	r.tagSkills(inText)
	for _, h := range inText {
		p := r.passageAt(h.Start)
		if firmLike(h.Name) && (p.about && h.Doubtful && !strings.Contains(r.body.lower[p.start:p.end], "integrations with") || r.foreign(h.Start) || r.labelsLink(h.End)) || r.ownName(h) {
			continue // "backed by Slack", "our customers on Snowflake", "GitHub: https://…"
		}
		r.mention(&r.body, h, p.want)
	}
	for _, m := range r.mentions {
		list := &r.ad.Stack.Mentioned
		switch m.want {
		case required:
			list = &r.ad.Stack.Required
		case nice:
			list = &r.ad.Stack.Nice
		}
		*list = append(*list, m.name)
		r.note("stack", m.name, m.source.name, m.quote())
	}
}

// takeMention keeps the first mention of a skill, or the first that says more.
func (r *reader) takeMention(m mention) {
	i := slices.IndexFunc(r.mentions, func(old mention) bool { return old.name == m.name })
	if i < 0 {
		r.mentions = append(r.mentions, m)
	} else if r.mentions[i].want == mentioned && m.want != mentioned {
		r.mentions[i] = m
	}
}

// labelsLink tells whether a place of the body is followed by an address: "Notion: https://…".
func (r *reader) labelsLink(end int) bool {
	after, ok := strings.CutPrefix(r.body.lower[end:], ":")
	return ok && strings.HasPrefix(strings.TrimLeft(after, " *"), "http")
}

// firmLike tells whether a skill of a doubtful spelling may be a firm or its product: in a
// section on the employer, who backs it and whom it serves, it is more likely that.
func firmLike(name string) bool {
	s, _ := skills.Get(name)
	return !slices.Contains([]string{"language", "framework", "library", "protocol", "format", "query", "os"}, s.Category)
}

// readTopics notes the fields of knowledge the body names, each with its first sentence.
func (r *reader) readTopics(hits []skills.Hit) {
	for _, h := range hits {
		if !slices.Contains(r.ad.Topics, h.Name) {
			r.ad.Topics = append(r.ad.Topics, h.Name)
			r.note("topics", h.Name, fromBody, around(r.body.text, span{h.Start, h.End}))
		}
	}
}

// mention takes a skill found in a source, and with it the ones it includes that stand in
// its own words: "Ruby on Rails" names Ruby too, "Docker Compose" Docker.
func (r *reader) mention(s *source, h skills.Hit, w want) {
	where := span{h.Start, h.End}
	r.takeMention(mention{h.Name, w, s, where})
	words := s.lower[h.Start:h.End]
	if !strings.ContainsAny(words, " -") {
		return
	}
	for _, name := range skills.Implies(h.Name) {
		inner, _ := skills.Get(name)
		if slices.Contains([]string{"language", "delivery", "cloud", "os", "queue"}, inner.Category) && wordAt(words, name) >= 0 {
			r.takeMention(mention{name, w, s, where})
		}
	}
}

// ownName tells whether a hit is the employer's own name, which an ad is full of.
func (r *reader) ownName(h skills.Hit) bool {
	if !h.Doubtful {
		return false
	}
	company := fold.ASCII(r.l.Company)
	if company == "" && r.header() {
		company = r.title.lower[r.segments[0].start:r.segments[0].end]
	}
	return wordAt(company, h.Name) >= 0 || strings.TrimRight(company, " 0123456789") == h.Name
}

// generous is the number of tags from which on a tag alone only mentions a skill: boards
// that give many give them freely.
const generous = 7

// tagSkills takes the tags that are skills by name, or name several: "C/C++".
func (r *reader) tagSkills(inText []skills.Hit) {
	at := 0
	for _, tag := range r.l.Tags {
		start := at
		at += len(tag) + len(", ")
		if start+len(tag) > len(r.tags.text) {
			return
		}
		var hits []skills.Hit
		if name, ok := skills.Resolve(tag); ok {
			hits = []skills.Hit{{Name: name, End: len(tag)}}
		} else {
			hits = skills.Scan(tag)
		}
		for _, h := range hits {
			w := required
			if len(r.l.Tags) >= generous && !slices.ContainsFunc(inText, func(other skills.Hit) bool { return other.Name == h.Name }) {
				w = mentioned
			}
			r.takeMention(mention{h.Name, w, &r.tags, span{start + h.Start, start + h.End}})
		}
	}
}
