package web

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

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
	Seen     string // "one job on 2 boards, first on Harbour Jobs, 3 days before the next"
	Text     []passage
	AsShown  template.HTML // the ad with its board's formatting, "" for none
	ShownBy  string        // that board
	Evidence []stackhound.Evidence
	Shut     moment

	Alike     []alikeView
	Conflicts []conflict
	History   []happening
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
	Oldest bool   // the board that had it first
	Why    string // what shows that it is this job
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
	v, err := s.view(r.Context(), p, prof)
	if err != nil {
		return answer{}, err
	}
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

// view makes the body of a posting's page.
func (s *site) view(ctx context.Context, p stackhound.Posting, prof *stackhound.StoredProfile) (*postingView, error) {
	began, err := s.Began(ctx)
	if err != nil {
		return nil, err
	}
	first, _ := p.First(began)
	v := &postingView{
		card: s.card(p, prof), Facts: s.facts(p), Stack: stackParts(p.Stack, prof), Sources: s.sources(p, first), Seen: s.lead(p, first),
		Shut: at(s.Now(), p.ClosedAt), Alike: alike(p), Conflicts: s.conflicts(p.EvidenceList), Evidence: s.evidence(p.EvidenceList), History: s.history(p),
	}
	board, safe, err := s.AsShown(ctx, p)
	if err != nil {
		return nil, err
	}
	v.AsShown, v.ShownBy = template.HTML(safe), s.boardName(board)
	v.Text = passages(blocks(p.Text), v.Match)
	v.Apply, v.Open = apply(v.Sources), openLinks(v.Sources, p.Open())
	return v, nil
}

// evidence takes the bullets off the quotes, as the page does in the ad's text, and names
// the boards.
func (s *site) evidence(all []stackhound.Evidence) []stackhound.Evidence {
	out := slices.Clone(all)
	for i, e := range out {
		out[i].Quote, _ = cutBullet(e.Quote)
		if e.Board != "" {
			out[i].Board = s.boardName(e.Board)
		}
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
func (s *site) sources(p stackhound.Posting, first stackhound.Lead) []sourceView {
	var out []sourceView
	for _, src := range p.Sources {
		b := s.boards[src.Board]
		v := sourceView{
			Name: s.boardName(src.Board), Home: safeURL(cmp.Or(b.Terms.Attribution.URL, b.Home)), Rel: s.rel(src.Board), Title: src.Title,
			URL: safeURL(src.URL), State: string(src.State), Niche: b.Niche, First: at(s.Now(), src.FirstSeen), Last: at(s.Now(), src.LastSeen),
			Oldest: first.Ahead > 0 && src.Board == first.Board, Why: src.Why,
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
