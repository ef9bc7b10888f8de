package normalize

import (
	"stackhound"
	"stackhound/lexicon/phrases"
)

// The words for each way of working, in fields and titles.
var workplaceWords = []struct {
	way   stackhound.Workplace
	words *phrases.Set
}{
	{stackhound.Remote, phrases.Of("remote", "remotely", "telecommute", "work from home", "wfh", "home office", "homeoffice", "fully distributed", "distributed team", "distributed company", "anywhere", "zdalna", "zdalnie", "remoto", "télétravail", "remote-first", "remote first", "remote-friendly", "remote ok", "worldwide", "teletrabajo", "teletrabalho", "thuiswerk", "thuiswerken", "da remoto", "a distancia", "à distance", "remota", "telework", "telearbeit", "full remote", "pracy zdalnej", "práce na dálku", "home-office", "home-based")},
	{stackhound.Hybrid, phrases.Of("hybrid", "hybride", "híbrido", "hybrydowa", "hybrydowo", "hybrydowy", "híbrida", "hybridní", "ibrido", "ibrida", "smart working", "mobiles arbeiten", "télétravail partiel", "part remote", "partially remote", "partly remote", "teilweise remote")},
	{stackhound.Onsite, phrases.Of("onsite", "on-site", "on site", "on_site", "in-office", "in office", "in-person", "in person", "vor ort", "presencial", "stacjonarnie", "no remote", "not remote", "office-based", "office based", "sur site", "présentiel", "en présentiel", "op kantoor", "op locatie", "in sede", "stacjonarna", "w biurze", "en oficina", "en la oficina", "im büro", "na miejscu", "inperson")},
}

// The words that say it in running text, hyphens as spaces, where "remote" alone may be a
// remote server and "hybrid" a hybrid cloud. Hybrid comes first: it is told by the days at
// home it is made of.
var bodyWords = []struct {
	way   stackhound.Workplace
	words []string
}{
	{stackhound.Hybrid, []string{"hybrid work", "hybrid working", "hybrid model", "hybrid role", "hybrid position", "hybrid schedule", "hybrid environment", "hybrid remote", "hybrid office", "hybrid setup", "hybrid arrangement", "hybrid arrangements", "hybrid policy", "hybrid company", "hybrid team", "hybrid workplace",
		"hybrid flexible", "hybrid approach", "(hybrid", "hybrid)", "work hybrid", "is hybrid", "is a hybrid", "days in the office", "days in office", "days per week in", "days a week in", "days a week from", "days in our office", "days from home", "days/week in", "days per week from",
		"days wfh", "day wfh", "days remote", "day remote", "wfh days", "days at home", "part remote", "partially remote", "partial remote", "partly remote", "mix of home", "mix of remote", "home and office", "office and home", "split between home", "combination of home", "work from home options",
		"work from home option", "some work from home", "wfh flexibility", "wfh options", "occasional work from home", "flexible working from home", "flexibility to work from home", "work from home days", "ability to work from home", "option to work from home", "opportunity to work from home when", "work from home arrangements", "work from home arrangement", "working from home arrangement",
		"working from home arrangements", "working from home options", "working from home conditions", "work from home flexibility", "work from home up to", "% from home", "partially onsite", "work from home opportunities", "hybrid:", "mobiles arbeiten", "mobile arbeit", "tage pro woche im büro", "tage im büro", "tage homeoffice", "télétravail partiel", "jours de télétravail", "hybride", "híbrido", "híbrida", "hybrydowa", "hybrydowo", "días de teletrabajo", "días en la oficina",
		"days working from home", "work from home 1", "work from home 2", "flexible hybrid"}},
	{stackhound.Remote, []string{"fully remote", "100% remote", "full remote", "remote first", "all remote", "completely remote", "remote position", "remote role", "remote job", "remote opportunity", "remote team", "remote company", "remote work", "work remotely", "working remotely", "remote working", "remote within", "remote in", "remote from",
		"remote (", "remote:", "remote only", "remote ok", "remote friendly", "remote possible", "remote option", "fully distributed", "distributed team", "distributed company", "work from anywhere", "working from anywhere", "remotely from anywhere", "hire from anywhere", "join from anywhere", "candidates from anywhere", "applicants from anywhere", "live anywhere", "from anywhere in the", "is remote", "are remote", "be remote", "remote or", "or remote", "remote,", "/remote", "(remote", "remote)", "remote candidates",
		"remote employees", "remote anywhere", "permanently remote", "remote basis", "praca zdalna", "pracy zdalnej", "zdalnie", "zdalna", "vollständig remote", "homeoffice", "télétravail", "à distance", "teletrabajo", "remoto", "remota", "remote innerhalb", "oder remote", "remote based", "remote eligible", "us remote", "remote us", "telecommute", "remote setup", "remote set up", "remote environment", "work from home", "working from home", "wfh", "home based role", "home based position", "home based work", "home based job", "home based opportunity", "home based with", "fully home based", "from a home office", "from your home office", "from home"}},
	{stackhound.Onsite, []string{"on site role", "onsite role", "on site position", "onsite position", "work onsite", "work on site", "working on site", "working onsite", "onsite work", "on site work", "onsite in", "on site in", "onsite at", "on site at", "(onsite", "(on site", "onsite)", "onsite only", "fully onsite", "fully on site", "100% onsite", "in office", "in person role", "in person", "work in our office", "from our office",
		"our office in", "based in our", "work from the office", "office based", "in the office full", "5 days in", "five days a week in", "5 days a week in", "5 days per week in", "five days per week in", "work is on site", "role is on site", "position is on site", "job is on site", "work is onsite", "relocate to", "vor ort", "sur site", "presencial", "stacjonarna", "stacjonarnie", "onsite"}},
}

// notOffered are words before a way of working that take it back or make it a skill or a
// perk of other people.
var notOffered = []string{"away ", "far ", "temporary ", "no ", "not ", "not a ", "not an ", "isn't a ", "not a fully ", "not fully ", "not currently ", "no fully ", "non-", "non ", "without ", "independent / ", "if necessary", "via ", "manage ", "managing ", "other ", "isn't ", "cannot ", "aren't ", "rather than ", "kein ", "keine ", "nicht ", "pas de ", "pas en ", "sans ", "sin ", "sem ", "não ", "bez ", "nie ", "niet ", "geen ", "non è ", "lead ", "leading ", "coordinate ", "mentor "}

// remoteThings follow "remote" where it is not the place of work.
var remoteThings = []string{
	"sensing", "procedure", "desktop", "access", "control", "monitoring", "management", "server", "host", "machine", "device", "site", "asset", "area", "communit", "village", "code", "execution", "exploit", "repositor", "repo ", "branch", "attack",
	"patient", "health", "diagnos", "customer", "client", "user", "sensor", "equipment", "terminal", "unit", "api", "debug", "data", "storage", "cluster", "viewing", "vehicle", "pilot", "operated", "operation", "learning", "learner", "classroom", "procedure",
	"driving", "identity", "support for", "support tool", "support to", "proctor", "work experience", "experience", "sales", "meeting tool", "collaboration tool", "deposit", "signing", "backup", "function", "method", "object", "shell", "wipe", "installation", "commission", "tower", "field", "mine", "location support", "systems", "hands", "caregiv", "notari", "testing of", "administration",
}

// hybridThings follow "hybrid" where it is not the place of work.
var hybridThings = []string{
	"cloud", "app", "mobile app", "mobile dev", "vehicle", "car", "electric", "infrastructure", "search", "engine", "architect", "framework", "integration", "warehouse", "database", "kernel", "mesh", "network", "threat", "on prem", "identit", "data", "deployment", "it ", "role between",
	"quantum", "simulation", "algorithm", "recommend", "retrieval", "multi cloud", "multicloud", "and multi", "or multi", "storage", "encryption", "crypto", "event", "power", "solution", "platform", "system", "computing", "modeling", "modelling", "bond", "seed", "assembly", "rag",
	"mobil", "hosting", "connectivity", "publishing", "aircraft", "human", "intelligence", "environments (", "ai ", "ml ", "agile", "waterfall", "method", "project management", "cms", "framework", "publish", "instrument", "securit",
}

// ofOthers stand before "remote" where others work so: customers, or the person's past.
var ofOthers = []string{"for remote", "helps ", "helping ", "help ", "enable", "enabling", "empower", "support remote", "supporting ", "tools for", "platform for", "software for", "future of", "customers", "clients", "experience with", "experience working", "experience in", "experience leading",
	"person team", "people team", "with our remote", "with remote", "across remote", "collaborate with", "working with", "work with", "leading ", "managing ", "for distributed", "that makes", "make "}

// waysOfWork are words of a sentence on how people work.
var waysOfWork = phrases.Of("flexible", "flexibility", "office", "remote", "remotely", "onsite", "on-site", "wfh", "from home", "working", "workplace", "work arrangements", "work environment", "location", "team environment", "culture", "days", "in person", "in-person", "on site")

// homeWords are work away from the office, hyphens as spaces.
var homeWords = []string{"from home", "wfh", "homeoffice", "home office", "working remotely", "work remotely", "remote days", "télétravail", "teletrabajo", "teletrabalho", "pracy zdalnej", "zdalnie", "thuiswerken", "thuis werken", "smart working"}

// partOfWeek are words of a sentence that make work from home a part of the week, or a
// liberty beside the office.
var partOfWeek = phrases.Of(
	"monday", "mondays", "tuesday", "tuesdays", "wednesday", "wednesdays", "thursday", "thursdays", "friday", "fridays", "flexible", "flexibility", "flexibly", "option", "options", "occasional", "occasionally", "sometimes", "some", "partly", "partially", "partial", "hybrid", "mix", "combination", "up to", "one day", "two days", "three days",
	"work life balance", "including working", "once a week", "best of both", "arrangements", "balance", "in the office", "when needed", "as needed", "half", "50%", "40%", "60%",
	"tage", "tag", "tagen", "teilweise", "anteilig", "bis zu", "möglichkeit", "flexibel", "flexible arbeitszeiten", "gelegentlich", "jours", "jour", "partiel", "partiellement", "possibilité", "ponctuel", "días", "día", "parcial", "flexibilidad", "posibilidad", "dias", "parcialmente", "possibilidade", "dni", "częściowo", "częściowej", "możliwość", "okazjonalnie", "dagen", "mogelijkheid", "giorni", "parziale",
)

// fullTime are words of a sentence that make work from home all of the week.
var fullTime = phrases.Of("fully", "100%", "permanent", "permanently", "full time from home", "always", "exclusively", "entirely", "5 days", "five days", "anywhere", "vollständig", "komplett", "totalmente", "à 100", "w 100", "completely", "from a home office", "from your home office", "home loans", "clients", "customers", "patients", "your own home", "remote first", "fulltime remote")

// remoteDenials rule remote work out, in the order they are looked for; the first ones
// leave a part of the week.
var remoteDenials = []struct {
	way   stackhound.Workplace
	words []string
}{
	{stackhound.Hybrid, []string{
		"not a fully remote", "not fully remote", "not a 100% remote", "not 100% remote", "isn't fully remote", "is not a full remote", "no full remote", "no fully remote", "not completely remote", "not entirely remote", "not a full time remote", "not a full-time remote", "not be fully remote", "nicht vollständig remote", "nicht zu 100% remote", "nicht komplett remote", "kein 100% remote", "kein full remote", "pas de full remote", "pas de 100% remote",
		"pas en full remote", "no es 100% remoto", "no es totalmente remoto", "não é 100% remoto", "não é totalmente remoto", "nie jest w pełni zdalna", "nie jest w 100% zdalna", "hybrid, not remote", "hybrid not remote", "hybrid (not remote)"}},
	{stackhound.Onsite, []string{
		"not a remote", "not remote", "isn't remote", "isn't a remote", "no remote", "non-remote", "remote is not", "remote work is not", "remote work will not", "remote work not considered", "remote work won't", "remote will not be", "remote working will not", "remote working is not", "remote isn't", "remote work isn't", "remote not possible", "remote not available", "remote: no", "remote work: no", "remote? no", "remote is currently not", "not available remotely", "not available for remote", "not be remote", "cannot be remote", "can't be remote", "cannot be done remotely", "cannot be performed remotely",
		"cannot work remotely", "can't work remotely", "not work remotely", "not eligible for remote", "not offer remote", "not offering remote", "not support remote", "not supporting remote", "not open to remote", "not considering remote", "not accepting remote", "not allow remote", "not hiring remote", "not hire remote", "not hiring remotely", "not looking for remote", "unable to offer remote", "unable to consider remote", "cannot offer remote", "can't offer remote", "don't hire remote", "dont hire remote", "dont-hire-remote", "do not hire remote", "don't offer remote", "do not offer remote", "don't allow remote", "don't support remote", "can not offer remote", "cannot consider remote", "cannot accept remote", "don't do remote",
		"not a work from home", "not a work-from-home", "no work from home", "no work-from-home", "no wfh", "not wfh", "no telecommuting", "no telecommute", "not a telecommut", "telecommuting is not", "telework is not", "no telework", "no home office", "working from home is not", "work from home is not", "must be in the office", "must be in office", "must be in our office", "must work in the office", "must work from the office", "must work from our office", "must work on-site", "must work onsite", "must work on site", "must be on-site", "must be onsite", "must be on site", "must be in-person", "must be in person",
		"required to be in the office", "required to work from the office", "required to work on-site", "required to work onsite", "required to be onsite", "required to be on-site", "presence in the office is required", "fully in-office", "fully in office", "5 days a week in the office", "five days a week in the office", "5 days per week in the office", "in the office 5 days", "in the office five days", "in office 5 days", "in-office 5 days", "5 days in office", "5 days in the office", "5 days/week in office", "in our office 5 days", "in our office five days",
		"kein remote", "keine remote", "kein homeoffice", "kein home-office", "kein home office", "nicht remote", "remote nicht möglich", "remote-arbeit ist nicht möglich", "remote ist nicht möglich", "remote leider nicht", "homeoffice ist nicht möglich", "homeoffice nicht möglich", "homeoffice ist leider nicht möglich", "home-office ist nicht möglich", "home office ist nicht möglich", "nur vor ort", "ausschließlich vor ort", "100% vor ort", "zu 100% vor ort",
		"pas de télétravail", "pas de remote", "pas de teletravail", "aucun télétravail", "sans télétravail", "pas en télétravail", "pas éligible au télétravail", "télétravail non", "télétravail impossible", "télétravail n'est pas", "100% présentiel", "100 % présentiel", "100% sur site", "100 % sur site", "exclusivement sur site",
		"no es remoto", "no es un puesto remoto", "no es una posición remota", "no remoto", "no teletrabajo", "sin teletrabajo", "no hay teletrabajo", "no ofrecemos teletrabajo", "no se ofrece teletrabajo", "no es posible el teletrabajo", "100% presencial", "totalmente presencial", "exclusivamente presencial",
		"não é remoto", "não é remota", "vaga não remota", "sem home office", "sem teletrabalho", "não há teletrabalho", "não oferecemos trabalho remoto", "não é possível trabalhar remotamente", "somente presencial", "apenas presencial",
		"brak pracy zdalnej", "brak możliwości pracy zdalnej", "bez pracy zdalnej", "bez możliwości pracy zdalnej", "nie jest zdalna", "nie oferujemy pracy zdalnej", "nie ma możliwości pracy zdalnej", "praca zdalna nie jest", "wyłącznie stacjonarnie", "tylko stacjonarnie", "wyłącznie stacjonarna", "praca tylko w biurze", "wyłącznie w biurze",
		"geen remote", "niet remote", "geen thuiswerk", "thuiswerken is niet", "non è remoto", "non è da remoto", "no smart working", "niente smart working"}},
}

// noDenial follow what looks like a denial and is none: "no remote experience needed".
var noDenial = []string{"restriction", "limit", "experience", "tools", "interview", "only", "just", "a problem", "an issue", "required", "but we", "perk", "preference", "friendly company"}

// elsewhere stand behind what looks like a denial and limit it to other countries.
var elsewhere = []string{"other countr", "outside", "abroad", "overseas", "internationally", "foreign"}

// openToRemote are phrases that offer remote work beside the office.
var openToRemote = []string{"open to remote", "remote considered", "remote possible", "remote also possible", "remote is possible", "remote is also possible", "remote also considered", "remote is an option", "consider remote", "remote for the right candidate", "remote for exceptional", "remote negotiable", "remote candidates welcome", "remote applicants welcome", "remote auch möglich", "remote möglich", "remote également possible", "también en remoto", "możliwość pracy zdalnej w 100%"}
