package bigboards

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// job is one job as it is.
type job struct {
	number  int
	board   int // that shows it first
	company string
	form    string // legal form of the company
	agent   string // the agency that offers it in its own name, "" for none
	level   string
	stack   string
	role    string
	team    string
	city    string
	remote  bool
	apply   string // address of the opening in the employer's system, "" where there is none
	mail    bool   // applications go by mail
	always  bool   // every board gives the address: where there is another such opening, or the company insists
	text    string
}

// How an opening differs from the one before it in its company.
type difference int

const (
	all difference = iota
	otherLevel
	otherTeam
	otherCity    // and other words on what is to be done
	otherOpening // and other words on what is to be done; boards give the addresses of both
	otherCompany // an agency offers the same
)

// differs tells how an opening differs: about every eighth in one thing only.
func (w *World) differs(company, opening int) difference {
	if opening%2 == 0 || opening >= w.openings(company) {
		return all
	}
	r := w.dice(forOpening, company<<12+opening)
	if !sure(r, 4) {
		return all
	}
	return difference(1 + r.IntN(int(otherCompany)))
}

// job makes a job.
func (w *World) job(number int) job {
	company, opening := w.opening(number)
	how := w.differs(company, opening)
	j := w.alone(company, opening)
	if how != all {
		j = w.alone(company, opening-1)
	}
	r := w.dice(forJob, number)
	j.number, j.board = number, r.IntN(boards)
	words := opening
	switch how {
	case otherLevel:
		j.level, words = pick(r, nearLevels), opening-1
	case otherTeam:
		j.team, words = pick(r, nearTeams), opening-1
	case otherCompany:
		j.agent, words = title(syllables[r.IntN(len(syllables))]+syllables[r.IntN(len(syllables))])+" "+pick(r, agents), opening-1
	case otherCity:
		j.city = pick(r, nearCities)
	}
	j.always = how == otherOpening || w.differs(company, opening+1) == otherOpening || company%8 < 2
	w.applies(&j, company, r)
	j.text = w.text(j, company, words)
	return j
}

// alone makes an opening of a company, without what tells where to apply. No two of a
// company have the same title in the same place.
func (w *World) alone(company, opening int) job {
	c := w.dice(forCompany, company)
	j := job{company: name(company) + " " + pick(c, trades), form: pick(c, forms)}
	sets := len(roles) * len(stacks) * len(teams) * len(cities) * len(levels)
	n := (c.IntN(sets) + opening*40009) % sets // a prime that divides no length of a list
	take := func(from []string) string {
		one := from[n%len(from)]
		n /= len(from)
		return one
	}
	j.level, j.team, j.city, j.stack, j.role = take(levels), take(teams), take(cities), take(stacks), take(roles)
	j.remote = c.IntN(3) == 0
	return j
}

// name is the name of a company of that number.
func name(company int) string {
	var b strings.Builder
	for range 4 {
		b.WriteString(syllables[company%len(syllables)])
		company /= len(syllables)
	}
	return title(b.String())
}

func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// systems are what the addresses of openings look like: of a company, an opaque id.
var systems = []string{
	"https://boards.greenhouse.io/%s/jobs/4%09d", "https://jobs.lever.co/%s/5d1f0c3e-77aa-4b2c-9c1d-%012d",
	"https://jobs.ashbyhq.com/%s/0b6fd2a8-12cc-4f7e-8a55-%012d", "https://apply.workable.com/%s/j/A%09d/",
}

// applies says where one applies for a job: half of the companies use a hiring system,
// some have pages of their own, some take mail.
func (w *World) applies(j *job, company int, r *rand.Rand) {
	short := strings.ToLower(name(company))
	switch kind := company % 8; {
	case j.agent != "":
	case kind < 4:
		j.apply = fmt.Sprintf(systems[kind], short, j.number*7+r.IntN(7))
	case kind < 6 || j.always:
		j.apply = fmt.Sprintf("https://careers.%s.example/openings/%d", short, 10000+j.number)
	case kind == 6:
		j.mail = true
	}
}

// text writes what the ad says: some of the company's own words, what is to be done, and
// more of the company's own. words is the opening whose tasks those are.
func (w *World) text(j job, company, words int) string {
	c, r := w.dice(forText, company), w.dice(forText, -1-company<<12-words)
	var b strings.Builder
	own := j.company
	if j.agent != "" {
		own = "Our client"
	}
	for range 4 {
		fmt.Fprintf(&b, "%s %s ", own, pick(c, praises))
	}
	fmt.Fprintf(&b, "\n\nAs %s in %s you will do this:\n", strings.TrimSpace(j.level+" "+j.role), j.city)
	for range 9 {
		fmt.Fprintf(&b, "- %s %s %s\n", pick(r, verbs), pick(r, objects), pick(r, details))
	}
	fmt.Fprintf(&b, "\nMost of it is written in %s.\n\n", j.stack)
	for range 6 {
		fmt.Fprintf(&b, "%s ", pick(c, gifts))
	}
	return strings.TrimSpace(b.String())
}
