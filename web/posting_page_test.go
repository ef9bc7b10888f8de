package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"stackhound"
)

func TestPostingTellsEverything(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/postings/pledger", 200)
	if got := text(doc, "title"); got != "Senior Go Engineer, Payments at Brightwater Ledger · stackhound" {
		t.Errorf("title %q", got)
	}
	for part, want := range map[string]string{
		".job > header":                         "posted 2 days ago · one job on 3 boards, first on Harbour Jobs, 2 hours before the next posted 3 times in 10 months",
		".facts dl":                             "Years from 5",
		".facts":                                "Stack Asked for go kubernetes postgresql Nice to have grpc redis rust Mentioned git terraform",
		".sources li:nth-child(1)":              "on Harbour Jobs had it first · apply first seen 2 days ago, last seen 40 minutes ago",
		".sources li:nth-child(2)":              "Sr. Go Engineer (Payments) - Remote EU open on Gopher Yard only Go",
		".sources li:nth-child(3)":              "missing",
		".sources li:nth-child(2) p:last-child": "the same job: it leads to the same opening",
		".alike":                                "Site Reliability Engineer at Brightwater Ledger same company and text, but another role",
		".conflicts":                            "pay: Lantern Remote says 80,000–95,000 EUR a year 80-95k title: Lantern Remote says Senior Go Engineer",
		".evidence":                             "regions europe anywhere in Europe body",
		".pick":                                 "How does it match? ada bo",
		".text":                                 "Own two of our nine services",
	} {
		if got := text(doc, part); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q: %s", part, want, got)
		}
	}
	if n := doc.Find(".conflicts li").Length(); n != 2 {
		t.Errorf("boards disagree in %d things", n)
	}
	links := doc.Find(".go a").Map(func(_ int, a *goquery.Selection) string { return a.Text() + " " + a.AttrOr("href", "") })
	if len(links) != 4 || links[0] != "Apply https://apply.brightwater.example/jobs/17" || !strings.HasPrefix(links[1], "Open on Harbour Jobs https://harbour.example/") {
		t.Errorf("ways on: %q", links)
	}
}

func TestHistoryReadsAsALife(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/postings/pledger", 200)
	got := doc.Find(".history li").Map(func(_ int, li *goquery.Selection) string { return strings.Join(strings.Fields(li.Text()), " ") })
	want := []string{
		"25 Dec 2025 first seen on Gopher Yard",
		"24 Jan closed: its page is gone",
		"3 Jun posted anew on Gopher Yard",
		"5 Jun also on Harbour Jobs",
		"23 Jun found to be one job with another posting",
		"3 Jul place changed on Harbour Jobs: Leeds, United Kingdom; Berlin, Germany, before: Leeds, United Kingdom",
		"23 Jul found to be two jobs; see the other one",
		"18 Nov posted anew on Gopher Yard",
		"19 Nov pay added on Harbour Jobs: 85,000–105,000 EUR a year",
	}
	if !slices.Equal(got, want) {
		t.Errorf("it says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if href := doc.Find(".history a").First().AttrOr("href", ""); href != "/postings/pold" {
		t.Errorf("the merged one is at %s", href)
	}
}

// TestNobodyIsCalledFirst holds that no board is credited where it cannot be told.
func TestNobodyIsCalledFirst(t *testing.T) {
	unread, tied := newStorybook(), newStorybook()
	unread.deps.Began = func(context.Context) (map[string]time.Time, error) { return nil, nil }
	for i := range tied.postings[0].Sources {
		tied.postings[0].Sources[i].FirstSeen = noon.Add(-time.Hour)
	}
	for name, b := range map[string]*storybook{"never read to an end": unread, "seen at once": tied} {
		doc := get(t, b.handler(), "/postings/pledger", 200)
		if got := text(doc, ".from"); !strings.Contains(got, "one job on 3 boards posted") || doc.Find(".sources .tag:contains('first')").Length() > 0 {
			t.Errorf("%s: it says %s", name, got)
		}
	}
}

// TestHintsWarn holds that a card and a page say of a job that it looks forgotten.
func TestHintsWarn(t *testing.T) {
	b := newStorybook()
	src := listed("harbour", "Go Engineer", "Acorn", 130*24)
	b.postings = []stackhound.Posting{{ID: "p1", Title: "Go Engineer", FirstSeen: src.FirstSeen, Sources: []stackhound.Source{src}}}
	for _, page := range []string{"/", "/postings/p1"} {
		if got := text(get(t, b.handler(), page, 200), ".wary"); got != "open for 4 months" {
			t.Errorf("%s says %q", page, got)
		}
	}
}

func TestOnlyLiveListingsAreOffered(t *testing.T) {
	b := newStorybook()
	shown, closed := listed("harbour", "Shown", "", 1), listed("tinker-feed", "Closed", "", 9)
	shown.ApplyURL, closed.State = shown.URL, stackhound.ListingClosed
	b.postings = []stackhound.Posting{{ID: "p1", Sources: []stackhound.Source{shown, closed}}, {ID: "p2", ClosedAt: noon, Sources: []stackhound.Source{closed}}}
	for id, want := range map[string]string{"p1": "Open on Harbour Jobs", "p2": "Open on Tinker Feed"} {
		if got := text(get(t, b.handler(), "/postings/"+id, 200), ".go"); got != want {
			t.Errorf("%s offers %q, want %q", id, got, want)
		}
	}
}

func TestReasonsAddUp(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/postings/pledger?profile=ada", 200)
	if got := text(doc, ".reasons li:first-child"); got != "+26 go is asked for and at your core You have strong experience with go" {
		t.Errorf("first reason: %q", got)
	}
	if got := text(doc, ".reasons .total"); got != "98 in all" {
		t.Errorf("sum: %q", got)
	}
	b := newStorybook()
	b.deps.Match = func(stackhound.Profile, stackhound.Posting) stackhound.Match {
		return stackhound.Match{Score: 100, Reasons: []stackhound.Reason{{Points: 130, Text: "all", Quote: "- Own two of our nine services"}, {Points: -7, Text: "but"}, {Text: "silence"}}}
	}
	doc = get(t, b.handler(), "/postings/pledger?profile=ada", 200)
	if got := text(doc, ".reasons"); got != "+130 all Own two of our nine services −7 but 0 silence 100 123 in all, cut to 100" {
		t.Errorf("reasons: %q", got)
	}
	if got := doc.Find(".text li mark.plus").AttrOr("title", ""); got != "+130 all" {
		t.Errorf("the quote is marked with %q", got)
	}
}

func TestARejectedPostingNamesTheRule(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/postings/p03?profile=ada", 200)
	if got := text(doc, ".why"); !strings.Contains(got, "Ruled out by: workplace. It would score 2 otherwise.") {
		t.Errorf("it says %q", got)
	}
}

func TestAClosedPostingSaysSo(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/postings/p09", 200)
	if got := text(doc, ".shut-note"); got != "This job is closed: its page is gone, 6 hours ago." {
		t.Errorf("it says %q", got)
	}
	if got := text(get(t, newStorybook().handler(), "/?state=closed", 200), ".card .shut-note"); got != "Closed: its page is gone" {
		t.Errorf("the card says %q", got)
	}
}

func TestAThinPostingStillReads(t *testing.T) {
	b := newStorybook()
	b.deps.Posting = func(context.Context, string) (stackhound.Posting, error) {
		return stackhound.Posting{ID: "p", Sources: []stackhound.Source{{Board: "unheard-of", URL: "javascript:alert(1)"}}}, nil
	}
	doc := get(t, b.handler(), "/postings/p", 200)
	got := text(doc, "main")
	for _, want := range []string{"Untitled job", "company not named", "not stated", "The boards give no text for it", "unheard-of"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if doc.Find(".go, .evidence, .skills").Length() > 0 {
		t.Error("empty parts are shown")
	}
}

// TestTheAdIsShownFormatted holds that a page shows the ad with its board's formatting below
// the text, folded, and nothing where a board sends none.
func TestTheAdIsShownFormatted(t *testing.T) {
	b := newStorybook()
	if n := get(t, b.handler(), "/postings/pledger", 200).Find(".as-shown").Length(); n > 0 {
		t.Errorf("%d formatted ads, without one", n)
	}
	var asked stackhound.Posting
	b.deps.AsShown = func(_ context.Context, p stackhound.Posting) (string, string, error) {
		asked = p
		return "harbour", `<h3>The work</h3><ul><li>Keep <strong>ledgers</strong> &amp; books</li></ul>`, nil
	}
	doc := get(t, b.handler(), "/postings/pledger", 200)
	if got := text(doc, ".story > .as-shown"); got != "The ad as Harbour Jobs shows it The work Keep ledgers & books" {
		t.Errorf("it says %q", got)
	}
	if doc.Find("details.as-shown:not([open]) .text li strong").Length() != 1 || doc.Find("section.text strong").Length() != 0 {
		t.Error("it is not shown apart from the text, folded, with its elements")
	}
	if asked.ID != "pledger" || len(asked.Sources) != 3 {
		t.Errorf("asked for %s with %d listings", asked.ID, len(asked.Sources))
	}
	b.deps.AsShown = func(context.Context, stackhound.Posting) (string, string, error) {
		return "", "", errors.New("the disk is gone")
	}
	get(t, b.handler(), "/postings/pledger", 500)
}
