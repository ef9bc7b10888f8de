package normalize

import (
	"sort"
	"strings"

	"stackhound/lexicon/phrases"
)

// A cue is a list of words that some field of an ad is read by.
type cue int

const (
	cueFront cue = iota
	cueBack
	cueFull
	cueFirmware
	cueSoftware
	cueCall
	cueAuthorization
	cueCitizen
	cueClearance
	cueCommand
	cueInterview
	cueStep
	cueAgency
	cueConsultancy
	cueDirect
	cueNoVisa
	cueVisa
	cueAbroad
	cueNoDegree
	cueDegree
	numCues
)

// cueWords are the words of each cue, lower case.
var cueWords = [numCues][]string{
	cueFront:    {"frontend", "front-end", "front end", "react", "vue", "angular", "css", "user interface", "ui", "svelte", "next.js"},
	cueBack:     {"backend", "back-end", "back end", "server", "server-side", "api", "apis", "database", "databases", "postgresql", "postgres", "python", "java", "go", "golang", "node.js", "node", "nodejs", "rails", "django", "microservices"},
	cueFull:     {"full-stack", "full stack", "fullstack"},
	cueFirmware: {"firmware", "embedded"},
	cueSoftware: {"engineers", "engineer", "engineering", "developers", "developer", "software"},
	cueCall:     callWords,

	cueAuthorization: authorizations,
	cueCitizen:       nationalities,
	cueClearance:     clearances,
	cueCommand:       command,
	cueInterview:     interviewCues,
	cueStep:          sureSteps(),
	cueAgency:        agencyWords,
	cueConsultancy:   consultancyWords,
	cueDirect:        directWords,
	cueNoVisa:        noVisa,
	cueVisa:          visas,
	cueAbroad:        visaWords(),
	cueNoDegree:      noDegree,
	cueDegree:        degreeWords,
}

// cueSet finds the words of all cues in one pass.
var cueSet = phrases.New(cueWords[:]...)

// cues are the places of the words of all cues in a text, each list in order.
type cues [numCues][]span

// findCues looks for the words of all cues at once.
func findCues(lower string) *cues {
	var c cues
	for _, h := range cueSet.Find(lower, make([]phrases.Hit, 0, 64)) {
		c[h.List] = append(c[h.List], span{h.Start, h.End})
	}
	return &c
}

// has tells whether the text has a word of a cue.
func (c *cues) has(k cue) bool { return len(c[k]) > 0 }

// first returns the first word of a cue; ok is false without one.
func (c *cues) first(k cue) (at span, ok bool) {
	if len(c[k]) == 0 {
		return span{}, false
	}
	return c[k][0], true
}

// in returns the words of a cue that begin inside a part of the text.
func (c *cues) in(k cue, part span) []span {
	all := c[k]
	from := sort.Search(len(all), func(i int) bool { return all[i].start >= part.start })
	to := from + sort.Search(len(all)-from, func(i int) bool { return all[from+i].start >= part.end })
	return all[from:to]
}

// near tells whether a word of a cue stands in a part of the text.
func (c *cues) near(k cue, part span) bool { return len(c.in(k, part)) > 0 }

// line returns the line of a text that a place stands in.
func line(text string, i int) span {
	start := strings.LastIndexByte(text[:i], '\n') + 1
	end := len(text)
	if j := strings.IndexByte(text[i:], '\n'); j >= 0 {
		end = i + j
	}
	return span{start, end}
}
