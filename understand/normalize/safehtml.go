package normalize

import (
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"

	"stackhound"
	"stackhound/internal/htmlscan"
	"stackhound/lexicon/links"
)

// SafeHTML returns the description of a listing as markup that a page of ours may show as
// it is: paragraphs, headings (h3 and h4), lists, quotations, emphasis, code, line breaks
// and links, always well-formed, at most as long as Text may be. The rows of a table are
// lines, its cells parted by a bar, as in Text; entities, misread letters and what is
// hidden are dealt with as there too. It is "" where the listing has no markup. The safe
// HTML of safe HTML is that HTML.
func SafeHTML(l stackhound.Listing) string {
	markup := described(l)
	for range maxDecodings {
		safe := rewritten(markup)
		if safe == markup {
			return safe
		}
		markup = safe // taking tags away may have joined what reads as markup again
	}
	return ""
}

// rewritten reads markup once and writes what is kept of it. What the writer lets through
// passes the policy as well: each alone would do.
func rewritten(markup string) string {
	markup = legible(cutWords(markup, maxText))
	r := adReader{w: adWriter{keepLines: true, fresh: true}}
	r.read(markup, 0)
	if !r.tagged {
		return ""
	}
	r.w.pop(0)
	return policy().Sanitize(string(r.w.out))
}

// rel is what every link of an ad carries: it passes no rank on and tells nothing of us.
const rel = "nofollow noopener noreferrer"

// policy is the closed list of what may reach a page.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "br", "strong", "em", "code")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + rel + "$")).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	return p
})

// safeNames are the elements that are written, by the name they are written under. A page's own
// headings are h1 and h2.
var safeNames = map[string]string{
	"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
	"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4", "pre": "pre",
	"ul": "ul", "menu": "ul", "dir": "ul", "ol": "ol", "blockquote": "blockquote",
}

// adReader reads the tags of an ad and tells the writer what they mean.
type adReader struct {
	w      adWriter
	tagged bool     // a tag of HTML was met
	hidden string   // the name of the open element that is not shown, "" for none
	depth  int      // how many of its name are open
	before adWriter // as it was there; what came since is dropped when it ends
}

// read reads markup, and markup that was escaped in its text down to a few levels.
func (r *adReader) read(markup string, level int) {
	lines := r.w.keepLines
	low := strings.ToLower(markup)
	r.w.keepLines = lines && !hasBlocks(low) && !strings.Contains(low, "<tr")
	defer func() { r.w.keepLines = lines }()
	tags, drop := htmlscan.NewTokens([]byte(markup)), false
	for {
		switch tags.Next() {
		case htmlscan.Done:
			return
		case htmlscan.Text:
			if !drop {
				r.text(tags.Raw(), level)
			}
			drop = false
		case htmlscan.Open:
			drop = unseenText[tags.Name()]
			r.open(tags)
		case htmlscan.Close:
			drop = false
			r.close(tags.Name())
		}
	}
}

func (r *adReader) text(raw []byte, level int) {
	text := legible(string(decode(nil, raw)))
	switch {
	case !hasMarkup(text):
		r.w.text(text)
	case level < maxDecodings:
		r.read(text, level+1)
	default:
		r.w.text(markupSigns.Replace(text))
	}
}

func (r *adReader) open(tags *htmlscan.Tokens) {
	name := tags.Name()
	r.tagged = r.tagged || elements[name]
	switch {
	case r.hidden == name && name != "":
		r.depth++
	case r.hidden == "" && (unseen[name] || elements[name] && !empty[name] && tags.Hidden()):
		r.hidden, r.depth, r.before = name, 1, r.w.copy()
	}
	switch name {
	case "a":
		r.w.unmark("a")
		if href := address(tags.Attr("href")); href != "" {
			r.w.mark("a", href)
		}
	case "br":
		r.w.breakLine()
	case "li":
		r.w.item()
	case "td", "th":
		r.w.cell = true
	default:
		r.openSafe(name)
	}
}

func (r *adReader) openSafe(name string) {
	switch as := safeNames[name]; as {
	case "strong", "em", "code":
		r.w.mark(as, "")
	case "h3", "h4", "pre":
		r.w.holder(as)
	case "ul", "ol", "blockquote":
		r.w.container(as)
	default:
		if breaks[name] != "" {
			r.w.boundary(true)
		}
	}
}

func (r *adReader) close(name string) {
	r.tagged = r.tagged || elements[name]
	switch as := safeNames[name]; {
	case name == "a":
		r.w.unmark("a")
	case as == "strong" || as == "em" || as == "code":
		r.w.unmark(as)
	case as != "":
		r.w.close(as)
	case name == "li":
		r.w.close("li")
	case name == "br":
		r.w.breakLine()
	case breaks[name] != "":
		r.w.boundary(false)
	}
	if r.hidden != name || name == "" {
		return
	}
	if r.depth--; r.depth == 0 {
		r.w, r.hidden = r.before, ""
	}
}

// longestAddress is the longest address that is linked to, in bytes.
const longestAddress = 2048

// address returns where a link of an ad may lead, without what only says where a reader
// came from; "" for none a person should follow.
func address(href string) string {
	u, err := url.Parse(strings.TrimSpace(legible(string(decode(nil, []byte(href))))))
	if err != nil || len(href) > longestAddress || u.User != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	return links.Clean(u.String())
}
