package links

import (
	"net/url"
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"": "", "not an address?utm_source=x": "not an address?utm_source=x", "mailto:jobs@example.com?subject=Go&utm_source=x": "mailto:jobs@example.com?subject=Go&utm_source=x",
		"https://jobs.example/go":                                             "https://jobs.example/go",
		"https://jobs.example/go?utm_source=a&utm_medium=b":                   "https://jobs.example/go",
		"https://jobs.example/go?id=7&utm_source=a&UTM_Term=x&lang=de":        "https://jobs.example/go?id=7&lang=de",
		"https://jobs.example/go?fbclid=1&gclid=2&q=a%20b+c&q=%C3%BC&msclkid": "https://jobs.example/go?q=a%20b+c&q=%C3%BC",
		"https://jobs.example/go?utm%5Fsource=a&x":                            "https://jobs.example/go?x",
		"https://jobs.example/go?utm_source=a#apply":                          "https://jobs.example/go#apply",
		"https://jobs.example/go#utm_source=a&utm_medium=b":                   "https://jobs.example/go",
		"https://jobs.example/#/job/7?utm_source=a":                           "https://jobs.example/#/job/7?utm_source=a",
		"https://jobs.example/go?":                                            "https://jobs.example/go?",
		"https://boards.greenhouse.io/tarnwick/jobs/12?gh_jid=12&gh_src=ab":   "https://boards.greenhouse.io/tarnwick/jobs/12?gh_jid=12",
		"https://tarnwick.example/careers?gh_jid=12&gh_src=ab&utm_id=3":       "https://tarnwick.example/careers?gh_jid=12",
		"https://jobs.lever.co/tarnwick/7f?lever-source=board&ref=x":          "https://jobs.lever.co/tarnwick/7f",
		"https://jobs.ashbyhq.com/tarnwick/7f?source=board&embed=js":          "https://jobs.ashbyhq.com/tarnwick/7f?embed=js",
		"https://www.linkedin.com/jobs/view/7?trk=a&refId=b&currentJobId=7":   "https://www.linkedin.com/jobs/view/7?currentJobId=7",
		// what a page may need
		"https://tarnwick.example/jobs?ref=4711&source=7&src=2&from=9&id=1&cid=3": "https://tarnwick.example/jobs?ref=4711&source=7&src=2&from=9&id=1&cid=3",
		"https://evil-lever.co/x?ref=1":                                           "https://evil-lever.co/x?ref=1",
		"https://tarnwick.example/jobs?utm_source=a&signature=9f":                 "https://tarnwick.example/jobs?utm_source=a&signature=9f",
		"https://go.example/?to=https%3A%2F%2Fjobs.example%2F%3Futm_source%3Da":   "https://go.example/?to=https%3A%2F%2Fjobs.example%2F%3Futm_source%3Da",
		"https://tarnwick.example/?a=1;utm_source=b&&c":                           "https://tarnwick.example/?a=1;utm_source=b&&c",
	} {
		if got := Clean(address); got != want {
			t.Errorf("%s became %s, want %s", address, got, want)
		}
	}
}

// FuzzClean holds that cleaning is done at once, that the page stays the same one, and that
// what is left was there.
func FuzzClean(f *testing.F) {
	f.Add("https://jobs.example/go?id=7&utm_source=a#x")
	f.Fuzz(func(t *testing.T, address string) {
		got := Clean(address)
		if again := Clean(got); again != got || len(got) > len(address) {
			t.Fatalf("%q became %q, then %q", address, got, again)
		}
		was, err := url.Parse(address)
		if err != nil {
			return
		}
		is, err := url.Parse(got)
		if err != nil || is.Host != was.Host || is.Path != was.Path || is.Scheme != was.Scheme || !strings.HasPrefix(address, got[:min(len(got), 8)]) {
			t.Fatalf("%q became %q: %v", address, got, err)
		}
		for name := range was.Query() {
			if !Tracks(name) && !tracksOn(strings.ToLower(was.Hostname()), strings.ToLower(name)) && !is.Query().Has(name) {
				t.Fatalf("%q became %q and lost %q", address, got, name)
			}
		}
	})
}
