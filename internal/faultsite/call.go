package faultsite

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// call is one request that is answered.
type call struct {
	w    http.ResponseWriter
	r    *http.Request
	host *Host
	n    int  // which request for this path it is, from 1
	over bool // it counts as being answered no more
}

func (c *call) kind(contentType string) { c.w.Header().Set("Content-Type", contentType) }

func (c *call) text(s string) { fmt.Fprint(c.w, s) }

func (c *call) status(n int) { http.Error(c.w, http.StatusText(n), n) }

func (c *call) redirect(to string) {
	c.w.Header()["Location"] = []string{to}
	c.w.WriteHeader(http.StatusFound)
}

// rest asks to be left alone.
func (c *call) rest(status int, retryAfter string) {
	c.w.Header().Set("Retry-After", retryAfter)
	c.status(status)
}

func (c *call) flush() { _ = http.NewResponseController(c.w).Flush() }

// dripEvery is the time between two bytes of an answer that drips.
const dripEvery = 100 * time.Millisecond

// drip sends a byte now and then for as long as somebody reads.
func (c *call) drip() {
	tick := time.NewTicker(dripEvery)
	defer tick.Stop()
	for {
		if _, err := c.w.Write([]byte(" ")); err != nil {
			return
		}
		c.flush()
		select {
		case <-c.r.Context().Done():
			return
		case <-tick.C:
		}
	}
}

// hang sends nothing for as long as somebody waits.
func (c *call) hang() { <-c.r.Context().Done() }

// lateBy is what an answer of a slow host takes.
const lateBy = 50 * time.Millisecond

// late answers as a plain board does, with a page for each job, but late.
func (c *call) late() {
	timer := time.NewTimer(lateBy)
	defer timer.Stop()
	select {
	case <-c.r.Context().Done():
		return
	case <-timer.C:
	}
	if strings.HasPrefix(c.r.URL.Path, "/jobs/") {
		c.kind("text/html")
		c.text(`<p class="text">Ledgers.</p>`)
		return
	}
	calm(c)
}

// pour sends text again and again until there are size bytes or nobody reads; a size of 0
// has no end.
func (c *call) pour(text string, size int) {
	block := []byte(strings.Repeat(text, 1+(64<<10)/len(text)))
	for sent := 0; size == 0 || sent < size; sent += len(block) {
		if size > 0 {
			block = block[:min(len(block), size-sent)]
		}
		if _, err := c.w.Write(block); err != nil {
			return
		}
	}
}

// raw takes the connection over from the server and writes to it. Whoever reads may ask
// again on the first bytes of it, so the request is over before they are sent.
func (c *call) raw(s string) net.Conn {
	conn, _, err := http.NewResponseController(c.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	c.end()
	_, _ = conn.Write([]byte(s))
	return conn
}

// reset breaks the connection off without a farewell.
func (c *call) reset(after string) {
	conn := c.raw(after)
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// bombMembers is how many members of 1 MiB a bomb inflates to.
const bombMembers = 1024

// bomb is 1 GiB in about 1 MiB: a gzip file may have any number of members, so one is
// made and repeated.
var bomb = sync.OnceValue(func() []byte { return bytes.Repeat(pack(strings.Repeat(" ", 1<<20)), bombMembers) })

func pack(s string) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a constant
	_, _ = w.Write([]byte(s))                             // to memory
	_ = w.Close()
	return b.Bytes()
}
