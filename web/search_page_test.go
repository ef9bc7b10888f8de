package web

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"stackhound"
)

// spy keeps the requests that a search page makes.
func (b *storybook) spy() *[]stackhound.SearchRequest {
	var asked []stackhound.SearchRequest
	b.deps.Search = func(ctx context.Context, req stackhound.SearchRequest) (stackhound.SearchResult, error) {
		asked = append(asked, req)
		return b.search(ctx, req)
	}
	return &asked
}

// numbered fills the storybook with n open postings.
func (b *storybook) numbered(n int) {
	b.postings = nil
	for i := range n {
		src := listed("harbour", "Job", "Firm", 1)
		b.postings = append(b.postings, stackhound.Posting{ID: fmt.Sprintf("p%04d", i), Title: "Job", Company: "Firm", Sources: []stackhound.Source{src}, FirstSeen: src.FirstSeen,
			Ad: stackhound.Ad{Stack: stackhound.Stack{Required: []string{[]string{"java", "go"}[min(1, i%7/6)]}}}})
	}
}

func leaf(field, value string) stackhound.Filter {
	return stackhound.Filter{Op: stackhound.OpIs, Field: field, Values: []string{value}}
}

func TestAskNarrowsTheQuery(t *testing.T) {
	t.Parallel()
	either := stackhound.Filter{Op: stackhound.OpOr, Kids: []stackhound.Filter{leaf("stack", "go"), leaf("stack", "rust")}}
	for name, c := range map[string]struct {
		address string
		query   stackhound.Query
		want    *stackhound.Filter
	}{
		"nothing":              {"", stackhound.Query{}, nil},
		"the query's own":      {"q=x", stackhound.Query{Filter: &either}, &either},
		"one":                  {"stack=go", stackhound.Query{}, ptr(leaf("stack", "go"))},
		"two of one field":     {"stack=go&stack=kafka", stackhound.Query{}, ptr(stackhound.Filter{Op: stackhound.OpAnd, Kids: []stackhound.Filter{leaf("stack", "go"), leaf("stack", "kafka")}})},
		"both, the query kept": {"stack=go", stackhound.Query{Filter: &either}, ptr(stackhound.Filter{Op: stackhound.OpAnd, Kids: []stackhound.Filter{either, leaf("stack", "go")}})},
		"twice the same":       {"stack=go&stack=go&stack=", stackhound.Query{}, ptr(leaf("stack", "go"))},
		"no facet":             {"salary=1&text=go", stackhound.Query{}, nil},
	} {
		values, _ := url.ParseQuery(c.address)
		a, err := readAsk(values)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.narrowed(c.query).Filter; fmt.Sprintf("%+v", deref(got)) != fmt.Sprintf("%+v", deref(c.want)) {
			t.Errorf("%s: %+v, want %+v", name, deref(got), deref(c.want))
		}
	}
}

func ptr[T any](v T) *T { return &v }

func deref(f *stackhound.Filter) any {
	if f == nil {
		return nil
	}
	return *f
}

func TestAskKeepsItsAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"": "/", "q=": "/", "page=1": "/", "page=0": "/", "page=-3": "/", "page=x": "/", "sort=worst": "/",
		"q=c%2B%2B+%22a+b%22&page=3":         "/?page=3&q=c%2B%2B+%22a+b%22",
		"profile=ada&sort=new&stack=c%23":    "/?profile=ada&sort=new&stack=c%23",
		"board=b&stack=go&stack=rust&utm=no": "/?board=b&stack=go&stack=rust",
	} {
		values, _ := url.ParseQuery(address)
		a, err := readAsk(values)
		if err != nil || a.url() != want {
			t.Errorf("%q: %q, %v; want %q", address, a.url(), err, want)
		}
	}
}

// FuzzAsk: whatever an address holds, the address a page gives for it reads as the same.
func FuzzAsk(f *testing.F) {
	f.Add("q=go&stack=go&page=2&profile=ada&sort=new")
	f.Add("q=%00%ff&stack=%F0&page=99999999999999999999")
	f.Fuzz(func(t *testing.T, raw string) {
		values, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		a, err := readAsk(values)
		if err != nil {
			return
		}
		u, err := url.Parse(a.url())
		if err != nil {
			t.Fatal(err)
		}
		again, err := readAsk(u.Query())
		if err != nil || again.url() != a.url() {
			t.Fatalf("%q became %q, then %q (%v)", raw, a.url(), again.url(), err)
		}
	})
}

func TestFacetLinksAddAndRemove(t *testing.T) {
	h := newStorybook().handler()
	doc := get(t, h, "/?q=engineer&stack=go&page=2&sort=new", 200)
	set := doc.Find(".filters a.on")
	if set.Length() != 1 || !strings.HasPrefix(strings.TrimSpace(set.Text()), "go") {
		t.Fatalf("filters set: %q", set.Text())
	}
	if href, _ := set.Attr("href"); href != "/?q=engineer&sort=new" {
		t.Errorf("removing leads to %q", href)
	}
	add := facet(doc, "kubernetes")
	href, _ := add.Attr("href")
	if href != "/?q=engineer&sort=new&stack=go&stack=kubernetes" {
		t.Errorf("adding leads to %q", href)
	}
	count := strings.TrimSpace(add.Find(".count").Text())
	if got := text(get(t, h, href, 200), "h1"); got != count+" open jobs" {
		t.Errorf("the count said %s, the page says %q", count, got)
	}
}

// facet finds the link of a facet's value by its label.
func facet(doc *goquery.Document, label string) *goquery.Selection {
	return doc.Find(".filters a").FilterFunction(func(_ int, a *goquery.Selection) bool { return a.Find(".label").Text() == label }).First()
}

func TestFacetsThatTellNothingAreLeftOut(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/?board=gopher-yard&company=Brightwater+Ledger", 200)
	if got := text(doc, ".filters"); strings.Contains(got, "postgresql") || !strings.Contains(got, "Gopher Yard") {
		t.Errorf("one posting is left, filters offer %q", got)
	}
	doc = get(t, newStorybook().handler(), "/", 200)
	if got := text(doc, ".filters"); !strings.Contains(got, "United Kingdom") || !strings.Contains(got, "junior 6 mid") {
		t.Errorf("countries have names and levels their order; filters are %q", got)
	}
}

func TestCardTellsTheJob(t *testing.T) {
	h := newStorybook().handler()
	card := get(t, h, "/", 200).Find(".card").First()
	told := words(card)
	for _, want := range []string{"Senior Go Engineer, Payments", "Brightwater Ledger", "senior · backend", "85,000–105,000 EUR a year", "Remote (Europe)", "posted 2 days ago on Harbour Jobs, Gopher Yard, Lantern Remote"} {
		if !strings.Contains(told, want) {
			t.Errorf("the card lacks %q: %s", want, told)
		}
	}
	if strings.Contains(told, "≈") || card.Find(".score").Length() > 0 {
		t.Errorf("pay in EUR needs no conversion and no profile gives no score: %s", told)
	}
	links := card.Find(".from a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") + " " + a.AttrOr("rel", "") })
	want := []string{
		"https://harbour.example/jobs/senior-go-engineer,-payments nofollow noopener",
		"https://gopher-yard.example/jobs/sr.-go-engineer-%28payments%29---remote-eu nofollow noopener",
		"https://lantern-remote.example/jobs/senior-go-engineer noopener", // its terms ask for a link that counts
	}
	if !slices.Equal(links, want) {
		t.Errorf("links are %q, want %q", links, want)
	}
}

func TestPayOfOtherKindsIsGivenInEurosAYear(t *testing.T) {
	got := text(get(t, newStorybook().handler(), "/?stack=nats", 200), ".card:first-child .terms")
	if want := "22,000–28,000 PLN a month ≈ 61,800–78,600 EUR a year"; !strings.Contains(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestProfileOrdersByMatch(t *testing.T) {
	h := newStorybook().handler()
	doc := get(t, h, "/?profile=ada", 200)
	var scores []string
	doc.Find(".card .score").Each(func(_ int, s *goquery.Selection) { scores = append(scores, words(s)) })
	if len(scores) != perPage || scores[0] != "Score 98 of 100 for ada" {
		t.Fatalf("scores: %q", scores)
	}
	if got := text(doc, ".orders [aria-current]"); got != "best match" {
		t.Errorf("the order shown is %q", got)
	}
	last := get(t, h, "/?profile=ada&page=3", 200).Find(".card").Last()
	if last.Find(".ruled-out").Length() != 1 || !strings.Contains(last.Text(), "Rule: workplace") {
		t.Errorf("what breaks a rule stands last and says so: %s", last.Text())
	}
	own := get(t, h, "/?profile=ada", 200).Find(".card").First().Find(".skill.mine").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("title", "") })
	if !slices.Equal(own, []string{"asked for; your core stack", "asked for; your core stack", "asked for; your core stack", "nice to have; you know it", "nice to have; you know it", "nice to have; you are learning it"}) {
		t.Errorf("the profile's own skills: %q", own)
	}
	chosen := get(t, h, "/?profile=bo", 200)
	if v := chosen.Find("select option[selected]").AttrOr("value", ""); v != "bo" {
		t.Errorf("the chooser shows %q", v)
	}
	if href := chosen.Find("nav a").First().AttrOr("href", ""); href != "/?profile=bo" {
		t.Errorf("the navigation forgets the profile: %q", href)
	}
}

func TestMatchOrderLooksAtABoundedWindow(t *testing.T) {
	b := newStorybook()
	b.numbered(730)
	asked := b.spy()
	doc := get(t, b.handler(), "/?profile=ada", 200)
	if len(*asked) != 5 || (*asked)[0].Facets == nil || (*asked)[1].Facets != nil {
		t.Errorf("%d requests, facets in the first alone", len(*asked))
	}
	for i, req := range *asked {
		if req.Limit > stackhound.MaxLimit || req.Offset != i*stackhound.MaxLimit {
			t.Errorf("request %d: limit %d, offset %d", i, req.Limit, req.Offset)
		}
	}
	if got := text(doc, ".results > .note"); !strings.Contains(got, "first 500 found") {
		t.Errorf("the page does not say what it weighed: %q", got)
	}
	if got := text(doc, ".pages p"); got != "1–20 of 730" {
		t.Errorf("paging: %q", got)
	}
	if doc.Find(".card .skill.core").Length() != perPage {
		t.Error("postings with a core skill do not come first")
	}
	if end := get(t, b.handler(), "/?profile=ada&page=25", 200); end.Find(".pages a[rel=next]").Length() != 0 {
		t.Error("there is a page after the window")
	}
}

func TestPaging(t *testing.T) {
	b := newStorybook()
	b.numbered(45)
	h := b.handler()
	for target, want := range map[string]string{
		"/":              "1–20 of 45 | | /?page=2",
		"/?page=2":       "21–40 of 45 | / | /?page=3",
		"/?page=3&q=job": "41–45 of 45 | /?page=2&q=job | ",
	} {
		doc := get(t, h, target, 200)
		got := text(doc, ".pages p") + " | " + doc.Find("a[rel=prev]").AttrOr("href", "") + " | " + doc.Find("a[rel=next]").AttrOr("href", "")
		if strings.ReplaceAll(got, "  ", " ") != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
	if got := get(t, h, "/?page=9", 200).Find(".nothing a").AttrOr("href", ""); got != "/" {
		t.Errorf("beyond the end the way back is %q", got)
	}
	b.numbered(11_000)
	if doc := get(t, b.handler(), fmt.Sprintf("/?page=%d", lastPage), 200); doc.Find("a[rel=next]").Length() != 0 || doc.Find(".card").Length() != perPage {
		t.Error("the last page that can be reached has a next one")
	}
}

func TestNothingFoundHelps(t *testing.T) {
	b := newStorybook()
	got := get(t, b.handler(), "/?q=cobol&stack=go", 200)
	if text(got, "h1") != "No open jobs" || got.Find(".nothing a[href='/?q=cobol']").Length() != 1 || got.Find(".nothing a[href='/?q=cobol&stack=go&state=closed']").Length() != 1 {
		t.Errorf("no way on: %q", text(got, ".results"))
	}
	b.postings = nil
	if got := text(get(t, b.handler(), "/", 200), ".nothing"); !strings.Contains(got, "stackhound crawl") {
		t.Errorf("an empty store: %q", got)
	}
}

func TestAWrongQueryKeepsWhatWasWritten(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/?q=lang:go&stack=go", 400)
	if got := text(doc, "#wrong"); got != `Column 1: there is no field "lang". Did you mean stack?` {
		t.Errorf("it says %q", got)
	}
	if doc.Find("#q").AttrOr("value", "") != "lang:go" || doc.Find("input[type=hidden][name=stack]").AttrOr("value", "") != "go" || doc.Find("details.help[open]").Length() != 1 {
		t.Error("the query, its filters or the help are not there")
	}
}

func TestTooManyFiltersAreRefused(t *testing.T) {
	v := url.Values{}
	for i := range maxFilters + 1 {
		v.Add("stack", fmt.Sprint(i))
	}
	get(t, newStorybook().handler(), "/?"+v.Encode(), 400)
}
