package web

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"stackhound"
	"stackhound/understand/normalize"
)

// hostile is what a board may send in any field.
var hostile = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`javascript:alert(1)`,
	`JaVaScRiPt&colon;alert(1)`,
	`data:text/html,<script>alert(1)</script>`,
	`vbscript:msgbox(1)`,
	`//evil.example/x`,
	`https://ok.example/" onclick="alert(1)`,
	`</title><script>alert(1)</script>`,
	`</textarea></style></script><svg onload=alert(1)>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<style>*{display:none}</style><link rel=stylesheet href=//evil.example>`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`{{.}}{{template "layout.html"}}`,
	`<base href="https://evil.example/">`,
	`<form action="https://evil.example"><input name=q></form>`,
	"\x00\u202e\u2028<!--<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
	"\xff\xfe<script>\xc0\xbc",
	strings.Repeat("ohnepunktundkomma", 400),
}

// poison sets every string inside v to s, and gives every empty list one element.
func poison(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		poison(v.Elem(), s)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			poison(v.Index(i), s)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(noon.Add(-time.Hour)))
			return
		}
		for _, f := range v.Fields() {
			poison(f, s)
		}
	}
}

// hostileBook is a storybook whose posting, boards, runs, profiles, matches, facets and
// errors all say s.
func hostileBook(s string) *storybook {
	b := newStorybook()
	var p stackhound.Posting
	var m stackhound.Match
	var board stackhound.Board
	var run stackhound.Run
	var worth stackhound.Originality
	for _, v := range []any{&p, &m, &board.Title, &board.Home, &board.Niche, &board.Evidence, &board.Reason, &board.Terms, &board.Schedule, &run, &worth} {
		poison(reflect.ValueOf(v).Elem(), s)
	}
	board.Name, p.Sources[0].Board = s, s
	off := board
	board.Enabled = true
	b.deps.Boards = []stackhound.Board{board, off}
	b.deps.Posting = func(_ context.Context, id string) (stackhound.Posting, error) { p.ID = id; return p, nil }
	b.deps.AsShown = func(context.Context, stackhound.Posting) (string, string, error) {
		return s, normalize.SafeHTML(stackhound.Listing{HTML: "<p>before</p>" + s}), nil
	}
	b.deps.Match = func(stackhound.Profile, stackhound.Posting) stackhound.Match { return m }
	b.deps.Runs = func(context.Context) (map[string]stackhound.Run, error) {
		return map[string]stackhound.Run{s: run}, nil
	}
	worth.Board, worth.Postings, worth.First, worth.Compared = s, 3, 1, 2
	b.deps.Worth = func(context.Context) ([]stackhound.Originality, error) {
		return []stackhound.Originality{worth}, nil
	}
	b.deps.Profiles = func(context.Context) ([]stackhound.StoredProfile, error) {
		return []stackhound.StoredProfile{{Profile: stackhound.Profile{ID: s}}}, nil
	}
	b.deps.Search = func(_ context.Context, req stackhound.SearchRequest) (stackhound.SearchResult, error) {
		facets := map[string][]stackhound.FacetCount{}
		for _, f := range req.Facets {
			facets[f] = []stackhound.FacetCount{{Value: s, Count: 1}}
		}
		return stackhound.SearchResult{Total: 2, Hits: []stackhound.Posting{p}, Facets: facets}, nil
	}
	b.deps.Parse = func(q string) (stackhound.Query, error) {
		if strings.HasPrefix(q, "wrong") {
			return stackhound.Query{}, stackhound.Errorf(stackhound.CodeInvalid, "%s", s).WithHint("%s", s)
		}
		return stackhound.Query{}, nil
	}
	return b
}

func TestHostileWordsStayWords(t *testing.T) {
	for _, s := range hostile {
		h := hostileBook(s).handler()
		escaped := url.QueryEscape(s)
		for _, target := range []string{
			"/?q=" + escaped + "&profile=" + escaped + "&stack=" + escaped + "&sort=" + escaped, "/?q=wrong+" + escaped,
			"/postings/p1", "/postings/p1?profile=" + escaped, "/postings/" + url.PathEscape(s), "/boards?profile=" + escaped, "/nowhere/" + url.PathEscape(s),
		} {
			w := request(t, h, "GET", target)
			if w.Code >= 500 {
				t.Fatalf("%q at %s: status %d", s, target, w.Code)
			}
			if strings.Contains(w.Header().Get("Content-Type"), "html") {
				doc, err := goquery.NewDocumentFromReader(w.Body)
				if err != nil {
					t.Fatal(err)
				}
				if strings.HasPrefix(target, "/postings/p1") && text(doc, ".as-shown .text p") == "" {
					t.Errorf("%q at %s: no formatted ad", s, target)
				}
				checkInert(t, s, target, doc)
			}
		}
	}
}

// checkInert holds that a page has only elements of ours and only links one may follow.
func checkInert(t *testing.T, s, target string, doc *goquery.Document) {
	t.Helper()
	if n := doc.Find("script, style, iframe, svg, math, object, embed, base, textarea").Length(); n > 0 {
		t.Errorf("%q at %s: %d elements that are not ours", s, target, n)
	}
	if n := doc.Find("img:not([src^='/static/icon.svg?v=']), link:not([href^='/static/'])").Length(); n > 0 {
		t.Errorf("%q at %s loads something", s, target)
	}
	if n := doc.Find("form:not([action='/'])").Length(); n > 0 {
		t.Errorf("%q at %s has a form of its own", s, target)
	}
	doc.Find("*").Each(func(_ int, el *goquery.Selection) {
		for _, a := range el.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
				t.Errorf("%q at %s: attribute %s", s, target, a.Key)
			}
		}
	})
	doc.Find("[href]").Each(func(_ int, el *goquery.Selection) {
		href := el.AttrOr("href", "")
		u, err := url.Parse(href)
		local := err == nil && u.Scheme == "" && u.Host == "" && (strings.HasPrefix(href, "/") || strings.HasPrefix(href, "#") || strings.HasPrefix(href, "?"))
		abroad := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
		if !local && !abroad {
			t.Errorf("%q at %s links to %q", s, target, href)
		}
	})
}
