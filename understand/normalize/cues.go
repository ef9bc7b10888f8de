package normalize

import (
	"slices"
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
	cueAgency
	cueConsultancy
	cueDirect
	cueNoVisa
	cueVisa
	cueAbroad
	cueNoDegree
	cueDegree
	cueOthers
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
	cueAgency:        agencyWords,
	cueConsultancy:   consultancyWords,
	cueDirect:        directWords,
	cueNoVisa:        noVisa,
	cueVisa:          visas,
	cueAbroad:        visaWords(),
	cueNoDegree:      noDegree,
	cueDegree:        degreeWords,
	cueOthers:        foreignCues,
}

// cueSet finds the words of all cues in one pass, and with them those of the lists that
// fields number by themselves: languages, forms of contract, industries and interviews.
var (
	cueSet = phrases.New(slices.Concat(cueWords[:], tongueNames(), formWords(), industryLists(), interviewLists())...)

	firstTongue    = int(numCues)
	firstForm      = firstTongue + len(tongues)
	firstIndustry  = firstForm + len(employmentWords) + len(contractWords)
	firstInterview = firstIndustry + len(industryWords)
)

// cues are the places of the words of all cues in a text, each list in order.
type cues struct {
	lists                                  [numCues][]span
	tongues, forms, industries, interviews []phrases.Hit // by the numbers of their own lists
}

// findCues looks for the words of all cues at once.
func findCues(lower string) *cues {
	var c cues
	for _, h := range cueSet.Find(lower, make([]phrases.Hit, 0, 128)) {
		switch {
		case h.List < firstTongue:
			c.lists[h.List] = append(c.lists[h.List], span{h.Start, h.End})
		case h.List < firstForm:
			c.tongues = append(c.tongues, from(h, firstTongue))
		case h.List < firstIndustry:
			c.forms = append(c.forms, from(h, firstForm))
		case h.List < firstInterview:
			c.industries = append(c.industries, from(h, firstIndustry))
		default:
			c.interviews = append(c.interviews, from(h, firstInterview))
		}
	}
	return &c
}

// from numbers the list of a hit from another one on.
func from(h phrases.Hit, first int) phrases.Hit {
	return phrases.Hit{Start: h.Start, End: h.End, List: h.List - first}
}

// has tells whether the text has a word of a cue.
func (c *cues) has(k cue) bool { return len(c.lists[k]) > 0 }

// first returns the first word of a cue; ok is false without one.
func (c *cues) first(k cue) (at span, ok bool) {
	if len(c.lists[k]) == 0 {
		return span{}, false
	}
	return c.lists[k][0], true
}

// in returns the words of a cue that begin inside a part of the text.
func (c *cues) in(k cue, part span) []span {
	all := c.lists[k]
	from := sort.Search(len(all), func(i int) bool { return all[i].start >= part.start })
	to := from + sort.Search(len(all)-from, func(i int) bool { return all[from+i].start >= part.end })
	return all[from:to]
}

// near tells whether a word of a cue stands in a part of the text.
func (c *cues) near(k cue, part span) bool { return len(c.in(k, part)) > 0 }

// reach is how far from a word its sentence is read, in bytes: longer ones are no sentences.
const reach = 400

// sentence returns the passage a place of the body stands in, its words near the place in
// lower case, and the place among them.
func (r *reader) sentence(at span) (p passage, lower string, own span) {
	p = r.passageAt(at.start)
	start, end := max(p.start, at.start-reach), min(max(p.end, at.end), at.end+reach)
	return p, r.body.lower[start:end], span{at.start - start, at.end - start}
}

// line returns the line of a text that a place stands in.
func line(text string, i int) span {
	start := strings.LastIndexByte(text[:i], '\n') + 1
	end := len(text)
	if j := strings.IndexByte(text[i:], '\n'); j >= 0 {
		end = i + j
	}
	return span{start, end}
}
