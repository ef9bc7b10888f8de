package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/fold"
)

// roleName is a role the ad offers, as it names it.
type roleName struct {
	role   string // of stackhound.Roles, or "software" where the name says no more
	source source
	span
	again bool // another name for a role offered before
}

// nouns are the words that end the name of a role, singular.
var nouns = []string{
	"engineer", "developer", "architect", "scientist", "designer", "manager", "analyst", "programmer", "administrator", "consultant", "researcher", "specialist", "lead", "director", "tester", "sre", "devops", "head",
	"recruiter", "writer", "advocate", "representative", "coordinator", "officer", "assistant", "associate", "owner", "swe", "sdet", "dba", "cto", "intern", "développeur", "développeuse", "ingénieur", "ingénieure", "desarrollador", "desarrolladora", "ingeniero", "ingeniera", "programador", "programadora", "desenvolvedor", "desenvolvedora", "engenheiro", "engenheira", "programista", "programistka", "inżynier", "evaluator", "creator", "evangelist", "strategist", "technician", "operator", "executive", "marketer", "accountant", "agent", "trainer", "coach", "master", "hacker", "ux", "sysadmin", "vp", "admin", "dev", "devs", "teacher", "instructor", "labeler", "annotator",
}

// classes tell the kind of a role by the words of its name, the first that fits.
var classes = []struct {
	role  string
	words []string
}{
	{"product", []string{"product manager", "product owner", "product management", "product lead", "product director", "head of product", "vp product", "vp of product", "product managers", "technical product", "product marketing"}},
	{"design", []string{"designer", "designers", "ux", "ui/ux", "ux/ui", "product design", "design lead", "user experience", "illustrator"}},
	{"management", []string{"engineering manager", "engineering managers", "head of engineering", "cto", "vp engineering", "vp of engineering", "vp, engineering", "director of engineering", "engineering director", "engineering lead", "development manager", "head of development", "software manager", "chief technology officer", "technical director", "manager, engineering", "manager of engineering", "engineering management", "software engineering manager", "eng manager", "director, engineering", "head of technology", "it manager", "head of data", "manager, software", "team lead", "team leader", "teamlead"}},
	{"other", []string{"sales", "marketing", "recruiter", "account", "customer", "support", "writer", "advocate", "developer relations", "devrel", "developer advocate", "business development", "scrum", "agile coach", "project manager", "program manager", "hr", "finance", "legal", "operations manager", "office", "content", "community", "people", "talent", "business analyst", "success", "solutions engineer", "solution engineer", "solutions architect", "solution architect", "field engineer", "salesforce", "sap", "forward deployed", "implementation", "teacher", "instructor", "representative", "growth marketing", "accountant", "chief of staff", "operations associate", "labeling", "evaluator", "systems analyst", "mechanical engineer", "electrical engineer", "hardware engineer", "chemist", "biologist", "integration specialist", "solutions consultant", "developer experience", "sdr", "bdr"}},
	{"security", []string{"security", "infosec", "appsec", "penetration", "pentester", "cyber", "cybersecurity", "soc analyst", "devsecops", "sicherheit", "sicherheitsingenieur", "sicherheitsingenieurin", "sécurité", "seguridad", "segurança", "bezpieczeństwa", "cryptography", "cryptographer"}},
	{"ml", []string{"machine learning", "machine-learning", "ml", "ml/ai", "ai/ml", "mle", "mlops", "ai engineer", "ai engineers", "ai developer", "ai researcher", "ai scientist", "deep learning", "nlp", "computer vision", "research scientist", "applied scientist", "research engineer", "ai", "llm", "perception", "reinforcement learning", "genai"}},
	{"fullstack", []string{"web", "full-stack", "full stack", "fullstack", "full-stack/", "web developer", "web engineer", "webentwickler", "product engineer", "product engineers", "growth engineer", "founding", "mern", "mean"}},
	{"game", []string{"game", "games", "gameplay", "unity", "unreal"}},
	{"mobile", []string{"ios", "android", "mobile", "flutter", "react native", "react-native"}},
	{"qa", []string{"qa", "quality", "test", "testing", "tester", "sdet", "automation tester", "validation", "qualité", "calidad", "qualidade", "testes", "jakości", "testów"}},
	{"embedded", []string{"embedded", "firmware", "robotics", "robot", "fpga", "iot", "bms", "rtos", "controls", "autonomy", "computer-vision", "embarqué", "embarcado", "wbudowanego", "wbudowanych"}},
	{"data", []string{"data", "analytics", "bi", "etl", "dba", "business intelligence", "big data", "snowflake", "databricks", "quantitative", "statistician", "data science", "power bi", "daten", "dateningenieur", "dateningenieurin", "données", "datos", "dados", "danych"}},
	{"devops", []string{"devops", "dev ops", "sre", "reliability", "infrastructure", "infra", "platform", "cloud", "sysadmin", "system administrator", "systems administrator", "kubernetes", "systems engineer", "system engineer", "network", "release", "operations engineer", "production engineer", "administrator", "system admin", "sysadmins", "linux", "build engineer", "site", "aws", "plattform", "plateforme", "plataforma", "platformy", "infrastruktur", "infraestructura"}},
	{"frontend", []string{"front-end", "front end", "frontend", "ui", "react", "angular", "vue", "javascript", "typescript", "web ui", "visualization", "html", "client-side", "react.js"}},
	{"backend", []string{"back-end", "back end", "backend", "server-side", "server", "api", "java", "python", "go", "golang", "php", "ruby", "rails", ".net", "c#", "node", "node.js", "scala", "kotlin", "elixir", "rust", "c++", "clojure", "symfony", "laravel", "django", "spring", "database", "distributed systems", "systems programmer", "blockchain", "solidity", "haskell", "erlang", "perl", "c", "compiler", "search", "payments", "integration"}},
}

// software are the words that make a role one of software where no class says more.
var software = []string{"software", "engineer", "engineers", "developer", "developers", "programmer", "programmers", "swe", "développeur", "desarrollador", "programista", "engineering", "dev", "devs", "hacker", "hackers", "architect", "desenvolvedor", "desenvolvedora", "technical staff", "logiciel", "oprogramowania", "programador", "programadora", "desarrolladora", "développeuse", "ingénieur", "ingeniero", "engenheiro", "inżynier", "programistka"}

// readRoles collects the roles of the title; where it is a header line or names none, of
// the body's short lines too; and where nothing names one, of what the ad calls for.
func (r *reader) readRoles() {
	r.rolesIn(r.title, span{0, len(r.title.text)})
	if r.header() || len(r.roles) == 0 {
		for _, p := range r.passages {
			if r.listsRole(p) {
				r.rolesIn(r.body, p.span)
			}
		}
	}
	if len(r.roles) == 0 {
		r.sought()
	}
	if len(r.roles) == 0 {
		for _, c := range r.l.Stated.Category {
			s := newSource(fromStated, c)
			if role := classify(s.lower); role != "" {
				r.roles = append(r.roles, roleName{role: role, source: s, span: span{0, len(c)}})
			}
		}
	}
	for _, n := range r.roles {
		role := n.role
		if role == "software" {
			role = r.software()
		}
		r.add(&r.ad.Roles, "roles", role, n.source.name, n.source.text[n.start:n.end])
	}
	if len(r.ad.Roles) == 0 {
		r.add(&r.ad.Roles, "roles", r.silentRole(), fromBody, "")
	}
}

// silentRole is the role of an ad that names none: one of software where it speaks of
// engineers and asks for technologies.
func (r *reader) silentRole() string {
	if len(r.ad.Stack.Required) > 0 && hasCue(r.body.lower, []string{"engineers", "engineer", "engineering", "developers", "developer", "software"}) {
		return r.software()
	}
	return "other"
}

// prose are words of sentences; a line with one of them speaks about people, it does not
// name a role.
var prose = []string{"is", "are", "was", "we", "we're", "you", "our", "your", "that", "who", "their", "they", "i", "i'm", "has", "have", "will", "with us", "team of", "led by", "reports to", "reporting to", "work with", "collaborate", "please", "by"}

// listsRole tells whether a passage of the body may be the name of a role: a short line
// that is no sentence and not the title once more, as threads begin with it.
func (r *reader) listsRole(p passage) bool {
	text := beforeLink(strings.TrimSpace(r.body.text[p.start:p.end]))
	if !p.short || p.about || len(text) > 12 && strings.Contains(r.title.text, text) {
		return false
	}
	return !strings.HasSuffix(text, ".") && !hasCue(fold.ASCII(text), prose)
}

// beforeLink cuts a line where a link begins.
func beforeLink(line string) string {
	before, _, _ := strings.Cut(line, "http")
	return strings.TrimRight(before, " -–:([")
}

// maxRoles bounds the roles one ad is read to offer.
const maxRoles = 50

// rolesIn finds the names of roles in a part of a source.
func (r *reader) rolesIn(s source, part span) {
	for _, piece := range pieces(s.lower, part) {
		lower := s.lower[piece.start:piece.end]
		if roleNoun(lower) < 0 && !bareRole(lower) || strings.Contains(lower, "://") {
			continue
		}
		if role := classify(lower); role != "" && len(r.roles) < maxRoles {
			r.roles = append(r.roles, roleName{role, s, piece, r.offers(lower)})
		}
	}
}

// bare are names of roles that stand without a noun in lists: "Backend, Frontend, iOS".
var bare = []string{"backend", "back-end", "frontend", "front-end", "fullstack", "full-stack", "mobile", "ios", "android", "devops", "sre", "infra", "infrastructure", "data", "ml", "ai", "security", "qa", "design", "web", "embedded", "firmware", "systems", "platform", "engineering"}

func bareRole(lower string) bool { return slices.Contains(bare, strings.Trim(lower, " -()[]*")) }

// offers tells whether a role of that name was found before.
func (r *reader) offers(lower string) bool {
	key := strings.Trim(lower, " -:()")
	for _, n := range r.roles {
		if have := strings.Trim(n.source.lower[n.start:n.end], " -:()"); strings.Contains(have, key) || strings.Contains(key, have) {
			return true
		}
	}
	return false
}

// pieces cuts a part of a text where one role ends and the next begins.
func pieces(lower string, part span) []span {
	var all []span
	start := part.start
	for i := part.start; i <= part.end; i++ {
		cut := 0
		switch {
		case i == part.end:
			cut = 1
		case strings.IndexByte("|,;\n", lower[i]) >= 0:
			cut = 1
		case strings.HasPrefix(lower[i:part.end], " and ") || strings.HasPrefix(lower[i:part.end], " & "):
			if roleNoun(lower[start:i]) >= 0 || bareRole(lower[start:i]) {
				cut = strings.IndexByte(lower[i+1:], ' ') + 1
			}
		case strings.HasPrefix(lower[i:part.end], " / ") && roleNoun(lower[start:i]) >= 0:
			cut = 3
		case lower[i] == '/' && bareRole(lower[start:i]):
			cut = 1
		}
		if cut == 0 {
			continue
		}
		if i > start && i-start <= 110 {
			all = append(all, span{start, i})
		}
		start = min(part.end, i+cut)
		i = max(i, start-1)
	}
	return all
}

// compounds are the nouns that German writes into one word with what stands before them:
// "Softwareentwickler".
var compounds = []string{"entwickler", "ingenieur", "architekt"}

// compound returns where a word stands that ends in one of compounds, or -1.
func compound(lower string) int {
	for _, noun := range compounds {
		if i := strings.Index(lower, noun); i >= 0 {
			end := i + len(noun)
			end += len(lower[end:]) - len(strings.TrimPrefix(lower[end:], "in"))
			if !fold.InWord(lower, end) {
				return i
			}
		}
	}
	return -1
}

// roleNoun returns where a word that ends the name of a role stands, or -1.
func roleNoun(lower string) int {
	if i := compound(lower); i >= 0 {
		return i
	}
	for _, n := range nouns {
		for _, form := range []string{n, n + "s"} {
			if i := wordAt(lower, form, 0); i >= 0 {
				return i
			}
		}
	}
	return -1
}

// classify returns the role of a name, "software" for one of software that says no
// more, "" for none.
func classify(lower string) string {
	for _, c := range classes {
		if hasCue(lower, c.words) {
			return c.role
		}
	}
	if hasCue(lower, software) || compound(lower) >= 0 {
		return "software"
	}
	if roleNoun(lower) >= 0 {
		return "other"
	}
	return ""
}

// software settles a role that is only called "Software Engineer": by the two sides of
// the work the ad speaks of.
func (r *reader) software() string {
	front := hasCue(r.body.lower, []string{"frontend", "front-end", "front end", "react", "vue", "angular", "css", "user interface", "ui"})
	back := hasCue(r.body.lower, []string{"backend", "back-end", "back end", "server", "api", "apis", "database", "postgresql", "postgres", "python", "java", "go", "node.js", "rails", "microservices"})
	switch {
	case hasCue(r.body.lower, []string{"full-stack", "full stack", "fullstack"}):
		return "fullstack"
	case front && back:
		return "fullstack"
	case hasCue(r.body.lower, []string{"firmware", "embedded"}):
		return "embedded"
	case front:
		return "frontend"
	}
	return "backend"
}

// calls are the words that announce the role an ad without a heading looks for.
var calls = []string{"looking for", "hiring", "seeking", "join us as", "we need", "searching for", "role of", "position of", "recruiting", "suchen", "as a", "as an", "szukamy", "poszukujemy"}

// sought reads the role behind words such as "we are looking for a".
func (r *reader) sought() {
	for _, call := range calls {
		i := wordAt(r.body.lower, call, 0)
		if i < 0 {
			continue
		}
		start := i + len(call)
		end := min(len(r.body.lower), start+90)
		if j := strings.IndexAny(r.body.lower[start:end], ".\n;!?"); j >= 0 {
			end = start + j
		}
		if r.rolesIn(r.body, span{start, end}); len(r.roles) > 0 {
			return
		}
	}
}
