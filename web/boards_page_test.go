package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestBoardsShowWhatNeedsALookFirst(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/boards", 200)
	var got []string
	doc.Find(".board").Each(func(_ int, b *goquery.Selection) {
		got = append(got, b.Find("code").Text()+" "+b.Find(".name .state").Text())
	})
	want := []string{"tinker-feed failed", "lantern-remote partial", "gopher-yard ok", "harbour ok", "quay-thread waiting", "walled off"}
	if !slices.Equal(got, want) {
		t.Errorf("boards %q, want %q", got, want)
	}
	if got := text(doc, ".tally"); got != "1 failed 1 partial 2 ok 1 waiting 1 off" {
		t.Errorf("tally %q", got)
	}
}

func TestABoardTellsItsRunAndItsRules(t *testing.T) {
	doc := get(t, newStorybook().handler(), "/boards", 200)
	for part, want := range map[string]string{
		".board:nth-child(1)":          "Last run failed, 1 day ago https://tinker.example/feed: expected a feed and got an HTML page; nothing was closed.",
		".board:nth-child(2)":          "140 items 9 new 0 changed 0 missing 0 closed 3 errors",
		".board:nth-child(2) .rules":   "Read every 8 h, at most once in 6 h Named as Lantern Remote; may be passed on, to others only after 24 h",
		".board:nth-child(2) .alarm":   "3",
		".board:nth-child(4) .figures": "1,312",
		".board:nth-child(4)":          "9,120 jobs, 98 % on no other board; first with 60 of 150 shared, by 5 hours (median).",
		".board:nth-child(5)":          "Not read yet. 1 job, 100 % on no other board.",
		".board:nth-child(6)":          "Its robots.txt disallows the list of jobs.",
	} {
		got := figuresInOrder(doc.Find(part))
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %q: %s", part, want, got)
		}
	}
	if got := text(doc, ".board:nth-child(6)"); strings.Contains(got, "Read daily") {
		t.Errorf("a board that is off has a schedule: %s", got)
	}
}

// figuresInOrder is the text as it is seen: a figure stands above its name.
func figuresInOrder(s *goquery.Selection) string {
	s = s.Clone()
	s.Find(".figures div").Each(func(_ int, d *goquery.Selection) { d.SetText(" " + d.Find("dd").Text() + " " + d.Find("dt").Text()) })
	return strings.Join(strings.Fields(s.Text()), " ")
}
