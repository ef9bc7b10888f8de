package levels

import (
	_ "embed"
	"slices"
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
)

// Hit is a level word found in a text: text[Start:End] are its words there.
type Hit struct {
	Level      string // of stackhound.Levels
	Start, End int
}

//go:embed words.txt
var wordLines string

var (
	kinds, lists = load(wordLines)
	set          = phrases.New(lists...)
)

// none and roman mark lines of the table that name no level by themselves.
const (
	none  = "none"
	roman = "roman-"
)

func load(table string) (kinds []string, lists [][]string) {
	for line := range strings.Lines(table) {
		kind, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || kind[0] == '#' {
			continue
		}
		kinds = append(kinds, kind)
		lists = append(lists, strings.Split(words, ", "))
	}
	return kinds, lists
}

// InTitle finds the level words of a title or of a field that holds one, in order.
// "Product Manager" and its like name a trade, not a level.
func InTitle(title string) []Hit {
	lower := fold.ASCII(title)
	var room [16]phrases.Hit
	found := set.Find(lower, room[:0])
	slices.SortStableFunc(found, func(a, b phrases.Hit) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End // the longer phrase counts: "head of", "tech lead"
	})
	var hits []Hit
	end := 0
	for _, h := range found {
		level := kinds[h.List]
		if h.Start < end || partOfWord(lower, h) {
			continue
		}
		if level == none {
			end = max(end, h.End)
			continue
		}
		if step, ok := strings.CutPrefix(level, roman); ok {
			if !isStep(title, lower, h) {
				continue
			}
			level = step
		}
		if inTrade(found, h) || level == "staff" && !staffOf(lower, h) || peer(lower, h) || others(lower, h) {
			continue
		}
		hits, end = append(hits, Hit{level, h.Start, h.End}), h.End
	}
	return append(hits, internshipAbroad(lower)...)
}

// inTrade tells whether a hit lies in a longer phrase that names a trade.
func inTrade(found []phrases.Hit, h phrases.Hit) bool {
	return slices.ContainsFunc(found, func(o phrases.Hit) bool {
		return kinds[o.List] == none && o.Start <= h.Start && h.End <= o.End
	})
}

// partOfWord tells whether a hit is joined by hyphens to words that make another one:
// "co-lead" and "mid-to-senior" are levels, "lead-free" and "non-graduate" are not.
func partOfWord(lower string, h phrases.Hit) bool {
	after, before := lower[h.End:], lower[:h.Start]
	if strings.HasPrefix(after, "-") && len(after) > 1 && fold.InWord(after, 1) {
		return !slices.ContainsFunc([]string{"-to-", "-level", "-mid", "-senior", "-lead", "-engineer", "-developer", "-entwickler", "-staff"}, func(w string) bool { return strings.HasPrefix(after, w) })
	}
	return strings.HasSuffix(before, "non-") || strings.HasSuffix(before, "in-") || strings.HasSuffix(before, "vice-")
}

// rungs are the nouns that steps are counted of: "Engineer II".
var rungs = []string{"engineer", "developer", "analyst", "scientist", "programmer", "architect", "administrator", "swe", "sde", "sdet", "sre", "designer", "technician", "specialist", "consultant", "level", "grade", "staff", "tester", "dba", "researcher", "manager", "lead", "test", "devops", "backend", "frontend"}

// isStep tells whether a letter is a step: written in capitals behind the noun of a role, at
// the end of its name.
func isStep(title, lower string, h phrases.Hit) bool {
	if title[h.Start] != 'I' && title[h.Start] != 'V' {
		return false
	}
	words := strings.Fields(lower[:h.Start])
	if len(words) == 0 || !slices.Contains(rungs, words[len(words)-1]) {
		return false
	}
	after := strings.TrimLeft(lower[h.End:], " ")
	return after == "" || !fold.InWord(after, 0) || len(title[h.Start:h.End]) > 1 || strings.HasPrefix(after, "in ")
}

// staffOf tells the level from the people: it stands before what it is the level of.
func staffOf(lower string, h phrases.Hit) bool {
	after := strings.TrimLeft(lower[h.End:], " +")
	return after != "" && (fold.InWord(after, 0) || after[0] == '/' || after[0] == ',' || after[0] == '-' || after[0] == ')') || strings.HasPrefix(lower[h.Start:], "senior") || strings.TrimSpace(lower[:h.Start]) == ""
}

// peer tells whether "fellow" is somebody's like and no level: "a fellow compiler expert".
func peer(lower string, h phrases.Hit) bool {
	after := strings.TrimLeft(lower[h.End:], " ")
	return lower[h.Start:h.End] == "fellow" && after != "" && fold.InWord(after, 0)
}

// others tells whether a level is that of somebody the person works for: "Assistant to the
// Chief Executive".
func others(lower string, h phrases.Hit) bool {
	before := lower[:h.Start]
	return strings.Contains(before, "assistant to ") || strings.Contains(before, "report to ") || strings.Contains(before, "reporting to ") || strings.Contains(before, "reports to ")
}

// internshipAbroad finds the internship of French titles, "Stage - développeur", and not the
// stage a firm is in.
func internshipAbroad(lower string) []Hit {
	if !strings.HasPrefix(lower, "stage") || len(lower) > 5 && fold.InWord(lower, 5) {
		return nil
	}
	rest := strings.TrimLeft(lower[5:], " ")
	if rest != "" && (rest[0] >= '0' && rest[0] <= '9' || strings.HasPrefix(rest, "manager") || strings.HasPrefix(rest, "design")) {
		return nil
	}
	return []Hit{{"intern", 0, 5}}
}

// fieldWords are those that name a level only where nothing else stands.
var fieldWords = map[string]string{"entry": "junior", "beginner": "junior", "middle": "mid", "head": "executive", "executive": "executive", "staff": "staff", "expert": "senior", "experienced": "mid", "student": "intern", "stage": "intern"}

// Resolve reads a level given in a field of its own: "Senior", "Mid-level", "Entry".
func Resolve(s string) (level string, ok bool) {
	s = strings.TrimSpace(strings.ToLower(s))
	if level, ok = fieldWords[s]; ok {
		return level, true
	}
	if hits := InTitle(s); len(hits) > 0 {
		return hits[len(hits)-1].Level, true
	}
	return "", false
}

// FromYears returns the level that a number of years of experience asked for stands for:
// under two junior, under five mid, from five on senior.
func FromYears(years float64) string {
	switch {
	case years < 2:
		return "junior"
	case years < 5:
		return "mid"
	}
	return "senior"
}
