package crawler

import (
	"testing"
	"time"
)

func TestRelativeTime(t *testing.T) {
	t.Parallel()
	const now = "2026-11-20T12:30:00Z"
	for text, want := range map[string]string{
		"3 days ago": "2026-11-17", "Posted 3 Days Ago": "2026-11-17", "Posted Today": "2026-11-20", "Posted Yesterday": "2026-11-19", "a day ago": "2026-11-19",
		"vor 3 Tagen": "2026-11-17", "vor einem Tag": "2026-11-19", "Heute": "2026-11-20", "gestern veröffentlicht": "2026-11-19",
		"hace 2 días": "2026-11-18", "hace una semana": "2026-11-13", "ayer": "2026-11-19", "il y a 3 jours": "2026-11-17", "aujourd’hui": "2026-11-20",
		"3 giorni fa": "2026-11-17", "há 5 dias": "2026-11-15", "2 dagen geleden": "2026-11-18",
		"5 hours ago": "2026-11-20", "13 hours ago": "2026-11-19", "20 minutes ago": "2026-11-20", "2 weeks ago": "2026-11-06", "1 month ago": "2026-10-20", "3d": "2026-11-17", "2 w": "2026-11-06", "just now": "2026-11-20",
		"Posted 30+ Days Ago": "", "more than 30 days ago": "", "vor über 30 Tagen": "", "hace más de 30 días": "",
		"in 3 days": "", "3 days left": "", "Graz": "", "": "", "3": "", "12 engineers ago": "", "here": "", "99999 days ago": "",
	} {
		got, err := relativeTime(text, now)
		if day := got.Format(time.DateOnly); (err == nil) != (want != "") || err == nil && day != want {
			t.Errorf("%q: %s, %v; want %q", text, day, err, want)
		}
	}
	if _, err := relativeTime("3 days ago", ""); err == nil {
		t.Error("without a now there is no day")
	}
}

// TestTimesOfUnits holds what becomes of written dates and of what is no date.
func TestTimesOfUnits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ unit, text, want string }{
		{relative, "2026-11-03", "2026-11-03T00:00:00Z"}, {relative, "30+ days ago", ""}, {"s", "soon", "soon"}, {"s", "1793700000", "2026-11-03T10:00:00Z"},
	} {
		got := times([]string{tt.text}, tt.unit, "2026-11-20T12:00:00Z")
		if (len(got) == 0) != (tt.want == "") || len(got) > 0 && got[0] != tt.want {
			t.Errorf("%s %q: %q", tt.unit, tt.text, got)
		}
	}
}

func FuzzRelativeTime(f *testing.F) {
	f.Add("Posted 3 Days Ago")
	f.Add("vor über 30 Tagen")
	f.Fuzz(func(t *testing.T, text string) {
		now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
		if got, err := relativeTime(text, now.Format(time.RFC3339)); err == nil && got.After(now) {
			t.Errorf("%q lies ahead: %s", text, got)
		}
	})
}

func TestNextLink(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		`<https://a.example/?page=2>; rel="next", <https://a.example/?page=9>; rel="last"`: "https://a.example/?page=2",
		`</a>; rel=prev, </b>; title="x, y; rel=next"; REL="first Next"`:                   "/b",
		`</a>; rel="prev"`: "", `</a`: "", "": "", `rel="next"`: "",
	} {
		if got := nextLink([]string{header}); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func FuzzNextLink(f *testing.F) {
	f.Add(`</a>; rel="next", </b>`)
	f.Fuzz(func(_ *testing.T, header string) { nextLink([]string{header, header}) })
}
