package levels

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
)

// Hit is a level word found in a text: text[Start:End] are its words there.
type Hit struct {
	Level      string // of stackhound.Levels
	Start, End int
}

// titleWords maps level words, lower case, to levels.
var titleWords = map[string]string{
	"intern": "intern", "interns": "intern", "internship": "intern", "internships": "intern", "trainee": "intern", "apprentice": "intern", "praktikant": "intern", "praktikum": "intern", "stagiaire": "intern", "working student": "intern", "werkstudent": "intern", "co-op": "intern", "stage": "intern", "becario": "intern",
	"junior": "junior", "jr": "junior", "jr.": "junior", "entry level": "junior", "entry-level": "junior", "graduate": "junior", "grad": "junior", "new grad": "junior", "early career": "junior", "associate": "junior", "débutant": "junior", "berufseinsteiger": "junior", "juniors": "junior", "fresher": "junior", "júnior": "junior", "młodszy": "junior", "freshers": "junior",
	"mid": "mid", "mid-level": "mid", "mid level": "mid", "midlevel": "mid", "intermediate": "mid", "midweight": "mid", "regular": "mid", "medior": "mid", "mid-senior": "mid", "semi-senior": "mid", "confirmé": "mid", "pleno": "mid",
	"senior": "senior", "sr": "senior", "sr.": "senior", "snr": "senior", "seniors": "senior", "starszy": "senior", "sênior": "senior", "sénior": "senior",
	"staff": "staff", "senior staff": "staff",
	"principal": "principal", "distinguished": "principal", "fellow": "principal",
	"lead": "lead", "leads": "lead", "team lead": "lead", "tech lead": "lead", "technical lead": "lead", "teamlead": "lead", "team leader": "lead", "leiter": "lead", "tech-lead": "lead", "leader": "lead", "líder": "lead", "lider": "lead",
	"manager": "manager", "managers": "manager", "engineering manager": "manager",
	"director": "director", "directors": "director",
	"head of": "executive", "vp": "executive", "vp of": "executive", "vice president": "executive", "cto": "executive", "chief": "executive", "cio": "executive", "ciso": "executive", "svp": "executive", "evp": "executive", "ceo": "executive", "coo": "executive",
	"i": "junior", "ii": "mid", "iii": "senior", "iv": "staff",
}

// stopPhrases hold level words that name no level.
var stopPhrases = []string{
	"product manager", "product managers", "project manager", "project managers", "program manager", "programme manager", "account manager", "account managers",
	"product management", "technical program manager", "customer success manager", "office manager", "community manager", "lead generation", "member of technical staff",
	"members of technical staff", "staffing", "chief of staff", "sales manager", "general manager", "content manager", "delivery manager", "key account manager", "scrum master",
	"associate product manager", "hiring manager", "package manager", "case manager", "marketing manager", "success manager", "partner manager", "release manager", "talent manager",
	"full stage", "early stage", "late stage", "growth stage", "seed stage", "art director", "associate director", "technical product manager", "mid-sized", "mid-size", "mid sized", "mid market", "mid-market",
	"general staff", "all staff", "our staff", "managing director", "support staff", "graduate degree", "head office", "part i", "type i", "property manager", "product lead", "of staff",
}

// roman are the steps that count only behind a word of a role.
var roman = map[string]bool{"i": true, "ii": true, "iii": true, "iv": true}

// InTitle finds the level words of a title or of a field that holds one, in order.
// "Product Manager" and its like name a trade, not a level.
func InTitle(title string) []Hit {
	var hits []Hit
	lower := fold.ASCII(title)
	blocked := trades(lower)
	for _, w := range spans(lower) {
		if inside(blocked, w.start) || len(hits) > 0 && w.start < hits[len(hits)-1].End {
			continue
		}
		// The longer phrase counts: "head of", "tech lead".
		found := phrase(lower, w.start, 2)
		if titleWords[found] == "" {
			found = lower[w.start:w.end]
		}
		level := titleWords[found]
		if level == "" || roman[found] && (w.start == 0 || title[w.start] != 'I') {
			continue
		}
		hits = append(hits, Hit{level, w.start, w.start + len(found)})
	}
	return hits
}

// fieldWords are those that name a level only where nothing else stands.
var fieldWords = map[string]string{"entry": "junior", "beginner": "junior", "middle": "mid", "head": "executive", "executive": "executive"}

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

type wordSpan struct{ start, end int }

// spans returns the words of a folded text; hyphens inside belong to them, a full stop
// behind an abbreviation too.
func spans(lower string) []wordSpan {
	var all []wordSpan
	start := -1
	for i := 0; i <= len(lower); i++ {
		in := i < len(lower) && wordByte(lower, i)
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			all = append(all, wordSpan{start, i})
			start = -1
		}
	}
	return all
}

func wordByte(s string, i int) bool {
	switch s[i] {
	case '-':
		return fold.InWord(s, i-1) && fold.InWord(s, i+1)
	case '.':
		return fold.InWord(s, i-1) && !fold.InWord(s, i+1)
	}
	return fold.InWord(s, i)
}

// phrase returns n words from start on, "" where there are fewer.
func phrase(lower string, start, n int) string {
	end := start
	for ; n > 0; n-- {
		if end > start {
			if end >= len(lower) || lower[end] != ' ' {
				return ""
			}
			end++
		}
		from := end
		for end < len(lower) && wordByte(lower, end) {
			end++
		}
		if end == from {
			return ""
		}
	}
	return lower[start:end]
}

// trades returns where a text holds phrases whose level words name a trade.
func trades(lower string) []wordSpan {
	var all []wordSpan
	for _, p := range stopPhrases {
		for from := 0; ; {
			i := strings.Index(lower[from:], p)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(p)
			if !fold.InWord(lower, start-1) && !fold.InWord(lower, end) {
				all = append(all, wordSpan{start, end})
			}
			from = end
		}
	}
	return all
}

func inside(spans []wordSpan, i int) bool {
	return slices.ContainsFunc(spans, func(w wordSpan) bool { return w.start <= i && i < w.end })
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
