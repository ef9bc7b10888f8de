package sample

import (
	"encoding/json"
	"net/http"
	"time"

	"stackhound"
)

// opening is one job as sample-api gives it.
type opening struct {
	ID          int      `json:"id"`
	Position    string   `json:"position"`
	Company     employer `json:"company"`
	Location    string   `json:"location"`
	Workplace   []string `json:"workplace"`
	Regions     []string `json:"regions"`
	Contract    string   `json:"contract"`
	Level       string   `json:"level,omitempty"`
	Category    string   `json:"category"`
	Skills      []string `json:"skills"`
	Pay         *amount  `json:"pay"`
	Description string   `json:"description_html"`
	URL         string   `json:"url"`
	ApplyURL    string   `json:"apply_url"`
	Published   int64    `json:"published"` // seconds since 1970
}

type employer struct {
	Name string `json:"name"`
}

type amount struct {
	Min      float64 `json:"min"`
	Max      float64 `json:"max"`
	Currency string  `json:"currency"`
	Per      string  `json:"per"`
}

// api is one page of sample-api.
func (s *Site) api(w http.ResponseWriter, r *http.Request) {
	part, _ := s.page("sample-api", pageNumber(r))
	openings := make([]opening, len(part))
	for i, l := range part {
		openings[i] = s.opening(l)
	}
	answerJSON(w, "application/json", map[string]any{"page": pageNumber(r), "total": len(s.shown("sample-api")), "jobs": openings})
}

func (s *Site) opening(l *listing) opening {
	o := opening{
		ID: l.number, Position: l.title, Company: employer{l.Company}, Location: l.Place,
		Workplace: l.stated("remote", "hybrid", "on-site"), Regions: l.Regions, Contract: l.employment("full_time", "contract"),
		Level: l.lang.Levels[l.Level], Category: l.stack.Role, Skills: l.Required,
		Description: asHTML(l.body()), URL: s.base + l.path, ApplyURL: l.apply, Published: l.Posted.Unix(),
	}
	if l.Pay != nil {
		o.Pay = &amount{*l.Pay.Min, *l.Pay.Max, l.Pay.Currency, l.Pay.Period}
	}
	return o
}

// comment is an item of a discussion as the Algolia API of Hacker News gives it.
type comment struct {
	ID        int       `json:"id"`
	Type      string    `json:"type"`
	Author    string    `json:"author"`
	CreatedAt time.Time `json:"created_at"`
	Created   int64     `json:"created_at_i"`
	Title     string    `json:"title,omitempty"`
	Text      string    `json:"text"`
	Children  []comment `json:"children"`
}

// thread is the whole of sample-thread: an ad in each comment, and below the first one a
// question, which is none.
func (s *Site) thread(w http.ResponseWriter, _ *http.Request) {
	top := comment{ID: 1, Type: "story", Author: "sample", CreatedAt: s.now, Created: s.now.Unix(), Title: titles["sample-thread"], Children: []comment{}}
	for _, l := range s.shown("sample-thread") {
		top.Children = append(top.Children, l.comment())
	}
	if len(top.Children) > 0 {
		ad := &top.Children[0]
		ad.Children = append(ad.Children, comment{ID: 2, Type: "comment", Author: "curious", CreatedAt: s.now, Created: s.now.Unix(), Text: "Is the team really that small?", Children: []comment{}})
	}
	answerJSON(w, "application/json", top)
}

func (l *listing) comment() comment {
	return comment{
		ID: l.number, Type: "comment", Author: l.company.Site, CreatedAt: l.Posted, Created: l.Posted.Unix(),
		Text: asComment(l.header(), l.body()), Children: []comment{},
	}
}

// header is the first line of an ad in a thread. The parts after the first come in the
// order that suits the employer.
func (l *listing) header() string {
	parts := []string{l.title}
	if l.Workplace != stackhound.Remote {
		parts = append(parts, l.office)
	}
	for _, way := range l.stated("REMOTE", "HYBRID", "ONSITE") {
		if way == "REMOTE" && l.Workplace == stackhound.Remote {
			way = "REMOTE" + l.Place[len("Remote"):]
		}
		parts = append(parts, way)
	}
	parts = append(parts, l.employment("Full-time", "Contract"))
	if l.payText != "" {
		parts = append(parts, l.payText)
	}
	if l.number%3 == 0 {
		parts[0], parts[1] = parts[1], parts[0]
	}
	line := l.Company
	for _, p := range parts {
		line += " | " + p
	}
	address := slashes(escaped([]string{l.apply})[0])
	return slashes(escaped([]string{line})[0]) + ` | <a href="` + address + `" rel="nofollow">` + address + `</a>`
}

func answerJSON(w http.ResponseWriter, contentType string, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "the answer could not be written", http.StatusInternalServerError)
		return
	}
	answer(w, contentType, body)
}
