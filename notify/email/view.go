package email

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"stackhound"
	"stackhound/lexicon/places"
	"stackhound/notify"
)

const (
	// fullBudget is how many bytes the postings told in full may take of one part, so
	// that a message stays under 100 kB: what follows is told in a line each.
	fullBudget = 22_000
	// maxReasons is how many reasons a posting is told with; the rest is summed up.
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
	Reasons []stackhound.Reason // the weightiest
	More    string              // what the other reasons come to
	Remarks []stackhound.Reason // reasons without points: a broken rule, the project to show
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
	for _, r := range slices.Concat(it.Reasons, it.Remarks) {
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
		Facts: facts(p),
	}
	item.Reasons, item.More, item.Remarks = reasons(it.Reasons)
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
		parts = append(parts, "open to "+regions(p.Regions[:min(len(p.Regions), 6)]))
	}
	for _, l := range p.Locations[:min(len(p.Locations), 3)] {
		parts = append(parts, l.String())
	}
	if !p.Posted.IsZero() {
		parts = append(parts, "posted "+p.Posted.UTC().Format("2 January 2006"))
	}
	return clean(strings.Join(parts, " · "), 300)
}

// regionNames are the words for regions larger than a country.
var regionNames = map[string]string{
	"europe": "Europe", "north-america": "North America", "latam": "Latin America", "apac": "Asia-Pacific", "emea": "EMEA",
}

// regions names regions and countries as people do; what is neither stays as it is.
func regions(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = cmp.Or(regionNames[code], places.CountryName(code), strings.Replace(code, "..", " to ", 1))
	}
	return strings.Join(names, ", ")
}

// reasons sorts out the weightiest reasons, which come first, the sum of the others, and
// what is worth no points. A single reason is not summed up but shown.
func reasons(all []stackhound.Reason) (top []stackhound.Reason, more string, remarks []stackhound.Reason) {
	sum := 0
	for _, r := range all {
		shown := stackhound.Reason{Points: r.Points, Text: clean(r.Text, maxQuote), Quote: unlisted(clean(r.Quote, maxQuote))}
		if r.Points == 0 {
			remarks = append(remarks, shown)
			continue
		}
		top = append(top, shown)
		sum += r.Points
	}
	if len(top) > maxReasons+1 {
		for _, r := range top[:maxReasons] {
			sum -= r.Points
		}
		more = fmt.Sprintf("and %d more, together %+d", len(top)-maxReasons, sum)
		top = top[:maxReasons]
	}
	return top, more, onlyNew(remarks, top)
}

// onlyNew leaves out remarks that were made already, and the quotes that stand above.
func onlyNew(remarks, above []stackhound.Reason) []stackhound.Reason {
	var kept []stackhound.Reason
	for _, r := range remarks {
		if slices.ContainsFunc(kept, func(k stackhound.Reason) bool { return k.Text == r.Text }) {
			continue
		}
		if slices.ContainsFunc(above, func(a stackhound.Reason) bool { return a.Quote == r.Quote }) {
			r.Quote = ""
		}
		kept = append(kept, r)
	}
	return kept
}

// unlisted cuts the mark of a list item off a quote.
func unlisted(quote string) string { return strings.TrimLeft(quote, "-–—*•·▪◦ ") }

// heading is the sentence a message begins with; with the first posting's title it is
// the subject, too.
func heading(d stackhound.Delivery) string {
	whom := " for " + clean(d.Profile, maxTitle)
	switch {
	case len(d.Items) == 1 && d.Items[0].Class == stackhound.ClassReopened:
		return "A job is open again" + whom
	case len(d.Items) == 1:
		return "New job" + whom
	}
	return fmt.Sprintf("%d new jobs%s", len(d.Items), whom)
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
