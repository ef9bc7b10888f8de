package htmlpage

import (
	"strings"
	"testing"

	"stackhound"
)

const listing = `<!DOCTYPE html><html><head><title>Jobs</title><script>var x = "<li>no</li>"</script></head><body>
<ul id="jobs">
 <li class="job new" data-id="7"><h2><span>New</span> <a href="/job/7">Go Engineer</a><br/> Brightmoor &amp; Sons </h2>
  <div class="text"><p>One &lt;b&gt;</p><p>Two<br>Three</p><script>track()</script></div></li>
 <li class="job" data-id="8"><h2><a href="/job/8">SQL Engineer</a></h2></li>
 <li class="advert">Buy!</li>
</ul><a rel="next" href="?page=2">Next</a></body></html>`

func TestValues(t *testing.T) {
	t.Parallel()
	doc, err := Format{}.Open([]byte(listing), "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := doc.Items(stackhound.Items{Select: "#jobs > li.job"})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	tests := []struct {
		name string
		x    stackhound.Extract
		want string
	}{
		{"text", stackhound.Extract{Select: "h2 a"}, "Go Engineer"},
		{"attribute", stackhound.Extract{Select: "h2 a", Attr: "href"}, "/job/7"},
		{"attribute of the item itself", stackhound.Extract{Attr: "data-id"}, "7"},
		{"missing attribute", stackhound.Extract{Select: "h2 a", Attr: "title"}, ""},
		{"own text", stackhound.Extract{Select: "h2", Own: true}, "   Brightmoor & Sons"},
		{"inner markup", stackhound.Extract{Select: ".text p", HTML: true}, "One &lt;b&gt;|Two<br/>Three"},
		{"lines and no scripts", stackhound.Extract{Select: ".text"}, "\n\nOne <b>\n\nTwo\nThree"},
		{"nothing found", stackhound.Extract{Select: ".salary"}, ""},
		{"a selector that is none", stackhound.Extract{Select: "a[["}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := strings.TrimRight(strings.Join(rows[0].Values(tt.x), "|"), " \n")
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if next := doc.Values(stackhound.Extract{Select: "a[rel=next]", Attr: "href"}); len(next) != 1 || next[0] != "?page=2" {
		t.Errorf("next page %q", next)
	}
	if rows, err := doc.Items(stackhound.Items{Select: ".none"}); len(rows) != 0 || err != nil {
		t.Errorf("a page without listings gave %d rows, %v", len(rows), err)
	}
}

func TestNotAPage(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", " \n", strings.Repeat("<div>", 10_000), strings.Repeat("<BODY\na=b>", 60), strings.Repeat("<html/a>", 60), "<body a='>'" + strings.Repeat(" b", 1<<16) + "></body>"} {
		if _, err := (Format{}).Open([]byte(body), ""); err == nil {
			t.Errorf("%.20q was opened", body)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(listing), "li a")
	f.Fuzz(func(t *testing.T, body []byte, selector string) {
		doc, err := Format{}.Open(body, "")
		if err != nil {
			return
		}
		doc.Items(stackhound.Items{Select: selector})
		doc.Values(stackhound.Extract{Select: selector})
		doc.Values(stackhound.Extract{Select: "p", Own: true})
	})
}
