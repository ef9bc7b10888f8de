package normalize

import (
	"strings"

	"stackhound"
)

// said is a way of working a part of a listing names.
type said struct {
	way           stackhound.Workplace
	source, quote string
}

// readWorkplace asks the sources in order of trust and takes the first that says
// anything; the board's default comes last. A sentence of the body that rules remote work
// out beats them all. Remote work alone is often only the half of it that a board has a
// field for: the office may be offered beside it. What the others say is kept as overruled.
func (r *reader) readWorkplace() {
	body, denied := r.bodyWays(), r.denial()
	groups := [][]said{r.statedWays(), r.titleWays(), fieldWays(r.tags), fieldWays(r.location), body[:min(1, len(body))], r.defaultWays()}
	if labelled := r.labelWays(); len(labelled) > 1 {
		groups[4] = labelled
	}
	if len(body) > 0 && body[0].way == stackhound.Onsite && len(groups[5]) > 0 {
		groups[4], groups[5] = groups[5], groups[4] // texts speak of other people's sites too
	}
	if denied.way != 0 {
		groups = append(groups, []said{denied})
	}
	for _, g := range groups {
		if r.ad.Workplace == 0 {
			r.takeWays(g, denied)
		}
	}
	switch r.ad.Workplace {
	case stackhound.Remote:
		r.officeToo()
		r.besideOffice()
		r.choiceToo()
	case stackhound.Onsite:
		r.remoteToo()
	case 0:
		r.remoteByZone()
	}
	for _, g := range groups[:6] {
		r.overrule(g)
	}
}

// takeWays takes the ways a source names, without remote work where a sentence rules it
// out: what then is left is the office.
func (r *reader) takeWays(all []said, denied said) {
	for _, s := range all {
		if s.way != stackhound.Remote || denied.way == 0 {
			r.way(s.way, s.source, s.quote)
		}
	}
	if r.ad.Workplace == 0 && denied.way != 0 && len(all) > 0 {
		r.way(denied.way, denied.source, denied.quote)
	}
}

// overrule keeps what a source says that the ad as a whole does not.
func (r *reader) overrule(all []said) {
	for _, s := range all {
		if r.ad.Workplace&s.way == 0 {
			r.ad.EvidenceList = append(r.ad.EvidenceList, stackhound.Evidence{Field: "workplace", Value: s.way.String(), Source: s.source, Quote: strings.TrimPrefix(s.quote, "- "), Overruled: true})
		}
	}
}

func (r *reader) way(w stackhound.Workplace, source, quote string) {
	if r.ad.Workplace&w == 0 {
		r.ad.Workplace |= w
		r.note("workplace", w.String(), source, quote)
	}
}

// statedWays reads the board's own field. Boards that only mark remote jobs write "true".
func (r *reader) statedWays() []said {
	if strings.EqualFold(strings.Join(r.l.Stated.Workplace, ""), "true") {
		return []said{{stackhound.Remote, fromStated, "true"}}
	}
	return waysOf(fromStated, r.l.Stated.Workplace)
}

func (r *reader) defaultWays() []said { return waysOf(fromBoard, r.defaults.Workplace) }

func waysOf(source string, fields []string) (all []said) {
	for _, f := range fields {
		all = append(all, fieldWays(newSource(source, f))...)
	}
	return all
}

// fieldWays reads every way of working a field or title names.
func fieldWays(s source) (all []said) {
	for _, w := range workplaceWords {
		h, ok := w.words.First(s.lower)
		at := spanOf(h)
		if !ok || denied(s.lower, at) {
			continue
		}
		if w.way == stackhound.Remote && partly(s.lower, at) || w.way == stackhound.Onsite && someDays(s.lower, at) {
			w.way = stackhound.Hybrid
		}
		if w.way == stackhound.Hybrid && otherHybrid(s.lower[at.end:]) {
			continue
		}
		all = append(all, said{w.way, s.name, s.text[at.start:at.end]})
	}
	return all
}

// titleWays reads the title, but not one that is a paragraph: the body has it too.
func (r *reader) titleWays() []said {
	if !r.header() && len(r.title.text) > longestSegment {
		return nil
	}
	return fieldWays(r.title)
}

// partly tells whether the words right before "remote" make it a part of the week.
func partly(lower string, at span) bool {
	before := strings.TrimRight(lower[max(0, at.start-20):at.start], " -")
	if hasAnyPrefix(lower[at.end:], " partiel", " parcial", " parziale", " częściow", " (partiel", " (parcial") {
		return true
	}
	if hasAnySuffix(before, "some", "occasional", "limited") {
		return !hasAnyPrefix(lower[at.end:], " position", " role", " job", " team")
	}
	return hasAnySuffix(before, "hybrid", "majority", "mostly", "partially", "partly", "part", "semi", "mainly", "primarily", "teilweise", "parcialmente", "partiellement", "częściowo", "days", "days a week of", "days per week of", "days of", "day of")
}

// someDays tells whether the words beside "on site" make it less than the whole week:
// "1 day on-site per week", "onsite 2x/week".
func someDays(lower string, at span) bool {
	before := strings.Fields(lower[max(0, at.start-24):at.start])
	if n := len(before); n > 1 && strings.Trim(before[n-1], "()") == "in" {
		before = before[:n-1]
	}
	if n := len(before); n > 1 && hasAnyPrefix(before[n-1], "day", "x/week", "week") {
		return !hasAnyPrefix(before[n-2], "5", "five", "every", "all", "full")
	}
	after := strings.TrimLeft(lower[at.end:min(len(lower), at.end+24)], " (:-,")
	return hasAnyPrefix(after, "1", "2", "3", "4", "one day", "two days", "three days", "few days", "a few days", "at once", "once", "twice", "some days") && containsAny(after, weekly)
}

// weekly mark a part of the week.
var weekly = []string{"day", "week", "x/w", "month"}

// denied tells whether the words before or behind a place take it back, or make another
// thing of it: "remote sensing".
func denied(lower string, at span) bool {
	before := lower[max(0, at.start-18):at.start]
	after := lower[at.end:min(len(lower), at.end+24)]
	if hasAnySuffix(before, notOffered...) {
		return true
	}
	if strings.HasPrefix(lower[at.start:], "distributed") && hasAnyPrefix(after, " with offices", " across", " systems") {
		return true
	}
	if strings.HasSuffix(lower[at.start:at.end], "remote") && hasAnyPrefix(strings.TrimLeft(after, " -"), remoteThings...) {
		return true
	}
	return containsAny(after, []string{"if necessary", "pandemic", "covid"}) || hasAnyPrefix(after, " work if", " if required", " if needed", " if / when", " if/when", " when required", " will not", " cannot", " not ", ": no ", ": no,", ": no\n", ": not", " - no ", " controlled", "ly exploitable") || after == ": no"
}

// otherHybrid tells "hybrid cloud" from hybrid work by the words behind "hybrid".
func otherHybrid(after string) bool {
	return hasAnyPrefix(strings.TrimLeft(after[:min(len(after), 24)], " -"), hybridThings...)
}

// bodyWays reads running text: at most one said for each way, the one that counts most
// first. Hybrid comes before remote: it is told by the days at home it is made of.
func (r *reader) bodyWays() (all []said) {
	offered := func(at span) bool {
		plain, at := r.plain(at)
		return !denied(plain, at) && !others(plain, at) && !allWeek(plain, at)
	}
	for i, w := range bodyWords {
		if at, ok := foremost(r.cues.of(cueWays+cue(i)), offered); ok {
			all = append(all, said{w.way, fromBody, around(r.body.text, at)})
		}
		if w.way == stackhound.Hybrid && len(all) == 0 {
			all = r.daysAtHome()
		}
	}
	if len(all) == 0 || all[0].way == stackhound.Onsite {
		all = append(r.loneWords(), all...)
	}
	return all
}

// allWeek tells whether the days in the office are all there are: "5 days a week in the office".
func allWeek(plain string, at span) bool {
	before := strings.Fields(plain[max(0, at.start-16):at.start])
	n := len(before)
	if n == 0 || !strings.HasPrefix(plain[at.start:], "days") || !hasAnySuffix(before[n-1], "5", "five") {
		return false
	}
	return n == 1 || before[n-2] != "to" && !hasAnySuffix(before[n-2], "2", "3", "4") // "4-5 days"
}

// labelWays reads a line of the body that is a field by its label, and may offer several
// ways: "Location: Ghent, hybrid or remote".
func (r *reader) labelWays() []said {
	for _, h := range r.cues.of(cueSites) {
		if r.body.text[h.End-1] != ':' || h.Start > 0 && r.body.text[h.Start-1] != '\n' && !hasAnySuffix(r.body.text[:h.Start], "\n- ") {
			continue
		}
		end := min(line(r.body.text, h.Start).end, h.End+longestSegment)
		return fieldWays(source{fromBody, r.body.text[h.End:end], r.body.lower[h.End:end]})
	}
	return nil
}

// plain returns what stands around a place of the body, hyphens as spaces, and the place in
// it.
func (r *reader) plain(at span) (near string, own span) {
	start, end := max(0, at.start-mostBefore), min(len(r.body.lower), at.end+mostBefore)
	return strings.ReplaceAll(r.body.lower[start:end], "-", " "), span{at.start - start, at.end - start}
}

// loneWords reads "hybrid" in a sentence on how people work, and "remote" at the end of a
// short line, as in "Data Engineer, remote".
func (r *reader) loneWords() []said {
	if !r.cues.has(cueHybrid) && !r.cues.has(cueRemote) {
		return nil
	}
	for _, p := range r.passages {
		line := strings.TrimRight(r.body.lower[p.start:p.end], " .)\n")
		if hits := r.cues.in(cueHybrid, p.span); len(hits) > 0 {
			at := span{hits[0].Start - p.start, hits[0].End - p.start}
			if !denied(line, at) && !otherHybrid(line[at.end:]) && waysOfWork.In(line) && !strings.HasSuffix(line[:at.start], "remote, ") {
				return []said{{stackhound.Hybrid, fromBody, around(r.body.text, spanOf(hits[0]))}}
			}
		}
		if p.short && hasAnySuffix(line, ", remote", "- remote", "– remote", "| remote", "/ remote") {
			return []said{{stackhound.Remote, fromBody, strings.TrimSpace(r.body.text[p.start:p.end])}}
		}
	}
	return nil
}

// mostBefore is how far before a phrase words can make it the work of other people, in bytes.
const mostBefore = 60

// others tells whether the words before a phrase make it the work of other people: "tools
// for remote teams".
func others(plain string, at span) bool {
	before := plain[max(0, at.start-mostBefore):at.start]
	if i := lastBreak(before); i >= 0 {
		before = before[i:]
	}
	return strings.HasPrefix(plain[at.start:], "remote") && containsAny(before, ofOthers)
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// daysAtHome finds a sentence that makes work from home a part of the week or a liberty
// beside the office: "WFH Mondays", "flexible arrangements including working from home".
func (r *reader) daysAtHome() []said {
	last := -1
	for _, h := range r.cues.of(cueHome) {
		p := r.passageAt(h.Start)
		if p.start == last {
			continue
		}
		last = p.start
		line := strings.ReplaceAll(r.body.lower[p.start:p.end], "-", " ")
		at, ok := foremost(r.cues.in(cueHome, p.span), func(at span) bool { return true })
		at = span{at.start - p.start, at.end - p.start}
		if ok && at.end <= len(line) && !denied(line, at) && !fullTime.In(line) && (partOfWeek.In(clause(line, at)) || dayCount(line[at.end:])) {
			return []said{{stackhound.Hybrid, fromBody, around(r.body.text, span{p.start + at.start, p.start + at.end})}}
		}
	}
	return nil
}

// clause returns what stands around a place of a sentence up to the next comma, at most
// 60 bytes to each side.
func clause(line string, at span) string {
	start, end := max(0, at.start-60), min(len(line), at.end+60)
	if i := strings.LastIndexAny(line[start:at.start], ",("); i >= 0 {
		start += i + 1
	}
	if i := strings.IndexAny(line[at.end:end], ",)"); i >= 0 {
		end = at.end + i
	}
	return line[start:end]
}

// dayCount tells whether a text begins with some days: " 2 days", " 1-2 days", " up to 3 days".
func dayCount(after string) bool {
	head := after[:min(len(after), 24)]
	i := strings.Index(head, "day")
	return i > 0 && strings.ContainsAny(head[:i], "123456789")
}

// denial returns the sentence of the body that rules remote work out, as the way that is
// left; its way is 0 where there is none. "Not fully remote" leaves a part of the week.
func (r *reader) denial() said {
	for i, d := range remoteDenials {
		if at, ok := foremost(r.cues.of(cueNotRemote+cue(i)), r.rulesOut); ok {
			return said{d.way, fromBody, around(r.body.text, at)}
		}
	}
	return said{}
}

// rulesOut tells whether what looks like a denial is one, by the words behind it.
func (r *reader) rulesOut(at span) bool {
	behind := r.body.lower[at.end:min(len(r.body.lower), at.end+50)]
	after := strings.TrimLeft(behind[:min(len(behind), 24)], " -")
	return !hasAnyPrefix(after, noDenial...) && !hasAnyPrefix(after, remoteThings...) && !containsAny(behind, elsewhere)
}
