package crawler

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"stackhound"
)

// Request asks for one page: with GET, or with POST where it has a body.
type Request struct {
	URL     string
	Body    []byte
	Type    string               // Content-Type of the body
	Header  http.Header          // those the board file adds; may be nil
	Secrets Secrets              // what else is sent, to the origin of URL only
	Known   Validators           // of what is known already; the answer may be 304 then
	Step    stackhound.FaultStep // what it is asked for
	Most    int                  // requests it may take, robots.txt, redirects and further tries included; 0: as many as it takes
}

// Validators tell two versions of a page apart (RFC 9110, 8.8), by the words of the server
// that sent them.
type Validators struct {
	URL      string // where they came from; they are sent to no other address
	ETag     string // "" for none
	Modified string // Last-Modified, "" for none
}

// Response is an answer of any status.
type Response struct {
	URL    string // where it came from in the end, after redirects
	Status int
	Type   string // Content-Type as sent
	Valid  Validators
	Links  []string  // its headers Link, as sent
	Body   []byte    // text in UTF-8; until the next Fetch
	Raw    []byte    // inflated, otherwise as received; until the next Fetch
	Packed []byte    // Raw as gzip as received; nil if it did not come so
	Had    time.Time // when a kept answer was; zero for one that comes now
	Doubt  string    // why Body was not read in the charset that was named; "" if it was
	Cost
}

// Cost is what an answer took.
type Cost struct {
	Requests int   // attempts, redirects and robots.txt included
	Bytes    int64 // of bodies on the wire
}

// Fetcher gets pages for one run of one board, politely: it obeys robots.txt, keeps the
// gap between requests, tries again where that may help and respects the limits on size
// and time. Where validators are given it asks only for what changed since. Fetch returns an answer of any final status, 5xx after the last attempt
// included; an error means there is no answer, and Cost says even then what it took.
//
// Neither a Response nor an error holds a secret of the request: where an answer repeats
// one, secret.Erased stands in its place.
//
// An error is a *stackhound.Fault, whose kind says what happened. To tell apart besides:
// *Later when the host asks to come back after a time; stackhound.CodeRefused when the
// page may not be asked for or used.
type Fetcher interface {
	Fetch(ctx context.Context, r Request) (Response, error)
}

// Later is the error of a host that wants to be left alone for a while.
type Later struct {
	Host  string
	Until time.Time
	Why   string // "answered 429"
}

// Error says who, why and until when.
func (l *Later) Error() string {
	return fmt.Sprintf("%s %s and is left alone until %s", l.Host, l.Why, l.Until.UTC().Format("2006-01-02 15:04 MST"))
}
