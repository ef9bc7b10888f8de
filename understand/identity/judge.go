package identity

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// verdict is what comparing two roles of listings comes to.
type verdict int

const (
	never  verdict = iota // two jobs, whatever else may join them
	apart                 // two jobs, as far as is seen
	unsure                // may be one job: a person is told, nothing is merged
	same                  // one job
)

// judgement is a verdict with what it rests on.
type judgement struct {
	verdict verdict
	barred  bool   // not to be joined through a third one either
	points  int    // how much speaks for one job
	why     string // in words: "same company and title, but another place"
}

// What counts how much, in points. Company and title being the same are given where this
// is weighed at all; they alone are unsure. The weights were chosen so that each rule of
// testdata/pairs.txt holds, not fitted.
const (
	namesPoints   = 60 // same company and title
	samePlace     = 20
	placeInside   = 12
	placeSilent   = 5
	otherPlace    = -25
	otherSystem   = -15 // two addresses to apply, in different systems
	twoTexts      = -20 // other words, on one board at the same time
	payMeets      = 5
	payDiffers    = -5
	longApart     = -15  // not shown for longApartAfter between the two
	decidedPoints = 1000 // an operator's word
	certainPoints = 100  // the same address to apply
	variantPoints = 70   // the same words for several places, or anew

	samePoints   = 75 // from here on it is one job
	unsurePoints = 55

	longApartAfter = 180 * 24 * time.Hour
)

// textStep is what a part of a text counts from some part on.
type textStep struct {
	from   float64
	points int
}

// textPoints is what the part of the shorter text that the other one has counts, most
// first. Between ads of one company for different jobs it was below 0.45 in every text
// that was measured, and above 0.35 between those of one job.
var textPoints = []textStep{{0.8, 25}, {0.5, 15}, {0.35, 5}, {0.2, -10}, {0, -25}}

// A text counts as a copy of another from these parts on. That of one ad for several
// places differs by their names.
const (
	copied     = 0.85
	mostlySame = 0.7
)

// judge compares two roles of listings. It is symmetric.
func judge(a, b *face) judgement {
	contradiction := a.contradicts(b)
	switch {
	case a.listing == b.listing:
		return judgement{verdict: never, barred: true, why: "two roles of one ad"}
	case a.addresses(b) == one:
		return oneAddress(a, b, contradiction)
	case contradiction != "":
		return judgement{verdict: never, barred: true, why: contradiction}
	}
	part, known := containment(a.text, b.text)
	switch {
	case !a.names(b):
		return otherName(a, b, part)
	case a.addresses(b) == siblings:
		return twoOpenings(a, b, part)
	}
	return weigh(a, b, part, known)
}

// oneAddress judges listings that are applied for at the same address.
func oneAddress(a, b *face, contradiction string) judgement {
	at := "the same address to apply, at " + system(a.opening)
	switch {
	case contradiction != "":
		return judgement{verdict: unsure, barred: true, points: unsurePoints, why: at + ", but " + contradiction}
	case a.company != b.company && a.company != "" && b.company != "" && !meet(a.words, b.words) && len(a.words) > 0 && len(b.words) > 0:
		return judgement{verdict: unsure, barred: true, points: unsurePoints, why: at + ", but another company and title"}
	}
	return judgement{verdict: same, points: certainPoints, why: at}
}

// otherName judges listings that only share words: those of agencies, and of employers
// that are not named.
func otherName(a, b *face, part float64) judgement {
	switch {
	case part < mostlySame:
		return judgement{verdict: apart}
	case a.company == "" || b.company == "":
		return judgement{verdict: unsure, points: unsurePoints, why: fmt.Sprintf("%s of the text, but no company named", percent(part))}
	case core(a.company) != core(b.company):
		return judgement{verdict: unsure, barred: true, points: unsurePoints, why: fmt.Sprintf("%s of the text under another company's name", percent(part))}
	}
	return judgement{verdict: apart}
}

// copies tells whether two listings of one name say the same in all but the place.
func copies(a, b *face, part float64) bool {
	pay := a.pays(b)
	return part >= copied && a.ranks(b) && (pay == wagesEqual || pay == wagesUntold)
}

// twoOpenings judges listings of one name that a system has as two openings: they are one
// job only where the words are, for another place or at another time.
func twoOpenings(a, b *face, part float64) judgement {
	place := a.place.meets(b.place)
	switch {
	case !copies(a, b, part):
		return judgement{verdict: never, barred: true, why: "two openings of one name"}
	case place == placesDiffer || place == placeWithin:
		return variant(part)
	case !a.together(b):
		return judgement{verdict: same, points: variantPoints, why: "the same company, title, place and words, posted anew"}
	}
	return judgement{verdict: unsure, barred: true, points: unsurePoints, why: "the same company, title, place and words, but two openings"}
}

func variant(part float64) judgement {
	return judgement{verdict: same, points: variantPoints, why: "one ad for several places: the same company and title, and " + percent(part) + " of the text"}
}

// weighing sums up what speaks for and against one job.
type weighing struct {
	points   int
	pro, con []string
}

// add counts points under a name.
func (w *weighing) add(points int, pro, con string) {
	w.points += points
	if points > 0 && pro != "" {
		w.pro = append(w.pro, pro)
	}
	if con != "" && points <= 0 {
		w.con = append(w.con, con)
	}
}

// why says it in words.
func (w *weighing) why() string {
	if len(w.con) == 0 {
		return "the same " + join(w.pro)
	}
	return "the same " + join(w.pro) + ", but " + join(w.con)
}

// weigh judges listings of one name by all the rest.
func weigh(a, b *face, part float64, known bool) judgement {
	place := a.place.meets(b.place)
	if place == placesDiffer && copies(a, b, part) {
		return variant(part)
	}
	w := &weighing{points: namesPoints, pro: []string{"company", "title"}}
	switch place {
	case placesMeet:
		w.add(samePlace, "place", "")
	case placeWithin:
		w.add(placeInside, "country", "")
	case placeOpen:
		w.add(placeSilent, "", "")
	case placesDiffer:
		w.add(otherPlace, "", "another place")
	}
	sideBySide := a.listing.Board == b.listing.Board && a.together(b)
	if known {
		w.text(part, sideBySide)
	}
	switch a.pays(b) {
	case wagesEqual:
		w.add(payMeets, "pay", "")
	case wagesDiffer:
		w.add(payDiffers, "", "another pay")
	}
	if a.addresses(b) == elsewhere {
		w.add(otherSystem, "", "another address to apply")
	}
	if a.gap(b) > longApartAfter {
		w.add(longApart, "", "long apart")
	}
	if !a.ranks(b) {
		w.add(0, "", "another level in the title")
	}
	return w.decided(a.ranks(b), sideBySide)
}

// text counts how much of the shorter text the other one has. A board that shows two
// texts side by side means two jobs.
func (w *weighing) text(part float64, sideBySide bool) {
	i := slices.IndexFunc(textPoints, func(s textStep) bool { return part >= s.from })
	w.points += textPoints[i].points
	switch {
	case part >= mostlySame:
		w.pro = append(w.pro, percent(part)+" of the text")
	case sideBySide:
		w.add(twoTexts, "", "other words on the same board at the same time")
	default:
		w.con = append(w.con, "only "+percent(part)+" of the text")
	}
}

// decided turns points into a verdict. With unequal levels it is never sure; where a board
// shows both at once they are two jobs.
func (w *weighing) decided(ranks, sideBySide bool) judgement {
	j := judgement{verdict: apart, points: w.points, why: w.why()}
	switch {
	case !ranks && sideBySide:
		j.verdict, j.barred = never, true
	case w.points >= samePoints && ranks:
		j.verdict = same
	case w.points >= unsurePoints:
		j.verdict = unsure
	}
	return j
}

// percent writes a part of a whole.
func percent(part float64) string { return fmt.Sprintf("%.0f %%", 100*part) }

// join writes a list as people do: "company, title and place".
func join(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
