package skills

import (
	"bytes"
	"strings"
)

// The words that make a technology of a doubtful spelling before or behind them, lower
// case.
var (
	// followers stand right behind it: "Go developer".
	followers = words(`developer, developers, engineer, engineers, engineering, programmer, programmers, programming,
		expert, experts, specialist, architect, consultant, admin, administrator, administration, dev, devs, freelancer,
		language, languages, codebase, codebases, code, backend, back-end, backends, frontend, front-end, software, jobs, ui, core, components, projects,
		stack, framework, frameworks, library, libraries, ecosystem, microservices, microservice, services, service, server, servers, application, applications,
		apps, app, architecture, architectures, api, apis, sdk, runtime, compiler, modules, module, plugin, plugins, pipelines, pipeline, cluster, clusters,
		database, databases, queries, scripts, script, scripting, knowledge, skills, experience, integration, integrations, tooling, toolchain,
		routines, packages, crates, bindings, drivers, driver, cli, templates, charts, playbooks, manifests, operators, workflows, topologies, jobs,
		tests, test, testing, automation, monorepo, repo, repository, middleware, orm, monolith, web, based, shop, syntax, generics, best, internals,
		coders, stacks, dashboards, proficiency, expertise, fluency, background, deployments, instances, connectors, migrations,
		entwickler, entwicklerin, entwickler*in, entwicklung, programmierer, kenntnisse, entwicklern, umgebung, anwendungen,
		desarrollador, programador, développeur, développeuse, développement, ingénieur, desenvolvedor, desenvolvedora, desarrolladora, entwickler/in, разработчик, разработчика, программист, розробник, розробника, програміст, utvecklare, ontwikkelaar, sviluppatore, programista, programistka, im`)

	// coded are those that a language follows even in lower case: "written in rust".
	coded = words(`written in, coded in, programming in, implemented in, developed in, built in, code in, coding in, write code in, rewritten in`)

	// leaders stand right before it: "experience with Go".
	leaders = words(`written in, rewritten in, write, writing, coded in, built in, built with, built on, build with, code in, coding in,
		develop in, developing in, developed in, development in, development with, implemented in, implemented with, programming in,
		programming with, engineering in, based on, powered by, runs on, running on, run on, deployed on, deployed with, hosted on, use, using, uses, we use, use of, usage of, used, some, modern,
		idiomatic, in-depth, a bit of, combination of, mix of, ranging from, you have run, you know, know, knows, knowing, stack is, stack:, technologies:, technology:,
		languages:, language:, framework:, frameworks:, tools:, database:, databases:, backend:, frontend:, languages like, languages such as, language such as, language like, tools like, tools such as, frameworks like,
		frameworks such as, framework such as, framework like, libraries like, libraries such as, technologies like, technologies such as, databases like, databases such as,
		solutions like, solutions such as, platforms like, platforms such as, systems like, systems such as, software like, software such as,
		experience with, experience in, experience using, experience of, experience writing, experienced in, experienced with, years of, years with, years in,
		proficient in, proficient with, proficiency in, proficiency with, proficiency using, fluent in, fluency in, fluency with, expertise in,
		expertise with, expertise on, expert in, expert with, expert at, experts in, knowledge of, knowledge in, knowledge on, skilled in, skilled with, skilled at, skills in, skills with, background in, background with, command of, mastery of, grasp of,
		understanding of, familiar with, familiarity with, familiarity in, exposure to, interest in, interested in, passion for, passionate about, love of, comfortable with,
		comfortable in, comfortable using, comfortable writing, worked with, worked in, working with, working in, working knowledge of, work with, hands-on with, hands-on, hands on, certified in, specialising in, specializing in, strong in, good at, at home in, versed in,
		senior, junior, mid-level, principal, freelance, expert-level, production-grade, either, especially, particularly, preferably, ideally, mainly, primarily, mostly, migrate to, migrating to, migrated to, migration to, moving to, switch to, port to, ported to, learn, learning, teach you, want to learn, written mostly in, written primarily in, services in, service in, apps in, applications in, backend in, backends in, api in, apis in, tests in, scripts in, code with, software in, tools in, systems in,
		plus points for, bonus for, bonus points for, pure, core, advanced, deep, solid, professional,
		kenntnisse in, kenntnissen in, kenntnis von, erfahrung mit, erfahrungen mit, erfahrung in, erfahrungen in, berufserfahrung mit, berufserfahrung in, praxis mit, umgang mit, interesse an, berührung mit, sicher in, programmierung in, entwicklung in, entwicklung mit, programmiersprache, programmiersprachen, vertraut mit, einsatz von,
		experiencia con, experiencia en, experiencia de, conocimientos de, conocimientos en, conocimiento de, dominio de, manejo de, interés por, interés en, usado, programación en, desarrollo en, desarrollo con, desarrollador, lenguajes como, tecnologías como, uso de,
		expérience de, expérience avec, expérience en, expérience sur, maîtrise de, maîtrise du, maîtrisez, maîtrise d', connaissance de, connaissance du, connaissances en, connaissances de, notions de, intérêt pour, développement en, développement avec, développeur, développeuse, langage, langages, compétences en, écrit en, codé en, programmation en,
		znajomość, znajomości, doświadczenie z, doświadczenie w, doświadczenia w, doświadczenia z, doświadczenie we, technologii, technologią, technologie, programowania w, programowanie w, języka, języku, język, frameworka, umiejętność programowania w, pisania w, praca z,
		experiência com, experiência em, conhecimento de, conhecimento em, conhecimentos em, conhecimentos de, domínio de, domínio em, interesse por, vivência com, vivência em, desenvolvimento em, desenvolvimento com, desenvolvedor, programação em, linguagens como, noções de, uso do,
		esperienza con, esperienza in, conoscenza di, ervaring met, kennis van, опыт с, опыт на, опыт работы с, опыт разработки на, знание, разработки на, на языке, досвід з, досвід роботи з, досвід розробки на, знання, досвід, erfarenhet av, erfaring med`)

	// workers are followers that a language has even in lower case: "go developer".
	workers = words(`developer, developers, programmer, programmers, programming, scripting, script, scripts, entwickler, framework, разработчик, розробник, codebase, backend`)

	// asked are the leaders that ask for a skill even in lower case: "experience with go".
	asked = stems(leaders, "experience", "experienced", "knowledge", "proficien", "fluen", "expert", "skill", "familiar", "erfahrung", "kenntnis", "experiencia", "conocimiento", "expérience", "maîtrise", "connaissance", "znajomość", "doświadczeni", "experiência", "conhecimento", "опыт", "досвід", "знани")

	// inLanguage leads to a language only: "in Go", but not "in Spring".
	inLanguage = words("in, en, em, w, на, love, prefer, chose, choose, around, developer, engineer, programista, programistka, programador, programadora, inżynier, ingeniero, ingénieur, entwickler, backend, back-end")

	// firms lead to the name of a firm where technologies share one.
	firms = words("at, from, joined, joining, join, ex, left, by, former, mr., mrs., ms., dr., hi, dear, contact, ask, meet")

	// conjunctions stand between the parts of a list.
	conjunctions = words("and, or, und, oder, y, et, with, in, on, e, i, lub, ou, o, etc, especially, ideally, preferably, mainly, using, plus, via, sowie, bzw, mit, avec, con, com, oraz, em, en, w, z, nor, either, ili, og, och, en, of, for, then, also, like, primarily, eg")

	// ands are those of them that stand between equals.
	ands = words("and, or, und, oder, y, et, e, i, lub, ou, o, plus, sowie, oraz, nor, og, och, en")

	// namesakes stand behind a word and make it part of another name, or another sense.
	namesakes = words(`capital, ventures, partners, health, healthcare, bank, banking, group, inc, ltd, llc, gmbh, corp, corporation, company, labs, therapeutics, foods, media, insurance,
		financial, finance, holdings, street, avenue, road, park, house, college, university, school, festival, hotel, hotels, mobility, energy, airlines, airways, belt,
		airport, stadium, valley, county, city, beach, island, islands, week, weekend, summit, conference, award, awards, semester, break, cleaning, internship, cohort, season, term, collection,
		de, payments, payment, transfers, transfer, codes, messages, delivery, shipping, checkout, lane, mail, entry, bowl, cup, league, magazine, records, studios, pictures, entertainment, clinic, clinics, hospital, hospitals, medical, wellness, logistics, freight, hall, square, tower, building, campus, office, offices, level, suite, lounge, bar, beer, water, oil, gold, power, line, leader, legend`)
)

// vouchers are the words that make a technology of one of a category's doubtful
// spellings in their sentence.
var vouchers = map[string][]string{
	"language":   {"programming language", "programming languages", "compiler", "codebase", "programmiersprache", "lenguaje de programación", "langage de programmation", "język programowania", "linguagem de programação", "goroutines", "microservices", "backend developer", "backend engineer", "software engineer", "software developer", "software development"},
	"framework":  {"framework", "frameworks", "orm", "microservices", "backend developer", "rest api", "restful"},
	"library":    {"library", "libraries", "orm", "framework", "frameworks"},
	"database":   {"database", "databases", "datenbank", "datenbanken", "base de datos", "bases de datos", "base de données", "bazy danych", "baz danych", "banco de dados", "bancos de dados", "nosql", "sql"},
	"queue":      {"message broker", "message brokers", "queue", "queues", "messaging", "event streaming", "workflow engine", "streams"},
	"data":       {"data pipelines", "data pipeline", "big data", "etl", "dashboards", "analytics engineering", "data warehouse", "sql"},
	"delivery":   {"infrastructure as code", "ci/cd", "configuration management", "kubernetes", "devops", "deployments", "gitops"},
	"monitoring": {"monitoring", "observability", "metrics", "tracing", "logs", "alerting"},
	"testing":    {"test automation", "unit tests", "unit testing", "e2e", "end-to-end tests", "testing framework", "automated tests", "integration tests"},
	"mobile":     {"mobile app", "mobile apps", "cross-platform"},
	"blockchain": {"smart contracts", "smart contract", "blockchain"},
}

// words reads a list of words and phrases.
func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range list(strings.Join(strings.Fields(s), " ")) {
		set[w] = true
	}
	return set
}

// stems returns the phrases that begin with one of some stems.
func stems(set map[string]bool, begin ...string) map[string]bool {
	some := map[string]bool{}
	for phrase := range set {
		for _, b := range begin {
			if strings.HasPrefix(phrase, b) {
				some[phrase] = true
			}
		}
	}
	return some
}

// longestCue is the number of words of the longest leader.
const longestCue = 3

// led tells whether a text ends with one of some words or phrases.
func led(before string, cues map[string]bool) bool {
	var low [48]byte // on the stack: this is asked for each everyday word of an ad
	tail := low[:copy(low[:], before[max(0, len(before)-len(low)):])]
	for i, b := range tail {
		switch {
		case b == '\n':
			tail[i] = ' '
		case b >= 'A' && b <= 'Z':
			tail[i] = b | 0x20
		}
	}
	tail = bytes.TrimRight(tail, " ")
	for start, n := len(tail), 0; start > 0 && n < longestCue; n++ {
		start = bytes.LastIndexByte(tail[:start-1], ' ') + 1
		if cues[string(bytes.TrimLeft(tail[start:], "(\"'*-–•“„"))] {
			return true
		}
	}
	return false
}
