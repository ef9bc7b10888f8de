package money

import "strings"

// periods are the words for each period, shortest period first.
var periods = []struct {
	name  string
	words *list
}{{"hour", lists["hour"]}, {"day", lists["day"]}, {"week", lists["week"]}, {"month", lists["month"]}, {"year", lists["year"]}}

// anyPeriod has the words for all of them: few texts have one.
var anyPeriod = lists["hour"].and(lists["day"], lists["week"], lists["month"], lists["year"])

// periodAt returns the width of the words for a period that stand at a place of a text,
// behind blanks, 0 for none.
func periodAt(text string, i int) int {
	rest := strings.ToLower(text[i:min(len(text), i+24)])
	trimmed := strings.TrimLeft(rest, " \u00a0")
	if trimmed == "" || anyPeriod.starts(trimmed, 0) == 0 {
		return 0
	}
	for _, p := range periods {
		if n := p.words.starts(trimmed, 0); n > 0 {
			return min(len(text)-i, len(rest)-len(trimmed)+n)
		}
	}
	return 0
}

// period returns the period said behind or before a figure, "" for none. What stands
// nearer counts; at the same distance what stands behind.
func (c context) period() string {
	behind, gap := periodBehind(c.after)
	before, gapBefore := periodBefore(c.before)
	switch {
	case behind == "" && before == "" && strings.Trim(c.before, " -:*") == "":
		name, _ := periodBefore(c.head)
		return name
	case behind == "" || before != "" && gapBefore < gap:
		return before
	}
	return behind
}

func periodBehind(after string) (name string, gap int) {
	for _, stop := range []string{";", "|", ". ", "? ", "! "} {
		if i := strings.Index(after, stop); i >= 0 {
			after = after[:i+1]
		}
	}
	if i := strings.IndexAny(after, "0123456789"); i >= 0 {
		after = after[:i]
	}
	return nearest(after, (*list).first, func(start, _ int) int { return start })
}

func periodBefore(before string) (name string, gap int) {
	before = before[max(0, len(before)-60):]
	if i := strings.LastIndexAny(before, "0123456789"); i >= 0 {
		before = before[i+1:] // without what hangs on an earlier figure: "4.30pm"
		before = before[max(0, strings.IndexByte(before, ' ')):]
	}
	before = before[strings.LastIndexAny(before, "|;")+1:]
	return nearest(before, (*list).last, func(_, end int) int { return len(before) - end })
}

// nearest returns the period whose words a search finds at the least distance. Hours and
// days of work a week are no period of pay.
func nearest(text string, find func(*list, string) (int, int), distance func(start, end int) int) (name string, gap int) {
	gap = len(text) + 1
	if !anyPeriod.in(text) {
		return "", gap
	}
	for _, p := range periods {
		start, end := find(p.words, text)
		if start >= 0 && distance(start, end) < gap && !worked(text[:start]) {
			name, gap = p.name, distance(start, end)
		}
	}
	return name, gap
}

// worked tells whether the words before a period say how much is worked in it: "40 hours
// per week".
func worked(before string) bool {
	before = strings.TrimRight(before, " ")
	for _, unit := range []string{"hours", "hrs", "hour", "days", "shifts", "nights", "times", "stunden", "std.", "std", "tage", "tagen", "heures", "jours", "horas", "días", "dias", "godzin", "dni", "uur", "dagen", "ore", "giorni", "timmar", "dagar", "hodin", "工作"} {
		if strings.HasSuffix(before, unit) {
			return true
		}
	}
	return false
}
