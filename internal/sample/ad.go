package sample

import (
	"html"
	"strconv"
	"strings"
)

// section is a part of an ad: paragraphs, or a list under a heading.
type section struct {
	heading string // "" for paragraphs
	lines   []string
}

// write composes the ad of a job in its employer's language and voice. Whether some
// details are mentioned at all is left to chance, as it is with employers.
func (m *maker) write(j *job) []section {
	voice := j.company.Voice
	heads := inVoice(j.lang.Headings, voice)
	return []section{
		{"", m.opening(j)},
		{heads.Tasks, m.tasks(j)},
		{heads.Must, m.demands(j)},
		{heads.Nice, m.extras(j)},
		{heads.Offer, m.offer(j)},
		{"", m.ending(j)},
	}
}

func (m *maker) opening(j *job) []string {
	lines := append([]string{j.company.About}, m.some(j.company.Work, 1+m.rng.IntN(2))...)
	open := m.fill(j, m.pick(inVoice(j.lang.Open, j.company.Voice)), "")
	return []string{strings.Join(lines, " "), open + " " + m.place(j)}
}

// place says where the work is done.
func (m *maker) place(j *job) string { return m.fill(j, m.pick(j.lang.Ways[j.way]), "") }

func (m *maker) tasks(j *job) []string {
	tasks := j.lang.Tasks[j.stack.Family]
	if len(tasks) == 0 {
		tasks = j.stack.Tasks
	}
	lines := m.some(tasks, 3+m.rng.IntN(2))
	for i, line := range lines {
		lines[i] = m.fill(j, line, "")
	}
	return lines
}

func (m *maker) demands(j *job) []string {
	first := m.pick(j.lang.Years)
	if j.years < 2 {
		first = m.pick(j.lang.Fresh)
	}
	lines := []string{m.fill(j, first, "")}
	patterns := m.some(j.lang.Must, len(j.Required))
	for i, skill := range j.Required {
		lines = append(lines, m.fill(j, patterns[i%len(patterns)], skill))
	}
	if j.degree != "" {
		lines = append(lines, m.pick(j.lang.Degree[j.degree]))
	}
	return lines
}

func (m *maker) extras(j *job) []string {
	var lines []string
	for _, skill := range j.Nice {
		lines = append(lines, m.fill(j, m.pick(j.lang.Nice), skill))
	}
	return lines
}

func (m *maker) offer(j *job) []string {
	var lines []string
	if j.payText != "" {
		lines = append(lines, strings.ReplaceAll(m.pick(j.lang.Pay), "{pay}", j.payText))
	}
	if j.Contract {
		return append(lines, m.pick(j.lang.Terms))
	}
	return append(lines, m.some(inVoice(j.lang.Perks, j.company.Voice), 2+m.rng.IntN(2))...)
}

func (m *maker) ending(j *job) []string {
	closing := []string{m.pick(j.lang.Remarks)}
	if stance := m.pick([]string{"offered", "not_offered", "", ""}); stance != "" && !j.Contract {
		closing = append(closing, m.fill(j, m.pick(j.lang.Visa[stance]), ""))
	}
	return []string{strings.Join(append(closing, m.pick(inVoice(j.lang.Close, j.company.Voice))), " ")}
}

// fill sets the words of a job into a phrase.
func (m *maker) fill(j *job, phrase, skill string) string {
	return strings.NewReplacer("{company}", j.Company, "{title}", j.Title, "{a title}", article(j.Title)+" "+j.Title, "{team}", j.team, "{tech}", j.stack.Tech,
		"{skill}", skill, "{n}", strconv.Itoa(j.years), "{city}", city(j.office),
		"{country}", or(j.lang.Countries[j.company.Country], land(j.office))).Replace(phrase)
}

// article is the English article before a job's title; ML is spoken as letters.
func article(title string) string {
	if strings.ContainsAny(title[:1], "AEIOUaeiou") || strings.HasPrefix(title, "ML ") {
		return "an"
	}
	return "a"
}

// cut returns an ad as boards keep it that show the beginning only: up to the list of
// what is required.
func cut(ad []section) []section {
	return append(ad[:3:3], section{"", []string{"…"}})
}

// asHTML writes an ad with headings and lists.
func asHTML(ad []section) string {
	var b strings.Builder
	for _, s := range ad {
		if s.heading == "" {
			b.WriteString("<p>" + strings.Join(escaped(s.lines), "</p>\n<p>") + "</p>\n")
			continue
		}
		b.WriteString("<h3>" + html.EscapeString(s.heading) + "</h3>\n<ul>\n<li>" + strings.Join(escaped(s.lines), "</li>\n<li>") + "</li>\n</ul>\n")
	}
	return b.String()
}

// asComment writes an ad as people write into a discussion: the header, then paragraphs,
// with dashes for lists. Slashes are escaped as Hacker News does it.
func asComment(header string, ad []section) string {
	parts := []string{header}
	for _, s := range ad {
		dash := ""
		if s.heading != "" {
			parts = append(parts, html.EscapeString(s.heading)+":")
			dash = "- "
		}
		for _, line := range escaped(s.lines) {
			parts = append(parts, dash+slashes(line))
		}
	}
	return strings.Join(parts, "<p>")
}

func slashes(s string) string { return strings.ReplaceAll(s, "/", "&#x2F;") }

func escaped(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = html.EscapeString(line)
	}
	return out
}
