package fetch

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestRules(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		robots      string // ; stands for the end of a line
		yes, no     string // paths
		name        string
		productName string
	}{
		{"", "/ /a", "", "nothing said", ""},
		{"User-agent: *;Disallow:", "/ /a", "", "an empty rule", ""},
		{"User-agent: *;Disallow: /", "/robots.txt", "/ /a /a?b", "everything", ""},
		{"User-agent: *;Disallow: /a", "/ /b /A /b/a", "/a /ab /a/b /a?b", "a prefix", ""},
		{"User-agent: *;Disallow: /a;Allow: /a/b", "/a/b /a/bc", "/a /a/c", "the longest decides", ""},
		{"User-agent: *;Allow: /a/b;Disallow: /a", "/a/b", "/a", "in any order", ""},
		{"User-agent: *;Disallow: /a;Allow: /a", "/a", "", "allow wins a tie", ""},
		{"User-agent: *;Allow: /a;Disallow: /a", "/a", "", "allow wins a tie in any order", ""},
		{"User-agent: *;Disallow: /*.php", "/a", "/a.php /a.php5 /b/c.php?d", "a star", ""},
		{"User-agent: *;Disallow: /*.php$", "/a.php5 /a.php?b", "/a.php /b/a.php /a.php.php", "an end", ""},
		{"User-agent: *;Disallow: /a$", "/ab /a/", "/a", "an end without a star", ""},
		{"User-agent: *;Disallow: /*?*", "/a", "/a? /a?b", "queries", ""},
		{"User-agent: *;Disallow: /a*c*e$", "/ace1 /ac", "/ace /abcde", "several stars", ""},
		{"User-agent: *;Disallow: /a*a$", "/a /ab", "/aa /aba", "a tail does not overlap", ""},
		{"User-agent: *;Disallow: /%7ejoe/a%2fb/ä", "/~joe/a/b/%C3%A4 /~joe/a%2Fb", "/~joe/a%2Fb/%C3%A4 /%7Ejoe/a%2fb/%c3%a4", "one way of writing", ""},
		{"User-agent: stackhound;Disallow: /a;;User-agent: *;Disallow: /b", "/b", "/a", "our group alone", ""},
		{"User-agent: *;Disallow: /b;;User-agent: STACKHOUND;Disallow: /a", "/b", "/a", "upper case", ""},
		{"User-agent: stackhound;Disallow: /a;;User-agent: other;Disallow: /c;;User-agent: stackhound;Disallow: /b", "/c", "/a /b", "our groups together", ""},
		{"User-agent: other;User-agent: stackhound;Disallow: /a", "/b", "/a", "a group of two", ""},
		{"User-agent: other;User-agent: stackhound;;Crawl-delay: 1;User-agent: third;Disallow: /a", "/a", "", "a delay ends the names", ""},
		{"User-agent: stack;Disallow: /;;User-agent: stackhounds;Disallow: /;;User-agent: Mozilla stackhound;Disallow: /", "/a", "", "other names", ""},
		{"User-agent: stackhound 2.0 (everyone);Disallow: /a", "/b", "/a", "a version", ""},
		{"User-agent: *;Sitemap: https://example.com/s.xml;Disallow: /a", "/b", "/a", "a sitemap between", ""},
		{"Disallow: /a;User-agent: *;Disallow: /b", "/a", "/b", "a rule of nobody", ""},
		{"\ufeffUser-agent : * # all;  disallow\t:\t/a # not this;no colon", "/b", "/a", "untidy", ""},
		{"User-agent: *;Disallow: /jobs;Allow: /jobs/$", "/jobs/", "/jobs /jobs/1", "an exception", ""},
	} {
		r := parseRobots([]byte(strings.ReplaceAll(tt.robots, ";", "\r\n")), "stackhound")
		for _, path := range strings.Fields(tt.yes) {
			if !r.allow(mustParse(t, "https://example.com"+path)) {
				t.Errorf("%s: %s is not allowed by %q", tt.name, path, tt.robots)
			}
		}
		for _, path := range strings.Fields(tt.no) {
			if r.allow(mustParse(t, "https://example.com"+path)) {
				t.Errorf("%s: %s is allowed by %q", tt.name, path, tt.robots)
			}
		}
	}
}

func TestProductsWithDigits(t *testing.T) {
	t.Parallel()
	for line, ours := range map[string]bool{"hound2": true, "Hound2/1.0": true, "hound": false, "hound22": false} {
		r := parseRobots([]byte("User-agent: "+line+"\nDisallow: /"), "hound2")
		if r.allow(mustParse(t, "https://example.com/a")) == ours {
			t.Errorf("%s: taken as ours: %v", line, !ours)
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"2": 2 * time.Second, "0.5": 500 * time.Millisecond, "": 0, "-1": 0, "NaN": 0, "ten": 0, "1e300": maxDelay, "+Inf": maxDelay,
	} {
		if r := parseRobots([]byte("User-agent: *\nCrawl-delay: "+value), "stackhound"); r.delay != want {
			t.Errorf("Crawl-delay %q is %v, want %v", value, r.delay, want)
		}
	}
}

func FuzzParseRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /%7e\nCrawl-delay: 1"), "/a/b?c=d%2F")
	f.Add([]byte("\xef\xbb\xbfuser-agent: stackhound\rdisallow: *$*"), "/")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		u, err := url.ParseRequestURI(path)
		if err != nil {
			return
		}
		r := parseRobots(body, "stackhound")
		if r.delay < 0 || r.delay > maxDelay {
			t.Errorf("delay %v", r.delay)
		}
		if allowed := r.allow(u); !allowed && len(r.lines) == 0 {
			t.Error("refused without a rule")
		}
		if n := normalise(path); normalise(n) != n {
			t.Errorf("%q is written %q, and that %q", path, n, normalise(n))
		}
	})
}
