package normalize

import "strings"

// want is how much a passage wants what it names.
type want int

const (
	mentioned want = iota // the firm, its offer, its products
	required
	nice
)

// passage is a sentence, a bullet or a heading of the body, with the want of the section
// it stands in and of its own words.
type passage struct {
	span
	want  want
	about bool // stands in a section on the firm or its benefits
	short bool // a heading or a bare line
}

// The words of headings that open a section. The longest match of a heading decides.
var headings = []struct {
	want  want
	words []string
}{
	{nice, []string{"nice to have", "nice-to-have", "nice to haves", "nice-to-haves", "bonus", "bonus points", "plus", "pluses", "preferred", "preferred qualifications", "preferred skills", "desirable", "desired", "good to have",
		"extra credit", "brownie points", "ideally", "would be a plus", "it's nice if you have", "it would be great", "even better", "stand out", "extra points", "advantageous", "von vorteil", "mile widziane", "deseable",
		"valorable", "un plus", "atouts", "nice if you", "optional", "we'd love if", "a plus if", "you might also have", "great to have", "great if you", "desired skills", "wünschenswert", "plus points", "not required", "not mandatory", "diferenciais", "dodatkowym atutem", "dodatkowe atuty", "valorizado", "se valora", "valoramos", "les plus", "un atout", "souhaité", "compétences souhaitées", "wymagania dodatkowe", "valorizamos", "desejável", "dodatkowe"}},
	{required, []string{"requirements", "our requirements", "required", "qualifications", "minimum qualifications", "basic qualifications", "must have", "must-have", "must haves", "you have", "what you have", "you'll need", "you will need",
		"what you'll need", "what you need", "what we're looking for", "what we are looking for", "we're looking for", "we are looking for", "who you are", "about you", "your profile", "your skills", "skills", "experience", "tech stack", "technologies", "technology",
		"our stack", "stack", "the stack", "technical skills", "if you have", "what you bring", "what you'll bring", "you bring", "responsibilities", "what you'll do", "what you will do", "your role", "the role", "your responsibilities", "key responsibilities", "day to day", "your tasks", "tasks",
		"dein profil", "ihr profil", "das bringst du mit", "anforderungen", "aufgaben", "deine aufgaben", "wymagania", "obowiązki", "requisitos", "profil recherché", "votre profil", "compétences", "missions", "job description", "about the role", "about the job", "about the position", "about this role",
		"the opportunity", "position", "we expect", "expectations", "you are", "you should have", "you should", "duties", "ideal candidate", "what makes you", "what you'll be doing", "expected", "your background", "essential", "in this role", "overview of this role", "oczekujemy", "nasze wymagania", "tools", "languages", "frameworks", "backend", "frontend", "infrastructure", "qualificações", "who we're looking for", "voraussetzungen", "exigences", "requises", "niezbędne", "obrigatórios", "imprescindible", "wat je meebrengt"}},
	{mentioned, []string{"about us", "about the company", "company", "who we are", "our company", "what we offer", "we offer", "benefits", "perks", "our benefits", "what you'll get", "why us", "why join", "why work", "our customers", "customers", "our story", "our mission", "what we do", "offer", "compensation", "über uns", "wir bieten", "was wir bieten", "das bieten wir",
		"oferujemy", "ofrecemos", "nous offrons", "avantages", "equal opportunity", "interview process", "how to apply", "our values", "about the team", "culture", "salary", "location", "perks and benefits", "life at", "why you'll love", "diversity", "privacy", "eeo"}},
}

// The words of a sentence that make what it names welcome, not needed.
var niceCues = []string{
	"is a plus", "are a plus", "a plus", "big plus", "huge plus", "plus", "bonus", "nice to have", "nice-to-have", "preferred", "preferably", "desirable", "an advantage", "advantageous", "would be great", "a bonus", "good to have", "ideally",
	"not required", "not necessary", "not mandatory", "von vorteil", "mile widziane", "dodatkowym atutem", "even better", "beneficial", "extra points", "is helpful", "would be helpful", "a benefit", "bonus points", "optional", "would be nice", "nice if", "great if you", "valorable", "un plus", "wünschenswert",
}

// The words of a sentence that speaks of the firm's products and customers.
var aboutCues = []string{
	"our customers", "customers include", "clients include", "customers like", "clients like", "customers such as", "companies like", "companies such as", "investors", "backed by", "funded by", "alumni", "previously at", "formerly", "founders of", "founded by", "worked at",
	"acquired by", "partners include", "used by", "trusted by", "integrations with", "integrates with", "integrate with", "compatible", "alternative to", "competitor", "ex-", "y combinator", "we're the", "team from", "team members from", "led by", "series a", "series b", "apply via", "apply through", "our github", "on github", "github.com",
	"discord", "equal opportunity", "learn more",
}

// split cuts a body into passages and gives each its want. What an ad without sections
// names is taken as asked for: that is how short ads are written.
func split(body source) []passage {
	var all []passage
	section, about := required, false
	for start := 0; start < len(body.text); {
		end := sentenceEnd(body.text, start)
		p := passage{span: span{start, end}}
		line := strings.TrimSpace(body.lower[start:end])
		p.short = len(beforeLink(line)) <= 90
		if w, ok := heading(line, body.text, end); ok {
			section, about = w, w == mentioned
			p.short = true
		}
		p.want, p.about = section, about
		switch {
		case section == mentioned:
		case hasCue(line, niceCues) && !strings.Contains(line, "plusieurs"):
			p.want = nice
		case hasCue(line, aboutCues):
			p.want, p.about = mentioned, true
		}
		all = append(all, p)
		start = end
	}
	return all
}

func hasCue(line string, cues []string) bool {
	_, ok := firstWord(line, cues)
	return ok
}

// sentenceEnd returns where the passage that begins at i ends: at a line break, behind a
// full stop, a semicolon, or a colon that may end a heading inside a line.
func sentenceEnd(text string, i int) int {
	for j := i; j < len(text); j++ {
		switch text[j] {
		case '\n':
			return j + 1
		case '.', '!', '?', ';':
			if j+1 < len(text) && text[j+1] == ' ' && j+2 < len(text) && !(text[j+2] >= 'a' && text[j+2] <= 'z' && text[j] == '.') {
				return j + 2
			}
		case ':':
			if j+1 < len(text) && text[j+1] == ' ' && j-i > 3 {
				return j + 2
			}
		}
	}
	return len(text)
}

// heading tells whether a passage opens a section, and of what want. A heading is a short
// line, or the short words before a colon.
func heading(line, text string, end int) (want, bool) {
	bare := strings.Trim(line, " #*_:.-–!?\t\n•")
	colon := strings.HasSuffix(line, ":")
	if bare == "" || len(bare) > 70 || !colon && (end < len(text) && text[end-1] != '\n' || len(bare) > 45 || strings.HasPrefix(line, "- ") || strings.ContainsAny(bare, ",;")) {
		return 0, false
	}
	best, found := mentioned, 0
	for _, h := range headings {
		for _, w := range h.words {
			if len(w) > found && wordAt(bare, w, 0) >= 0 && (colon || len(bare) <= 2*len(w)+14) {
				best, found = h.want, len(w)
			}
		}
	}
	return best, found > 0
}

// passageAt returns the passage that holds a place of the body.
func (r *reader) passageAt(i int) passage {
	low, high := 0, len(r.passages)
	for low < high {
		if middle := (low + high) / 2; r.passages[middle].end <= i {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(r.passages) {
		return passage{want: required}
	}
	return r.passages[low]
}
