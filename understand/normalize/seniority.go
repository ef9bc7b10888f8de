package normalize

import (
	"math"
	"strconv"

	"stackhound"
	"stackhound/lexicon/levels"
)

// readSeniority takes levels from the board's own field, else from the title and the
// names of the roles offered, else from the first few tags, else from the years asked for.
// What a later one of these says beside is overruled.
func (r *reader) readSeniority() {
	most := r.readYears()
	var names []stackhound.Evidence
	for _, part := range r.segments {
		names = append(names, r.levelsIn(r.title, part)...)
	}
	for _, n := range r.roles {
		if n.source.name == fromBody {
			names = append(names, r.levelsIn(n.source, n.span)...)
		}
	}
	sources := [][]stackhound.Evidence{r.statedLevels(fromStated, r.l.Stated.Level), names, r.statedLevels(fromTags, r.l.Tags[:min(len(r.l.Tags), generous-1)])}
	if most != nil && len(sources[0])+len(names)+len(sources[2]) == 0 {
		sources = append(sources, []stackhound.Evidence{{Value: levels.FromYears(most.Years), Source: fromBody, Quote: r.body.text[most.Start:most.End]}})
	}
	r.firstOf(&r.ad.Seniority, "seniority", sources...)
}

// statedLevels reads fields that hold a level each.
func (r *reader) statedLevels(from string, fields []string) []stackhound.Evidence {
	var all []stackhound.Evidence
	for _, f := range fields {
		if level, ok := levels.Resolve(f); ok {
			all = append(all, stackhound.Evidence{Value: level, Source: from, Quote: f})
		}
	}
	return all
}

// nearLevel is how far behind a level the noun of its role stands in a paragraph, in bytes.
const nearLevel = 60

// levelsIn reads the level words of a title or the name of a role.
func (r *reader) levelsIn(s source, part span) []stackhound.Evidence {
	var all []stackhound.Evidence
	lower := s.lower[part.start:part.end]
	for _, h := range levels.InTitle(s.text[part.start:part.end]) {
		if len(lower) > longestSegment && roleNoun(lower[h.Start:min(len(lower), h.End+nearLevel)]) < 0 {
			continue // a paragraph: "our graduates"
		}
		all = append(all, stackhound.Evidence{Value: h.Level, Source: s.name, Quote: s.text[part.start+h.Start : part.start+h.End]})
	}
	return all
}

// readYears takes the smallest number of years asked for as the ad's minimum, and returns
// the largest one: that is the level it is after. Years that are only welcome count for
// neither.
func (r *reader) readYears() *levels.Experience {
	var most *levels.Experience
	least := math.Inf(1)
	for _, y := range levels.Years(r.body.lower) {
		if r.passageAt(y.Start).want != required {
			continue
		}
		if y.Years < least {
			least = y.Years
			r.ad.YearsMin = &least
			r.note("years", strconv.FormatFloat(y.Years, 'f', -1, 64), fromBody, r.body.text[y.Start:y.End])
		}
		if most == nil || y.Years > most.Years {
			most = &y
		}
	}
	return most
}
