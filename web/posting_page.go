package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// postingView is the body of a posting's page.
type postingView struct {
	card
	Profiles []order // links that choose a profile
	Facts    []fact
	Stack    []stackPart
	Apply    link // the first listing's that says where; URL "" for none
	Open     []link
	Sources  []sourceView
	Seen     string // "on 2 boards, first on Harbour Jobs"
	Text     []passage
	Evidence []stackhound.Evidence
	Shut     moment
}

// fact is one thing the ad says.
type fact struct{ Name, Value, Extra string }

// stackPart is a part of the stack by how much the ad wants it.
type stackPart struct {
	Name   string
	Skills []skill
}

// sourceView is one listing of the posting.
type sourceView struct {
	Name   string
	Home   string // the board, as its terms want it linked
	Rel    string
	Title  string
	URL    string
	Apply  string
	State  string
	Niche  string
	First  moment
	Last   moment
	Oldest bool // the board that had it first
}

// posting shows everything known about one job.
func (s *site) posting(r *http.Request) (answer, error) {
	id, chosen := r.PathValue("id"), r.URL.Query().Get("profile")
	p, err := s.Posting(r.Context(), id)
	if err != nil {
		return answer{}, err
	}
	p.Sources = s.shown(p)
	if p.ID != id {
		return answer{Location: withProfile("/postings/"+url.PathEscape(p.ID), chosen)}, nil
	}
	prof, all, err := s.chosen(r.Context(), chosen)
	if err != nil {
		return answer{}, err
	}
	v := &postingView{
		card: s.card(p, prof), Facts: s.facts(p), Stack: stackParts(p.Stack, prof),
		Sources: s.sources(p), Evidence: evidence(p.EvidenceList), Shut: at(s.Now(), p.ClosedAt),
	}
	v.Text = passages(blocks(p.Text), v.Match)
	v.Seen, v.Apply, v.Open = seen(v.Sources), apply(v.Sources), openLinks(v.Sources, p.Open())
	for _, c := range choices(all, chosen) {
		v.Profiles = append(v.Profiles, order{c.ID, withProfile("/postings/"+url.PathEscape(id), c.ID), c.On})
	}
	if p.Title != "" {
		v.Title = p.Title
	}
	title := v.Title
	if p.Company != "" {
		title += " at " + p.Company
	}
	return answer{Template: "posting", Title: title, Section: "jobs", Profile: chosen, Body: v}, nil
}

// evidence takes the bullets off the quotes, as the page does in the ad's text.
func evidence(all []stackhound.Evidence) []stackhound.Evidence {
	out := slices.Clone(all)
	for i := range out {
		out[i].Quote, _ = cutBullet(out[i].Quote)
	}
	return out
}

// facts lists what the ad says, and for what matters to most people also that it is silent.
func (s *site) facts(p stackhound.Posting) []fact {
	years := ""
	if p.YearsMin != nil {
		years = fmt.Sprintf("from %g", *p.YearsMin)
	}
	pay := "not stated"
	if p.Salary != nil {
		pay = p.Salary.String()
	}
	all := []fact{
		{"Pay", pay, s.euros(p.Salary)},
		{"Way of working", cmp.Or(strings.Join(p.Workplace.Names(), ", "), "not stated"), ""},
		{"Remote from", strings.Join(each(p.Regions, place), ", "), ""},
		{"Places", strings.Join(each(p.Locations, location), "; "), ""},
		{"Role", strings.Join(p.Roles, ", "), ""},
		{"Level", strings.Join(climbing(p.Seniority), ", "), ""},
		{"Years", years, ""},
		{"Contract", strings.Join(plainAll(p.Employment), ", "), ""},
		{"Degree", stated(p.Degree), ""},
		{"Visa", stated(p.Visa), ""},
		{"Topics", strings.Join(each(p.Topics, dashed), ", "), ""},
	}
	if p.NRoles > 1 {
		all = append(all, fact{"Roles offered", fmt.Sprint(p.NRoles), ""})
	}
	return slices.DeleteFunc(all, func(f fact) bool { return f.Value == "" })
}

// stated is a stance of the ad in words, "" when it takes none.
func stated(stance string) string {
	if stance == "unspecified" {
		return ""
	}
	return plain(stance)
}

func dashed(s string) string { return strings.ReplaceAll(s, "-", " ") }

func stackParts(stack stackhound.Stack, prof *stackhound.StoredProfile) []stackPart {
	parts := []stackPart{
		{"Asked for", skills(stackhound.Stack{Required: stack.Required}, prof)},
		{"Nice to have", skills(stackhound.Stack{Nice: stack.Nice}, prof)},
		{"Mentioned", skills(stackhound.Stack{Mentioned: stack.Mentioned}, prof)},
	}
	return slices.DeleteFunc(parts, func(p stackPart) bool { return len(p.Skills) == 0 })
}

// sources lists the posting's listings; the best link stays first.
func (s *site) sources(p stackhound.Posting) []sourceView {
	var out []sourceView
	oldest := oldestSource(p.Sources)
	for i, src := range p.Sources {
		b := s.boards[src.Board]
		v := sourceView{
			Name: s.boardName(src.Board), Home: safeURL(cmp.Or(b.Terms.Attribution.URL, b.Home)), Rel: s.rel(src.Board), Title: src.Title,
			URL: safeURL(src.URL), State: string(src.State), Niche: b.Niche, First: at(s.Now(), src.FirstSeen), Last: at(s.Now(), src.LastSeen),
			Oldest: len(p.Sources) > 1 && i == oldest,
		}
		if src.ApplyURL != src.URL {
			v.Apply = safeURL(src.ApplyURL)
		}
		out = append(out, v)
	}
	return out
}

// apply finds the best link to apply by.
func apply(all []sourceView) link {
	i := slices.IndexFunc(all, func(v sourceView) bool { return v.Apply != "" })
	if i < 0 {
		return link{}
	}
	return link{Label: "Apply", URL: all[i].Apply, Rel: all[i].Rel}
}

// openLinks leads to the listings: those still shown, or all when the job is closed.
func openLinks(all []sourceView, live bool) []link {
	var out []link
	for _, v := range all {
		if v.URL != "" && (!live || v.State != string(stackhound.ListingClosed)) {
			out = append(out, link{Label: "Open on " + v.Name, URL: v.URL, Rel: v.Rel})
		}
	}
	return out
}

func oldestSource(all []stackhound.Source) int {
	oldest, when := -1, time.Time{}
	for i, src := range all {
		if oldest < 0 || src.FirstSeen.Before(when) {
			oldest, when = i, src.FirstSeen
		}
	}
	return oldest
}

// seen says on how many boards the job was seen and which had it first.
func seen(all []sourceView) string {
	if len(all) < 2 {
		return ""
	}
	names := map[string]bool{}
	first := ""
	for _, v := range all {
		names[v.Name] = true
		if v.Oldest {
			first = v.Name
		}
	}
	if len(names) < 2 {
		return fmt.Sprintf("%d listings of one job on %s", len(all), first)
	}
	return fmt.Sprintf("one job on %d boards, first on %s", len(names), first)
}
