// Package bigsite is a site large enough to measure on what asking boards again costs and
// finds: boards of five kinds on a loopback port, with pages of about 40 KB sent as gzip,
// that move on a step at a time. It says what it did, so that what a crawl found can be
// held against it. Everything is made from a seed; nothing in it is meant to be read.
package bigsite

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"stackhound"
)

// Options set what a Site shows.
type Options struct {
	Boards int       // how many, of kinds that take turns
	Jobs   int       // on each
	Now    time.Time // when it was made
}

// Site is the boards being served. Close ends it.
type Site struct {
	base   string
	server *http.Server

	mu     sync.RWMutex
	boards []*board
	rng    *rand.Rand
	shell  shell
}

// board is one board with its open jobs, newest first.
type board struct {
	name string
	kind kind
	jobs []*job
	next int // id of the next job
}

// job is one job with its page as it is sent.
type job struct {
	id, rev int
	path    string
	changed time.Time
	page    []byte // gzip
}

// Start serves a site on a port of 127.0.0.1 that is free.
func Start(o Options) (*Site, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Site{base: "http://" + listener.Addr().String(), rng: rand.New(rand.NewPCG(1, 2))}
	s.shell = newShell(s.rng)
	for n := range o.Boards {
		b := &board{name: fmt.Sprintf("big-%d", n), kind: kinds[n%len(kinds)]}
		for range o.Jobs {
			s.publish(b, o.Now.AddDate(0, 0, -10))
		}
		s.boards = append(s.boards, b)
	}
	s.server = &http.Server{Handler: s.routes(), ReadHeaderTimeout: time.Minute}
	go func() { _ = s.server.Serve(listener) }() // ends with Close
	return s, nil
}

// Close ends the server.
func (s *Site) Close() error { return s.server.Close() }

// publish adds a job at the head of a board.
func (s *Site) publish(b *board, now time.Time) *job {
	b.next++
	j := &job{id: b.next, path: fmt.Sprintf("/%s/jobs/%d", b.name, b.next)}
	s.write(j, now)
	b.jobs = slices.Insert(b.jobs, 0, j)
	return j
}

// write makes a job's page, with its revision in it.
func (s *Site) write(j *job, now time.Time) {
	j.changed, j.page = now, s.shell.page(s.rng, j)
}

// Step is what one step did, by the addresses of the jobs' pages.
type Step struct {
	New, Gone []string
	Told      []string // edited, and the list says so
	Untold    []string // edited, and only the job's own page shows it
}

// Step moves the boards on: 2 % of their jobs are new, 2 % gone, 1 % edited, at least one
// of each on every board.
func (s *Site) Step(now time.Time) Step {
	s.mu.Lock()
	defer s.mu.Unlock()
	var step Step
	for _, b := range s.boards {
		n := max(len(b.jobs)/50, 1)
		for range n {
			at := s.rng.IntN(len(b.jobs))
			step.Gone = append(step.Gone, s.base+b.jobs[at].path)
			b.jobs = slices.Delete(b.jobs, at, at+1)
		}
		for _, at := range s.rng.Perm(len(b.jobs))[:max(n/2, 1)] {
			s.edit(b, b.jobs[at], now, &step)
		}
		for range n {
			step.New = append(step.New, s.base+s.publish(b, now).path)
		}
	}
	return step
}

func (s *Site) edit(b *board, j *job, now time.Time, step *Step) {
	j.rev++
	s.write(j, now)
	into := &step.Untold
	if b.kind.tells {
		into = &step.Told
	}
	*into = append(*into, s.base+j.path)
}

// Truth returns what is open now: the description of each job by the address of its page.
func (s *Site) Truth() map[string]string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	open := map[string]string{}
	for _, b := range s.boards {
		for _, j := range b.jobs {
			open[s.base+j.path] = j.description()
		}
	}
	return open
}

// Boards describes the boards as their files would.
func (s *Site) Boards() []stackhound.Board {
	var all []stackhound.Board
	for _, b := range s.boards {
		all = append(all, b.kind.board(b.name, s.base))
	}
	return all
}
