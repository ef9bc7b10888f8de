package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"stackhound"
)

// job is a job with what its ads are made from.
type job struct {
	Job
	company company
	stack   stack
	lang    language
	way     string
	office  string
	team    string
	years   int
	degree  string // required, or_equivalent, not_required; "" when the ad is silent
	payText string // "" when the ad is silent
	ad      []section
}

// wish narrows what a job is drawn from. The zero value leaves everything open.
type wish struct {
	stack, level, way, currency string
}

// wished returns what the i-th published job has to be like: the first suits the profile
// ada, the second bo.
func wished(i int) wish {
	switch i {
	case 0:
		return wish{"go", "senior", "europe", "EUR"}
	case 1:
		return wish{"python-django", "senior", "europe", "EUR"}
	}
	return wish{}
}

// maker draws jobs. No two of its jobs have company, title and place in common.
type maker struct {
	words *wording
	rng   *rand.Rand
	turn  int             // employers take turns
	taken map[string]bool // company, title, place of every job made
}

func newMaker(words *wording, rng *rand.Rand) *maker {
	return &maker{words: words, rng: rng, taken: map[string]bool{}}
}

// attempts is how many draws may come out like an earlier job before the wording counts
// as used up.
const attempts = 1000

// make draws a job; ok is false when there is nothing new to draw.
func (m *maker) make(w wish) (j *job, ok bool) {
	for range attempts {
		j = m.draw(w)
		key := strings.ToLower(j.Company + "\x00" + j.Title + "\x00" + m.spot(j))
		if !m.taken[key] {
			m.taken[key] = true
			m.finish(j, w != (wish{}))
			return j, true
		}
	}
	return nil, false
}

// spot is the place a job counts as being at: all remote jobs are at the same.
func (m *maker) spot(j *job) string {
	if j.Workplace == stackhound.Remote {
		return "remote"
	}
	return city(j.office)
}

// draw decides who hires whom, and where.
func (m *maker) draw(w wish) *job {
	c := m.employer(w)
	j := &job{company: c, lang: m.words.languages[c.Lang], way: or(w.way, m.pick(c.Ways)), office: m.pick(c.Offices)}
	j.stack = m.words.stacks[or(w.stack, m.pick(c.Hires))]
	j.team = m.pick(j.lang.Teams)
	j.Company, j.Language = c.Name, c.Lang
	j.Level = or(w.level, m.pick([]string{"junior", "mid", "mid", "mid", "senior", "senior", "senior", "staff", "lead"}))
	if _, ok := j.lang.Levels[j.Level]; !ok {
		j.Level = "senior"
	}
	j.Title = m.title(j)
	rule := ways[j.way]
	j.Workplace, j.Regions = rule.workplace, rule.allowed(c.Country)
	j.Place = strings.NewReplacer("{office}", j.office, "{country}", land(j.office)).Replace(rule.place)
	return j
}

// employer returns the next employer, or with a wish the next one that can grant it.
func (m *maker) employer(w wish) company {
	for range m.words.companies {
		c := m.words.companies[m.turn%len(m.words.companies)]
		m.turn++
		if m.grants(c, w) {
			return c
		}
	}
	return m.words.companies[0]
}

func (m *maker) grants(c company, w wish) bool {
	h, _ := m.words.habit(c, false)
	return (w.stack == "" || slices.Contains(c.Hires, w.stack)) &&
		(w.way == "" || slices.Contains(c.Ways, w.way)) &&
		(w.currency == "" || h.Currency == w.currency)
}

// title writes the job's title; one in three names the team.
func (m *maker) title(j *job) string {
	titles := j.lang.Titles[j.stack.Family]
	if len(titles) == 0 {
		titles = j.stack.Titles
	}
	title := strings.ReplaceAll(m.pick(titles), "{tech}", j.stack.Tech)
	title = strings.TrimSpace(strings.NewReplacer("{level}", j.lang.Levels[j.Level], "{title}", title).Replace(j.lang.Title))
	if m.rng.IntN(3) == 0 {
		title += " – " + j.team
	}
	return title
}

// finish decides what the ad asks for and offers, and writes it. An ideal job asks for
// what its stack is known for, names its pay and is open to people without a degree.
func (m *maker) finish(j *job, ideal bool) {
	m.ask(j, ideal)
	m.bid(j, ideal)
	j.ApplyURL = fmt.Sprintf("https://careers.%s.example/jobs/%s", j.company.Site, m.code())
	j.ad = m.write(j)
}

// leastYears is the experience a level asks for.
var leastYears = map[string]int{"junior": 0, "mid": 2, "senior": 5, "staff": 8, "lead": 6}

func (m *maker) ask(j *job, ideal bool) {
	for _, choice := range j.stack.Must {
		if ideal {
			choice = choice[:1]
		}
		j.Required = append(j.Required, m.pick(choice))
	}
	others := slices.DeleteFunc(slices.Clone(j.stack.Nice), func(s string) bool { return slices.Contains(j.Required, s) })
	j.Nice = m.some(others, 2+m.rng.IntN(2))
	j.years = leastYears[j.Level] + m.rng.IntN(2)
	j.degree = m.pick([]string{"required", "or_equivalent", "or_equivalent", "not_required", "", ""})
	if ideal {
		j.degree = "not_required"
	}
}

func (m *maker) bid(j *job, ideal bool) {
	_, freelance := m.words.habit(j.company, true)
	j.Contract = freelance && j.company.takesFreelancers() && m.rng.IntN(5) == 0 && !ideal
	if h, ok := m.words.habit(j.company, j.Contract); ok && (m.rng.IntN(10) < 7 || ideal) {
		j.Pay, j.payText = m.pay(h, j.Level)
	}
}

// code is the number an employer gives an opening; no two are alike.
func (m *maker) code() string {
	return strconv.Itoa(10_000+7*len(m.taken)) + string(rune('a'+m.rng.IntN(26)))
}

// pick draws one of a list.
func (m *maker) pick(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[m.rng.IntN(len(list))]
}

// some draws n of a list, fewer when it is shorter.
func (m *maker) some(list []string, n int) []string {
	list = slices.Clone(list)
	m.rng.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	return list[:min(n, len(list))]
}

func or(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
