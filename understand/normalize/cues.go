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
	cueNice
	cueAbout
	cueSites
	cueLimits
	cueNoLimits
	cueHybrid
	cueRemote
	cueHome
	cueOpen
	cueDenials
	cueChoice
	cueOr
	cueOffer
	cueProfile
	cueSelf
	cueOwn
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

	cueNice:     niceCues,
	cueAbout:    aboutCues,
	cueSites:    sites,
	cueLimits:   limits,
	cueNoLimits: noLimits,

	cueHybrid:  {"hybrid"},
	cueRemote:  {"remote"},
	cueHome:    homeWords,
	cueOpen:    openToRemote,
	cueDenials: denials,
	cueChoice:  othersChoice,
	cueOr:      eitherWords,

	cueOffer:   offerCues,
	cueProfile: profileLabels,
	cueSelf:    selfOffers,
	cueOwn:     ownThings,
}

// The cues behind those: of the lists that a field numbers by itself (languages, forms of
// contract, industries, interviews), all in one cue; then of the lists of bodyWords, of
// remoteDenials and of otherKinds, two for each of these, one behind another.
const (
	cueTongues = numCues + iota
	cueForms
	cueIndustries
	cueInterviews
	cueWays
)

var (
	cueNotRemote = cueWays + cue(len(bodyWords))
	cueKinds     = cueNotRemote + cue(len(remoteDenials))
)

// numbered are the lists of those cues.
var numbered = slices.Concat([][][]string{tongueNames(), formWords(), industryLists(), interviewLists()}, wayLists(), kindLists())

func wayLists() (lists [][][]string) {
	for _, w := range slices.Concat(bodyWords, remoteDenials) {
		lists = append(lists, [][]string{w.words})
	}
	return lists
}

var (
	// cueSet finds the words of all cues in one pass.
	cueSet = phrases.New(slices.Concat(cueWords[:], slices.Concat(numbered...))...)
	// cueOf tells for a list of cueSet the cue it is of, firstList the first list of each cue.
	cueOf, firstList = numberLists()
)

func numberLists() (cueOf []cue, first []int) {
	for k := range numCues {
		cueOf, first = append(cueOf, k), append(first, int(k))
	}
	for i, lists := range numbered {
		first = append(first, len(cueOf))
		for range lists {
			cueOf = append(cueOf, numCues+cue(i))
		}
	}
	return cueOf, first
}

// cues are the words of all cues in a text, each cue's in the order of the text. The list of
// a hit is counted from the first of its cue.
type cues struct {
	hits []phrases.Hit
	ends []int // of each cue in hits
}

// findCues looks for the words of all cues at once.
func findCues(lower string) *cues {
	var room [256]phrases.Hit
	found := cueSet.Find(lower, room[:0])
	c := &cues{make([]phrases.Hit, len(found)), make([]int, len(firstList))}
	for _, h := range found {
		c.ends[cueOf[h.List]]++
	}
	start := 0
	for k, n := range c.ends {
		c.ends[k], start = start, start+n
	}
	for _, h := range found {
		k := cueOf[h.List]
		h.List -= firstList[k]
		c.hits[c.ends[k]] = h
		c.ends[k]++
	}
	return c
}

// of returns the words of a cue.
func (c *cues) of(k cue) []phrases.Hit {
	start := 0
	if k > 0 {
		start = c.ends[k-1]
	}
	return c.hits[start:c.ends[k]]
}

// has tells whether the text has a word of a cue.
func (c *cues) has(k cue) bool { return len(c.of(k)) > 0 }

// first returns the first word of a cue; ok is false without one.
func (c *cues) first(k cue) (at span, ok bool) {
	if !c.has(k) {
		return span{}, false
	}
	return spanOf(c.of(k)[0]), true
}

// spanOf is where a hit stands.
func spanOf(h phrases.Hit) span { return span{h.Start, h.End} }

// in returns the words of a cue that begin inside a part of the text.
func (c *cues) in(k cue, part span) []phrases.Hit {
	all := c.of(k)
	from := sort.Search(len(all), func(i int) bool { return all[i].Start >= part.start })
	to := from + sort.Search(len(all)-from, func(i int) bool { return all[from+i].Start >= part.end })
	return all[from:to]
}

// near tells whether a word of a cue stands in a part of the text.
func (c *cues) near(k cue, part span) bool { return len(c.in(k, part)) > 0 }

// foremost returns of some words of one list the first that comes first in it and suits; ok
// is false where none suits.
func foremost(hits []phrases.Hit, suits func(span) bool) (at span, ok bool) {
	best := -1
	for i, h := range hits {
		if (best < 0 || h.Phrase < hits[best].Phrase) && suits(spanOf(h)) {
			best = i
		}
	}
	if best < 0 {
		return span{}, false
	}
	return spanOf(hits[best]), true
}

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
