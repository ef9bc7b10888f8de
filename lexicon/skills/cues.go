package skills

import "strings"

// The words that make a technology of a doubtful spelling before or behind them, lower
// case.
var (
	// followers stand right behind it: "Go developer".
	followers = words(`developer, developers, engineer, engineers, engineering, programmer, programmers, programming,
		expert, experts, specialist, architect, consultant, admin, administrator, administration, dev, devs,
		language, codebase, code, backend, back-end, frontend, front-end, software, jobs, ui, core, components, projects,
		stack, framework, library, ecosystem, microservices, services, service, server, application, applications,
		apps, app, api, apis, sdk, runtime, compiler, modules, plugin, plugins, pipelines, pipeline, cluster, clusters,
		database, databases, queries, scripts, scripting, knowledge, skills, experience, integration,
		entwickler, entwicklung, im`)

	// coded are those that a language follows even in lower case: "written in rust".
	coded = words(`written in, coded in, programming in, implemented in, developed in, built in, code in`)

	// leaders stand right before it: "experience with Go".
	leaders = words(`written in, write, writing, coded in, built in, built with, built on, build with, code in, coding in,
		develop in, developing in, developed in, development in, development with, implemented in, programming in,
		programming with, based on, powered by, runs on, running on, run on, use, using, we use, use of, used, some, modern,
		idiomatic, in-depth, a bit of, combination of, ranging from, you have run, stack is, stack:, technologies:,
		languages:, framework:, languages like, languages such as, tools like, tools such as, frameworks like,
		frameworks such as, experience with, experience in, experience using, experienced in, experienced with,
		proficient in, proficient with, proficiency in, proficiency with, proficiency using, fluent in, expertise in,
		expertise with, expert in, knowledge of, knowledge in, skilled in, skills in, background in, command of,
		understanding of, familiar with, familiarity with, exposure to, interest in, passion for, comfortable with,
		comfortable in, worked with, working with, work with, hands-on with,
		kenntnisse in, erfahrung mit, erfahrung in, berufserfahrung mit, praxis mit, umgang mit, interesse an, berührung mit,
		experiencia con, conocimientos de, conocimiento de, dominio de, manejo de, interés por, usado,
		expérience de, expérience avec, maîtrise de, connaissance de, connaissances en, notions de, intérêt pour,
		znajomość, doświadczenie z, doświadczenie w, technologii, technologią,
		experiência com, conhecimento de, conhecimentos em, domínio de, interesse por, esperienza con, ervaring met`)

	// inLanguage leads to a language only: "in Go", but not "in Spring".
	inLanguage = words("in")
)

// words reads a list of words and phrases.
func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range list(strings.Join(strings.Fields(s), " ")) {
		set[w] = true
	}
	return set
}

// longestCue is the number of words of the longest leader.
const longestCue = 3

// led tells whether a text ends with one of some words or phrases.
func led(before string, cues map[string]bool) bool {
	before = strings.ToLower(before[max(0, len(before)-48):])
	tail := strings.Fields(before)
	for n := 1; n <= min(longestCue, len(tail)); n++ {
		phrase := strings.Join(tail[len(tail)-n:], " ")
		if cues[strings.TrimLeft(phrase, "(\"'*-–•")] {
			return true
		}
	}
	return false
}
