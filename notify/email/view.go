package email

import (
	"fmt"
	"strings"
	"unicode"

	"stackhound"
	"stackhound/notify"
)

const (
	// fullBudget is how many bytes the postings told in full may take of one part, so
	// that a message stays under 100 kB: what follows is told in a line each.
	fullBudget = 22_000
	// maxReasons is how many reasons with points a posting is told with.
	maxReasons = 4
	// The longest texts shown, in characters.
	maxTitle, maxQuote, maxSubject, maxURL = 120, 140, 120, 600
)

// view is what both parts of a message are written from.
type view struct {
	Heading string
	Full    []viewItem
	Short   []viewItem // the rest, in a line each
	Why     string     // why this came, and how to stop it
}

type viewItem struct {
	Title   string
	Company string
	Facts   string // pay, place, age: what stands under the title
	Score   int
	Reasons []stackhound.Reason
	Links   []notify.Link
}

// newView lays a delivery out.
func (c *Channel) newView(d stackhound.Delivery) view {
	v := view{
		Heading: heading(d),
		Why: fmt.Sprintf("You get this because of the alert %q of the profile %s. To stop all its alerts: stackhound profile pause %s",
			clean(d.Alert, maxTitle), clean(d.Profile, maxTitle), clean(d.Profile, maxTitle)),
	}
	left := fullBudget
	for _, it := range d.Items {
		item := c.item(d, it)
		if left -= item.size(); left > 0 || len(v.Full) == 0 {
			v.Full = append(v.Full, item)
			continue
		}
		item.Links = item.Links[:min(len(item.Links), 1)]
		v.Short = append(v.Short, item)
	}
	return v
}

// size estimates what an item takes in full.
func (it viewItem) size() int {
	n := 600 + len(it.Title) + len(it.Company) + len(it.Facts)
	for _, r := range it.Reasons {
		n += 160 + len(r.Text) + len(r.Quote)
	}
	for _, l := range it.Links {
		n += 120 + len(l.Name) + len(l.URL)
	}
	return n
}

func (c *Channel) item(d stackhound.Delivery, it stackhound.Item) viewItem {
	p := it.Snapshot
	item := viewItem{
		Title: clean(p.Title, maxTitle), Company: clean(p.Company, maxTitle), Score: it.Score,
		Facts: facts(p), Reasons: reasons(it.Reasons),
	}
	for _, l := range notify.Links(it, stackhound.OutletMail, c.terms, d.Created) {
		if len(l.URL) <= maxURL && !strings.ContainsFunc(l.URL, unicode.IsSpace) {
			l.Name = clean(l.Name, maxTitle)
			item.Links = append(item.Links, l)
		}
	}
	return item
}

// facts is the line under a posting's title: pay as the ad states it, where and how,
// since when. What the ad does not say is left out.
func facts(p stackhound.Posting) string {
	var parts []string
	if p.Salary != nil && p.Salary.String() != "" {
		parts = append(parts, p.Salary.String())
	}
	if p.Workplace != 0 {
		parts = append(parts, strings.Join(p.Workplace.Names(), " or "))
	}
	if len(p.Regions) > 0 {
		parts = append(parts, "open to "+strings.Join(p.Regions[:min(len(p.Regions), 6)], ", "))
	}
	for _, l := range p.Locations[:min(len(p.Locations), 3)] {
		parts = append(parts, l.String())
	}
	if !p.Posted.IsZero() {
		parts = append(parts, "posted "+p.Posted.UTC().Format("2 January 2006"))
	}
	return clean(strings.Join(parts, " · "), 300)
}

// reasons picks the weightiest reasons, which come first, and the remarks worth no
// points (the project to show, the rule that is broken).
func reasons(all []stackhound.Reason) []stackhound.Reason {
	var picked []stackhound.Reason
	left := maxReasons
	for _, r := range all {
		if r.Points != 0 {
			left--
		}
		if r.Points == 0 || left >= 0 {
			picked = append(picked, stackhound.Reason{Points: r.Points, Text: clean(r.Text, maxQuote), Quote: clean(r.Quote, maxQuote)})
		}
	}
	return picked
}

// heading is the sentence a message begins with; with the first posting's title it is
// the subject, too.
func heading(d stackhound.Delivery) string {
	for_ := " for " + clean(d.Profile, maxTitle)
	switch {
	case len(d.Items) == 1 && d.Items[0].Class == "reopened":
		return "A job is open again" + for_
	case len(d.Items) == 1:
		return "New job" + for_
	}
	return fmt.Sprintf("%d new jobs%s", len(d.Items), for_)
}

// subject says how many there are, for whom, and names the best one.
func subject(d stackhound.Delivery) string {
	s := heading(d)
	if len(d.Items) > 0 {
		s += ": " + d.Items[0].Snapshot.Title
		if company := d.Items[0].Snapshot.Company; company != "" {
			s += " at " + company
		}
	}
	return clean(s, maxSubject)
}

// clean makes text from outside fit for one line: control and invisible characters
// become spaces, runs of white space one, and it is cut to a number of characters.
func clean(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
