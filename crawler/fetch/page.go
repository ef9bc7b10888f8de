package fetch

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"stackhound/crawler"
	"stackhound/internal/secret"
)

// page is an answer as it came.
type page struct {
	status int
	header http.Header
	kind   string // Content-Type
	body   []byte
	packed []byte // body as gzip, if it came so
}

// tap sits between colly and the client's transport: it takes the answer for itself and
// hides the content type, from which colly would guess at charsets. The body it reads when
// colly wants to, into the room of the one before, and leaves colly none.
//
// Below it, and nowhere above, requests hold the secrets of the board.
type tap struct {
	next http.RoundTripper
	page
	room    bytes.Buffer // of page.body
	secrets crawler.Secrets
	erased  []string // the secrets of the Fetch going on, also where they are sent no more
	eraser  secret.Eraser
}

// carry has requests hold secrets from now on.
func (t *tap) carry(s crawler.Secrets) {
	t.secrets = s
	if !slices.Equal(s.Values, t.erased) { // a long one takes a while
		t.erased, t.eraser = s.Values, secret.NewEraser(s.Values...)
	}
}

func (t *tap) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := t.next.RoundTrip(dress(r, t.secrets))
	if err != nil {
		return nil, hush(err, t.eraser)
	}
	t.page = page{status: res.StatusCode, header: res.Header, kind: res.Header.Get("Content-Type")}
	res.Header.Del("Content-Type")
	res.Body = &taken{ReadCloser: res.Body, tap: t}
	return res, nil
}

// taken is a body that goes into a tap as a whole, and reads as an empty one.
type taken struct {
	io.ReadCloser
	tap *tap
}

// Read takes the body. The room that a list needed is too large for the jobs' pages after it.
func (t *taken) Read([]byte) (int, error) {
	room := &t.tap.room
	if room.Cap() > 3*room.Len() {
		*room = bytes.Buffer{}
	}
	room.Reset()
	if _, err := room.ReadFrom(t.ReadCloser); err != nil {
		return 0, hush(err, t.tap.eraser)
	}
	t.tap.body = room.Bytes()
	return 0, io.EOF
}

func (p *page) response(address string) crawler.Response {
	valid := crawler.Validators{URL: address, ETag: validator(p.header, "ETag"), Modified: validator(p.header, "Last-Modified")}
	text, doubt := toUTF8(p.body, p.kind)
	return crawler.Response{
		URL: address, Status: p.status, Type: p.kind, Valid: valid, Links: p.header.Values("Link"),
		Raw: p.body, Packed: p.packed, Body: text, Doubt: doubt,
	}
}

// maxValidator is the longest validator that is kept and sent back, in bytes. Servers use
// hashes and dates; a long one would be there to be counted.
const maxValidator = 1 << 10

func validator(h http.Header, name string) string {
	value := h.Get(name)
	if len(value) > maxValidator {
		return ""
	}
	return value
}

// leadsTo returns where a redirect leads, nil if the page is none.
func (p *page) leadsTo(from *url.URL) *url.URL {
	switch p.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	location := p.header.Get("Location")
	if location == "" {
		return nil
	}
	to, err := from.Parse(location)
	if err != nil {
		return nil
	}
	to.Fragment, to.User = "", nil
	return to
}

// wantsRest tells whether the host asks to be left alone for a time.
func (p *page) wantsRest() bool {
	return p.status == http.StatusTooManyRequests || p.status == http.StatusServiceUnavailable && p.header.Get("Retry-After") != ""
}

// retryAfter reads how long a host wants to be left alone, as seconds or as a date, and
// keeps it between a second and a day. Without a readable value it is half a minute.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	wait := maxWait
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		wait = time.Duration(min(seconds, 24*60*60)) * time.Second
	} else if date, err := http.ParseTime(value); err == nil {
		wait = date.Sub(now)
	}
	return min(max(wait, time.Second), 24*time.Hour)
}
