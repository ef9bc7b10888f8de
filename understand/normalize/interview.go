package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/phrases"
)

// interviewWords are the names of the steps on the way to a job. Sure ones speak of such a
// step wherever they stand, the others only where the ad tells of its interviews.
var interviewWords = []struct {
	step string
	sure bool
	list []string
}{
	{"phone_screen", true, []string{"phone screen", "phone screening", "phone interview", "screening call", "recruiter call", "recruiter screen", "telefoninterview", "telefongespräch", "entretien téléphonique", "entrevista telefónica", "rozmowa telefoniczna", "intro call", "introductory call", "introduction call", "telefonisches erstgespräch", "hr screen", "hr interview", "video screen"}},
	{"phone_screen", false, []string{"phone call", "initial call", "short call", "first call", "30 minute call", "30-minute call", "quick call", "call with our recruiter", "call with a recruiter", "call with hr", "chat with our recruiter", "kennenlerngespräch", "erstgespräch", "premier échange", "primera llamada", "conversa inicial", "rozmowa z rekruterem", "introductory chat", "initial chat", "video call", "screening"}},
	{"take_home", true, []string{"take-home test", "take-home assignment", "take-home challenge", "take-home task", "take-home coding", "take-home tests", "take-home assignments", "take home test", "take home assignment", "take home exercise", "take home project", "take home challenge", "take home task", "take home coding", "takehome test", "takehome assignment", "home assignment", "homework assignment", "coding assignment", "technical assignment", "test assignment", "probeaufgabe", "test technique à la maison", "prueba técnica en casa", "zadanie rekrutacyjne", "zadanie domowe", "take-home exercise", "take-home project", "programmieraufgabe"}},
	{"take_home", false, []string{"take-home", "take home", "takehome", "take-homes", "assignment", "home task", "test task", "case study", "homework", "small project", "paid project", "prueba técnica", "teste técnico", "technical task", "zadanie techniczne"}},
	{"coding", true, []string{"coding interview", "coding interviews", "coding challenge", "coding challenges", "coding test", "coding tests", "coding exercise", "programming test", "programming interview", "programming exercise", "live coding", "live-coding", "code challenge", "technical interview", "technical interviews", "technical screen", "technical phone screen", "hackerrank", "codility", "leetcode", "technical challenge", "entrevista técnica", "entretien technique", "technisches interview", "fachgespräch", "rozmowa techniczna", "rozmowy technicznej"}},
	{"coding", false, []string{"coding", "technical test", "technical exercise", "technical discussion", "test technique", "code review", "technical round", "technical call", "live session", "coding session"}},
	{"pair_programming", true, []string{"pair programming interview", "pairing interview", "pair-programming interview", "pairing session", "pair programming session", "pair programming exercise", "pairing exercise"}},
	{"pair_programming", false, []string{"pair programming", "pair-programming", "pairing", "paired programming", "programación en pareja"}},
	{"whiteboard", true, []string{"whiteboard interview", "whiteboard interviews", "whiteboarding interview", "whiteboard coding", "whiteboard exercise", "whiteboard questions", "whiteboard tests", "whiteboard session", "whiteboarding session"}},
	{"whiteboard", false, []string{"whiteboard", "whiteboarding", "white board", "whiteboards"}},
	{"system_design", true, []string{"system design interview", "systems design interview", "design interview", "architecture interview", "system design round", "system design exercise", "system design session"}},
	{"system_design", false, []string{"system design", "systems design", "architecture discussion", "architecture session", "design exercise"}},
	{"behavioural", true, []string{"behavioural interview", "behavioral interview", "behavioural interviews", "behavioral interviews", "culture interview", "culture fit interview", "cultural interview", "values interview", "culture-fit interview", "culture fit call", "culture fit session"}},
	{"behavioural", false, []string{"behavioural", "behavioral", "culture fit", "cultural fit", "culture-fit", "values fit", "culture add", "meet the team", "meet the founders", "values"}},
	{"trial", true, []string{"trial day", "trial days", "trial week", "work trial", "paid trial", "probetag", "probearbeiten", "schnuppertag", "probearbeitstag", "dzień próbny", "journée d'essai", "día de prueba", "trial project", "trial period of work"}},
	{"trial", false, []string{"day on site with the team", "day with the team", "on-site day", "onsite day", "trial"}},
	{"presentation", false, []string{"presentation", "present your", "present to", "portfolio review", "präsentation", "présentation", "presentación", "apresentação", "prezentacja"}},
	{"references", true, []string{"reference check", "reference checks", "references check", "reference call", "reference calls"}},
	{"references", false, []string{"references", "referenzen", "références", "referencias"}},
}

func interviewLists() (lists [][]string) {
	for _, w := range interviewWords {
		lists = append(lists, w.list)
	}
	return lists
}

// interviewCues open the part of an ad that tells of its interviews.
var interviewCues = []string{"interview", "interviews", "interviewing", "interview process", "hiring process", "recruitment process", "recruiting process", "application process", "selection process", "hiring steps", "process:", "bewerbungsprozess", "auswahlprozess", "vorstellungsgespräch", "bewerbungsgespräch", "so geht es weiter", "processus de recrutement", "entretien", "entretiens", "proceso de selección", "entrevista", "entrevistas", "processo seletivo", "proces rekrutacji", "proces rekrutacyjny", "etapy rekrutacji", "rekrutacja", "rekrutacji", "rozmowa rekrutacyjna", "sollicitatieprocedure", "processo di selezione", "colloquio"}

// interviewReach is how far behind a heading on interviews their steps stand, in bytes.
const interviewReach = 700

// readInterview collects the steps of the interviews, in the order of the ad.
func (r *reader) readInterview() {
	for _, h := range r.cues.of(cueInterviews) {
		w, at := interviewWords[h.List], span{h.Start, h.End}
		if slices.Contains(r.ad.Interview, w.step) || !w.sure && !r.onInterviews(h.Start) || r.spared(at) || r.interviewingOthers(at) {
			continue
		}
		r.ad.Interview = append(r.ad.Interview, w.step)
		r.note("interview", w.step, fromBody, around(r.body.text, at))
	}
}

// onInterviews tells whether the ad tells of its interviews at a place: in a sentence with
// such a word, or soon behind a short line with one.
func (r *reader) onInterviews(i int) bool {
	for _, h := range r.cues.in(cueInterview, span{max(0, i-interviewReach), i + 200}) {
		p := r.passageAt(h.Start)
		if p.start <= i && i < p.end || p.end <= i && p.short {
			return true
		}
	}
	return false
}

// sparing stand before a step that an ad does without.
var sparing = phrases.Of("no", "not", "don't", "never", "without", "instead of", "rather than", "kein", "keine", "keinen", "ohne", "sin", "sans", "pas de", "bez", "nie", "sem", "skip", "hate")

// spared tells whether a step is one that the ad says it does without.
func (r *reader) spared(at span) bool {
	before := r.body.lower[max(0, at.start-100):at.start]
	for _, stop := range []string{".", ";", ":", "\n", " is ", " are ", " but "} {
		if i := strings.LastIndex(before, stop); i >= 0 {
			before = before[i+len(stop):]
		}
	}
	return sparing.In(before)
}

// interviewers are words of sentences on the interviews that the person of the job holds.
var interviewers = phrases.Of("conduct", "conducting", "participate in", "interview candidates", "interviewing candidates", "candidates and", "hire and", "hiring and mentoring", "take-home pay", "take home pay", "takehome pay")

// interviewingOthers tells whether the person of the job is to hold the interviews.
func (r *reader) interviewingOthers(at span) bool {
	_, lower, _ := r.sentence(at)
	return interviewers.In(lower)
}
