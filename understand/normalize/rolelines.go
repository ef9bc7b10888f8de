package normalize

import (
	"strings"

	"stackhound/lexicon/fold"
	"stackhound/lexicon/phrases"
	"stackhound/lexicon/roles"
)

// proseWords are words of sentences; a line with one of them before its noun speaks about
// people, it does not name a role.
var proseWords = phrases.Of("is", "are", "was", "we", "we're", "we've", "you", "our", "your", "that", "who", "their", "they", "i", "i'm", "has", "have", "will", "with us", "team of", "led by", "reports to", "reporting to", "work with", "working with",
	"collaborate", "please", "by", "experience", "years", "yrs", "knowledge", "ability", "degree", "from", "about", "join", "email", "contact", "apply", "ask for", "alongside", "including", "such as", "between", "through", "like", "every", "these", "this", "its", "it's", "them", "can", "as a", "as an", "than", "be", "been", "were", "also", "posted", "hi", "hey", "hello", "here", "my", "me", "us", "if", "the", "helps", "helping", "enables", "lets", "gives", "makes", "empowers", "provides", "serves", "currently", "former")

// speaks tells whether a text has a word of a sentence.
func speaks(lower string) bool { return proseWords.In(lower) }

// signs are words of a line by which somebody signs an ad: "Wren (CTO at …)".
var signs = phrases.Of("cto at", "cto of", "cto @", "ceo at", "ceo of", "founder at", "founder of", "co-founder of")

// maxEntry is the longest line without a bullet that may be the name of a role by itself.
const maxEntry = 60

// listLine is a line of the body that may be the name of a role.
type listLine struct {
	span
	bullet bool
	entry  bool // of a list, in a thread whose first line names no role
	led    bool // behind a line that announces roles
}

// lineRoles reads the names of roles that stand in lines of their own.
func (r *reader) lineRoles(untitled bool) []roleName {
	var all []roleName
	led, listing := false, false // listing: and has named one
	titled := !untitled && !r.header() && strings.TrimSpace(r.title.text) != ""
	for start := 0; start < len(r.body.text); {
		at := line(r.body.text, start)
		start = at.end + 1
		if strings.TrimSpace(r.body.text[at.start:at.end]) == "" {
			continue
		}
		if titled && !led { // beside a title of its own only a line that is announced names roles
			led = r.announces(at)
			continue
		}
		l := r.listLine(at, led)
		l.entry = untitled && (l.bullet || at.end-at.start <= maxEntry)
		found := r.namesOfLine(l)
		all = append(all, found...)
		if len(found) > 0 {
			listing = led
		} else {
			led = r.announces(at) || listing && l.bullet
			listing = listing && l.bullet
		}
		if len(all) >= maxRoles {
			break
		}
	}
	return distinctNames(all)
}

// announces tells whether a line says that the next ones are roles: "Open positions:".
func (r *reader) announces(at span) bool {
	lower := strings.TrimRight(r.body.lower[at.start:at.end], " *")
	return r.cues.near(cueCall, at) && (strings.HasSuffix(lower, ":") || len(lower) < 160)
}

// listLine cuts a line of the body to the words that may name a role: without its bullet,
// its link and what is said behind it.
func (r *reader) listLine(at span, led bool) listLine {
	text := r.body.text[at.start:at.end]
	l := listLine{span: at, led: led, bullet: strings.HasPrefix(text, "- ")}
	if i := strings.Index(text, "http"); i >= 0 {
		l.end = l.start + i
	}
	l.span = trimmed(r.body.text, l.span)
	if led || l.bullet {
		l.end = l.start + clauseEnd(r.body.lower[l.start:l.end])
	}
	if l.end-l.start > 90 && !led && !l.bullet && r.header() {
		if i := dashAt(r.body.lower[l.start:l.end]); i > 0 {
			l.end = l.start + i
		}
	}
	if l.end-l.start > 90 && (led || l.bullet) {
		l.end = l.start + roles.Head(r.body.lower[l.start:l.end])
	}
	return l
}

// dashAt returns where a dash stands that parts a name at the begin of a line from what is
// said of it, 0 without one: "Product Manager (Mobile) - 2+ years in …".
func dashAt(lower string) int {
	for _, dash := range []string{" - ", " – ", " — "} {
		if i := strings.Index(lower, dash); i > 0 && i <= 70 && roleNoun(lower[:i]) >= 0 {
			return i
		}
	}
	return 0
}

// clauseEnd returns where the words begin that say what the person of a role does or has.
func clauseEnd(lower string) int {
	end := len(lower)
	noun := roleNoun(lower[:min(end, maxName)])
	if noun < 0 {
		return end
	}
	for _, w := range []string{" who ", " that ", " with ", " to ", ". "} {
		if i := strings.Index(lower[noun:end], w); i >= 0 {
			end = noun + i
		}
	}
	return end
}

// namesOfLine returns the roles a line names, none where it is no list of them.
func (r *reader) namesOfLine(l listLine) []roleName {
	if l.end-l.start > 90 || l.end <= l.start {
		return nil
	}
	text, lower := r.body.text[l.start:l.end], r.body.lower[l.start:l.end]
	if !l.led && !r.header() && strings.TrimSpace(r.title.text) != "" && !(l.entry && capital(text)) {
		return nil // of an ad with a title of its own
	}
	if len(text) > 12 && strings.Contains(r.title.text, text) || r.passageAt(l.start).about && !l.led {
		return nil
	}
	_, end, noun := roles.Noun(lower)
	if !noun && !(l.led && l.bullet && bareRole(lower)) || !l.led && strings.HasSuffix(text, ".") {
		return nil
	}
	if !noun {
		end = len(lower)
	}
	if !l.led && strings.Contains(lower[end:], ": ") && bareRole(lower[:end]) {
		return nil // "DevOps: Docker, Terraform" tells a stack
	}
	if speaks(lower[:end]) || !l.led && signs.In(lower) {
		return nil
	}
	var all []roleName
	for _, n := range namesIn(r.body, l.span) {
		if n.bare && !l.led {
			return nil
		}
		all = append(all, n.roleName)
	}
	return all
}

// capital tells whether the noun that ends the name of a role begins with a capital: "iOS
// Developer", not "Mentor junior developers".
func capital(text string) bool {
	noun := roleNoun(fold.ASCII(text))
	return noun >= 0 && text[noun] >= 'A' && text[noun] <= 'Z'
}

// callWords announce the role an ad looks for.
var callWords = []string{"looking for", "hiring", "hiring for", "seeking", "we need", "searching for", "need for a", "need for an", "in need of", "recruiting", "open positions", "open position", "open roles", "openings", "openings for", "open positions for", "open roles for", "positions for", "roles for", "interested in", "looking to hire", "looking to add",
	"looking to bring on", "to hire", "to add", "bring on", "adding", "join us as", "role of", "position of", "roles", "positions", "positions to highlight", "vacancies", "current openings", "suchen", "suchen wir", "gesucht", "szukamy", "poszukujemy", "recherchons", "nous recrutons", "buscamos", "procuramos", "cerchiamo", "zoeken"}

// soughtRoles reads the roles behind words such as "we are looking for a". Beside a header
// line only names that say a kind of work count.
func (r *reader) soughtRoles(beside bool) []roleName {
	var all []roleName
	last := 0
	for _, call := range r.cues.of(cueCall)[:min(len(r.cues.of(cueCall)), maxRoles)] {
		if call.Start < last || len(all) >= maxRoles {
			continue
		}
		found, end := r.soughtAt(call.End)
		for _, n := range found {
			if !beside || n.role != roles.Software && roles.Known(n.source.lower[n.start:n.end]) {
				all = append(all, n)
			}
		}
		if len(found) > 0 {
			last = end
		}
		if len(all) > 0 && !beside {
			break
		}
	}
	return distinctNames(all)
}

// maxCall is how far behind a call names are looked for, in bytes.
const maxCall = 160

// soughtAt reads the names behind a call, up to the end of the sentence.
func (r *reader) soughtAt(start int) (found []roleName, end int) {
	end = min(len(r.body.lower), start+maxCall)
	for _, w := range []string{" including ", " such as "} {
		if j := strings.Index(r.body.lower[start:end], w); j >= 0 {
			start += j + len(w)
		}
	}
	lead := r.body.lower[start:end]
	for _, w := range []string{" for ", ":", " ", "a number of ", "several ", "a ", "an "} {
		lead = strings.TrimPrefix(lead, w)
	}
	start = end - len(lead)
	for _, stop := range []string{". ", "\n", ";", "!", "?", " to join", " who ", " to help", " with ", " that ", " to work"} {
		if j := strings.Index(r.body.lower[start:end], stop); j >= 0 {
			end = start + j
		}
	}
	for _, n := range namesIn(r.body, span{start, end}) {
		lower := r.body.lower[n.start:n.end]
		if _, end, ok := roles.Noun(lower); ok && !strings.HasPrefix(lower[end:], " (") {
			n.end, lower = n.start+end, lower[:end]
		}
		if head, _, _ := strings.Cut(lower, " ("); n.bare || speaks(head) || len(strings.Fields(head)) > 8 {
			break
		}
		found = append(found, n.roleName)
	}
	return found, end
}

// beforeLink cuts a line where a link begins.
func beforeLink(line string) string {
	before, _, _ := strings.Cut(line, "http")
	return strings.TrimRight(before, " -–:([")
}
