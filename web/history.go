package web

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"stackhound"
)

// happening is one event of a job's history.
type happening struct {
	When  moment // the day
	Words string
	Other link // the posting it speaks of; URL "" for none
}

// history tells what happened to a job, oldest first.
func (s *site) history(p stackhound.Posting) (all []happening) {
	for _, e := range p.History {
		h := happening{When: onDay(s.Now(), e.At)}
		if e.Kind == stackhound.EventPlace {
			e.Was, e.Now = countries(e.Was), countries(e.Now)
		}
		switch e.Kind {
		case stackhound.EventMerged:
			h.Words, h.Other = "found to be one job with", link{Label: "another posting", URL: postingURL(e.Was)}
		case stackhound.EventSplit:
			h.Words, h.Other = "found to be two jobs; see", link{Label: "the other one", URL: postingURL(e.Now)}
		default:
			h.Words = e.Words(s.boardName)
		}
		all = append(all, h)
	}
	return all
}

// postingURL is the address of a posting's page; an id that was merged away leads on.
func postingURL(id string) string { return "/postings/" + url.PathEscape(id) }

// countries writes out the countries of places as history has them.
func countries(text string) string {
	all := strings.Split(text, "; ")
	for i, p := range all {
		cut := strings.LastIndex(p, ", ") + 1
		all[i] = p[:cut] + strings.Repeat(" ", min(cut, 1)) + place(strings.TrimSpace(p[cut:]))
	}
	return strings.Join(all, "; ")
}

// onDay is a moment of which the day is told: "12 Nov", with the year unless it is this one.
func onDay(now, t time.Time) moment {
	m := at(now, t)
	if t.IsZero() {
		return m
	}
	layout := "2 Jan"
	if t.UTC().Year() != now.UTC().Year() {
		layout = "2 Jan 2006"
	}
	m.Ago = t.UTC().Format(layout)
	return m
}

// alikeView is a posting that may be the same job.
type alikeView struct {
	URL, Title, Company, Why string
}

func alike(p stackhound.Posting) (all []alikeView) {
	for _, a := range p.Alike {
		title := a.Title
		if title == "" {
			title = "Untitled job"
		}
		all = append(all, alikeView{postingURL(a.Posting), cut(title, cardTitle), a.Company, a.Why})
	}
	return all
}

// conflict is what one board says and a more trusted one does not.
type conflict struct{ Field, Value, Board, Quote string }

// fieldNames are the fields boards contradict each other in, in words.
var fieldNames = map[string]string{"salary": "pay", "workplace": "way of working", "seniority": "level", "employment": "contract"}

// conflicts lists where boards disagree; within one listing it is no conflict.
func (s *site) conflicts(all []stackhound.Evidence) (out []conflict) {
	for _, e := range all {
		if !e.Overruled || e.Board == "" {
			continue
		}
		c := conflict{Field: e.Field, Value: plain(e.Value), Board: s.boardName(e.Board)}
		if name, ok := fieldNames[e.Field]; ok {
			c.Field = name
		}
		if quote, _ := cutBullet(e.Quote); quote != e.Value {
			c.Quote = quote
		}
		out = append(out, c)
	}
	return out
}

// lead says on how many boards a job was seen and which had it first, if that is known.
func (s *site) lead(p stackhound.Posting, first stackhound.Lead) string {
	names := map[string]bool{}
	for _, src := range p.Sources {
		names[s.boardName(src.Board)] = true
	}
	switch {
	case len(p.Sources) < 2:
		return ""
	case len(names) < 2:
		return fmt.Sprintf("%d listings of one job on %s", len(p.Sources), s.boardName(p.Sources[0].Board))
	case first.Ahead <= 0:
		return fmt.Sprintf("one job on %d boards", len(names))
	}
	return fmt.Sprintf("one job on %d boards, first on %s, %s before the next", len(names), s.boardName(first.Board), stackhound.Spell(first.Ahead))
}

// worth says what a board is worth besides the others.
func worth(o stackhound.Originality) string {
	if o.Postings == 0 {
		return ""
	}
	words := fmt.Sprintf("%s, %d %% on no other board", counted(o.Postings, "job", "jobs"), o.Only*100/o.Postings)
	if o.Compared > 0 {
		words += fmt.Sprintf("; first with %d of %d shared", o.First, o.Compared)
	}
	if o.First > 0 {
		words += ", by " + stackhound.Spell(o.Lead) + " (median)"
	}
	return words + "."
}
