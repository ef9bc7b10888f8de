package normalize

import (
	"fmt"
	"math"

	"stackhound/lexicon/levels"
)

// readSeniority takes levels from the board's own field, else from the title and the
// names of the roles offered, else from the first few tags, else from the years asked for.
func (r *reader) readSeniority() {
	most := r.readYears()
	for _, stated := range r.l.Stated.Level {
		if level, ok := levels.Resolve(stated); ok {
			r.add(&r.ad.Seniority, "seniority", level, fromStated, stated)
		}
	}
	if len(r.ad.Seniority) > 0 {
		return
	}
	r.levelsIn(r.title, span{0, len(r.title.text)})
	for _, n := range r.roles {
		if n.source.name == fromBody {
			r.levelsIn(n.source, n.span)
		}
	}
	if len(r.ad.Seniority) > 0 {
		return
	}
	for _, tag := range r.l.Tags[:min(len(r.l.Tags), generous-1)] {
		if level, ok := levels.Resolve(tag); ok {
			r.add(&r.ad.Seniority, "seniority", level, fromTags, tag)
		}
	}
	if len(r.ad.Seniority) == 0 && most != nil {
		r.add(&r.ad.Seniority, "seniority", levels.FromYears(most.Years), fromBody, r.body.text[most.Start:most.End])
	}
}

func (r *reader) levelsIn(s source, part span) {
	for _, h := range levels.InTitle(s.text[part.start:part.end]) {
		r.add(&r.ad.Seniority, "seniority", h.Level, s.name, s.text[part.start+h.Start:part.start+h.End])
	}
}

// readYears takes the smallest number of years asked for as the ad's minimum, and returns
// the largest one: that is the level it is after. Years that are only welcome count for
// neither.
func (r *reader) readYears() *levels.Experience {
	var most *levels.Experience
	least := math.Inf(1)
	for _, y := range levels.Years(r.body.text) {
		if r.passageAt(y.Start).want != required {
			continue
		}
		if y.Years < least {
			least = y.Years
			r.ad.YearsMin = &least
			r.note("years", fmt.Sprint(y.Years), fromBody, r.body.text[y.Start:y.End])
		}
		if most == nil || y.Years > most.Years {
			most = &y
		}
	}
	return most
}
