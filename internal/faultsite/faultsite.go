// Package faultsite is a web server for tests that does what servers do at their worst:
// it drips, hangs, lies about lengths and charsets, sends bombs, leads into private
// networks and answers robots.txt in every wrong way. Each fault has a host of its own (a
// port on loopback), so that what is learned of one host says nothing of another. A host
// is a plain board with three jobs until Break turns its fault on.
//
// It is bounded in itself: an answer ends when its client goes, the site with its context.
package faultsite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Site is a running server of all faults.
type Site struct {
	now      func() time.Time
	hosts    map[string]*Host
	secret   *Host
	stranger *Host // self-signed as well
}

// Host is one fault's own host.
type Host struct {
	Name string
	URL  string // scheme and address

	site  *Site
	fault fault

	mu     sync.Mutex
	broken bool
	paths  map[string]int // requests since Break, by path
	going  int            // requests being answered
	most   int            // of those at the same time
}

// Start starts a host for each fault. They end with ctx. now tells the time where an
// answer names one.
func Start(ctx context.Context, now func() time.Time) (*Site, error) {
	s := &Site{now: now, hosts: map[string]*Host{}}
	var err error
	if s.secret, err = s.listen(ctx, fault{name: "secret", page: func(c *call) { c.text("secret") }}); err != nil {
		return nil, err
	}
	if s.stranger, err = s.listen(ctx, fault{name: "stranger", secure: true}); err != nil {
		return nil, err
	}
	s.secret.Break()
	for _, f := range faults {
		if s.hosts[f.name], err = s.listen(ctx, f); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Names returns the faults in the order they are described in.
func Names() []string {
	var names []string
	for _, f := range faults {
		names = append(names, f.name)
	}
	return names
}

// Host returns the host of a fault, nil if there is no such fault.
func (s *Site) Host(name string) *Host { return s.hosts[name] }

// Reached returns how many requests came to the services that only redirects lead to.
func (s *Site) Reached() int { return s.secret.Requests("") + s.stranger.Requests("") }

// Another starts one more host of a fault, apart from those that are there.
func (s *Site) Another(ctx context.Context, name string) (*Host, error) {
	return s.listen(ctx, s.hosts[name].fault)
}

func (s *Site) listen(ctx context.Context, f fault) (*Host, error) {
	h := &Host{Name: f.name, site: s, fault: f, paths: map[string]int{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the host of %s: %w", f.name, err)
	}
	h.URL = "http://" + listener.Addr().String()
	if f.secure {
		if listener, err = selfSigned(listener); err != nil {
			return nil, err
		}
		h.URL = "https://" + listener.Addr().String()
	}
	server := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0), BaseContext: func(net.Listener) context.Context { return ctx }, ReadHeaderTimeout: time.Minute}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			_ = listener.Close()
		}
	}()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return h, nil
}

// Break turns the fault on and forgets what was asked for.
func (h *Host) Break() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.broken, h.paths, h.most = true, map[string]int{}, 0
}

// Requests returns how often a path was asked for since Break; "" counts all but
// robots.txt and the word on text and data mining.
func (h *Host) Requests(path string) (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for p, times := range h.paths {
		if p == path || path == "" && p != robotsPath && p != miningPath {
			n += times
		}
	}
	return n
}

// AtOnce returns the most requests that were being answered at the same time since Break.
func (h *Host) AtOnce() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.most
}

// The paths that are about a host, not of its pages.
const (
	robotsPath = "/robots.txt"
	miningPath = "/.well-known/tdmrep.json"
)

// ServeHTTP answers as the host does now.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, broken := h.begin(w, r)
	defer c.end()
	answer := h.fault.page
	switch {
	case r.URL.Path == robotsPath:
		answer = h.fault.robots
	case r.URL.Path == miningPath:
		answer = h.fault.mining
	case answer == nil || !broken:
		calm(c)
		return
	}
	if answer == nil || !broken {
		http.NotFound(w, r)
		return
	}
	answer(c)
}

func (h *Host) begin(w http.ResponseWriter, r *http.Request) (c *call, broken bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.paths[r.URL.Path]++
	h.going++
	h.most = max(h.most, h.going)
	return &call{w: w, r: r, host: h, n: h.paths[r.URL.Path]}, h.broken
}

// end counts the request as one being answered no more.
func (c *call) end() {
	c.host.mu.Lock()
	defer c.host.mu.Unlock()
	if !c.over {
		c.over = true
		c.host.going--
	}
}
