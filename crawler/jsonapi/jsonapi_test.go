package jsonapi

import (
	"errors"
	"strings"
	"testing"

	"stackhound"
	"stackhound/crawler"
)

func TestItems(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, path, titles, err string }{
		{"at the top", `[{"t": "a"}, {"t": "b"}]`, "", "a b", ""},
		{"inside", `{"data": {"jobs": [{"t": "a"}, null, {"t": "b"}]}}`, "data.jobs", "a b", ""},
		{"in several lists", `{"groups": [{"jobs": [{"t": "a"}]}, {"jobs": [{"t": "b"}]}]}`, "groups.*.jobs", "a b", ""},
		{"an empty list", `{"jobs": []}`, "jobs", "", ""},
		{"one object for a list", `{"jobs": {"t": "a"}}`, "jobs", "a", ""},
		{"another shape", `{"error": "slow down"}`, "jobs", "", `there is no list at "jobs"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Format{}.Open([]byte(tt.body), "")
			if err != nil {
				t.Fatal(err)
			}
			rows, err := doc.Items(stackhound.Items{Select: tt.path})
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Fatalf("error %v, want %q", err, tt.err)
			}
			var titles []string
			for _, r := range rows {
				titles = append(titles, r.Values(stackhound.Extract{Select: "t"})...)
			}
			if got := strings.Join(titles, " "); got != tt.titles {
				t.Errorf("got %q, want %q", got, tt.titles)
			}
		})
	}
}

func TestTooManyItemsAreCut(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte("["+strings.Repeat(`{},`, crawler.MaxItems)+"{}]"), "")
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := doc.Items(stackhound.Items{}); len(rows) != crawler.MaxItems || !errors.Is(err, crawler.ErrCut) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestNotJSON(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "<html></html>", `{"jobs": [{"t": "a"}`} {
		if _, err := (Format{}).Open([]byte(body), ""); err == nil {
			t.Errorf("%q was opened", body)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`{"jobs": [{"t": "a"}]}`), "jobs")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		if doc, err := (Format{}).Open(body, ""); err == nil {
			doc.Items(stackhound.Items{Select: path})
		}
	})
}
