// Package sample is a small world to try the program in: five job boards of five kinds
// on a loopback port, filled with invented jobs, two profiles to match them against, and
// sinks that take the mail and the webhooks which come out at the other end.
//
// Everything is made from the wording in this folder by a seeded generator, so the same
// seed and time give the same world. All employers are invented and their addresses end
// in .example, the top-level domain set aside for this (RFC 2606, section 2).
package sample

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"time"

	"stackhound"
)

//go:embed boards/*.yaml
var boardFiles embed.FS

// Boards returns the board files of the sample boards, NAME.yaml each. Their addresses
// lead nowhere until Site.At has set them.
func Boards() fs.FS { return below(boardFiles, "boards") }

//go:embed profiles/*.yaml
var profileFiles embed.FS

// WebhookPlaceholder stands in the profiles where the address of a webhook belongs; put
// WebhookSink.URL there.
const WebhookPlaceholder = "{webhook}"

// Profiles returns two profiles, ada.yaml (Go) and bo.yaml (Python).
func Profiles() fs.FS { return below(profileFiles, "profiles") }

// below returns a folder that is compiled in.
func below(files embed.FS, folder string) fs.FS {
	sub, err := fs.Sub(files, folder)
	if err != nil {
		return files // not reached: Sub fails only for a malformed name
	}
	return sub
}

// Options set what a Site shows.
type Options struct {
	Seed uint64    // the same seed and Now give the same jobs
	Now  time.Time // the newest job was posted shortly before this
}

// Job is one job as its employer offers it, whichever boards it stands on: what a
// reader of the boards should find.
type Job struct {
	Company   string
	Title     string // without the marks a board adds, such as (m/w/d)
	Place     string // "Berlin, Germany" or "Remote (EU)"
	Language  string // ISO 639-1 of the ad
	Level     string // of stackhound.Levels; mid stands in no title
	Required  []string
	Nice      []string
	Workplace stackhound.Workplace
	Regions   []string        // where remote work is allowed from
	Pay       *stackhound.Pay // nil when the ad is silent
	Contract  bool            // freelance rather than employed
	ApplyURL  string          // at the employer's, without tracking
	Posted    time.Time
	Boards    []string // one or two names
	URLs      []string // its page on each of Boards, in that order
}

// Site serves the sample boards until it is closed. It is safe for concurrent use.
type Site struct {
	base   string
	now    time.Time
	server *server
	detach func() bool // unties the site from its context

	mu    sync.RWMutex
	maker *maker
	jobs  []*job
	shelf map[string][]*listing // by board, newest first
	gone  map[string]bool       // paths of listings withdrawn
	next  map[string]int        // by board, the number of its next listing
}

// Start makes the jobs and serves them on a free loopback port until ctx ends or Close
// is called.
func Start(ctx context.Context, o Options) (*Site, error) {
	words, err := loadWording()
	if err != nil {
		return nil, fmt.Errorf("sample wording: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeUnavailable, "the sample boards found no loopback port: %w", err)
	}
	s := &Site{
		base:  "http://" + listener.Addr().String(),
		now:   o.Now.UTC().Truncate(time.Second),
		maker: newMaker(words, rand.New(rand.NewPCG(o.Seed, 1))),
		shelf: map[string][]*listing{},
		gone:  map[string]bool{},
		next:  map[string]int{},
	}
	s.fill()
	s.server = serve(listener, s.routes())
	s.detach = context.AfterFunc(ctx, s.server.stop)
	return s, nil
}

// Close stops serving and waits until nothing is being answered any more.
func (s *Site) Close() {
	s.detach()
	s.server.stop()
}

// Bases returns the address that stands for {base} in each board's file.
func (s *Site) Bases() map[string]string {
	out := map[string]string{}
	for _, name := range boardNames {
		out[name] = s.base
	}
	return out
}

// At returns the board, one of Boards, as it is found at this site: with its base, its
// home page and the address of its attribution.
func (s *Site) At(b stackhound.Board) stackhound.Board {
	b.Base = s.base
	b.Home = s.base + "/" + b.Name + "/"
	b.Terms.Attribution.URL = b.Home
	return b
}

// Total is the number of listings shown on all boards together.
func (s *Site) Total() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n := 0
	for _, shown := range s.shelf {
		n += len(shown)
	}
	return n
}

// CrossPosted is the number of jobs that stand on two boards.
func (s *Site) CrossPosted() int {
	n := 0
	for _, j := range s.Jobs() {
		if len(j.Boards) > 1 {
			n++
		}
	}
	return n
}

// Jobs returns every job shown, oldest first.
func (s *Site) Jobs() []Job {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return known(s.jobs)
}

// Publish puts up n fresh jobs, by turns on sample-html and sample-api, and returns
// them. The first is made for the profile ada, the second for bo; the others are as they
// come. At most 100 at a time, and fewer when the wording has no further title to give.
func (s *Site) Publish(n int) []Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	var fresh []*job
	for i := range min(n, 100) {
		j, ok := s.maker.make(wished(i))
		if !ok {
			break
		}
		j.Posted = s.now
		s.show(j, []string{"sample-api", "sample-html"}[i%2], false)
		fresh = append(fresh, j)
	}
	s.jobs = append(s.jobs, fresh...)
	return known(fresh)
}

// Withdraw takes the n oldest jobs down from every board they stand on and returns them.
// Their pages answer 410 from then on.
func (s *Site) Withdraw(n int) []Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	n = max(0, min(n, len(s.jobs)))
	old := s.jobs[:n]
	s.jobs = slices.Clone(s.jobs[n:])
	for name, shown := range s.shelf {
		s.shelf[name] = slices.DeleteFunc(slices.Clone(shown), func(l *listing) bool {
			if slices.Contains(old, l.job) {
				s.gone[l.path] = true
			}
			return s.gone[l.path]
		})
	}
	return known(old)
}

// known returns what is told of jobs to the outside.
func known(jobs []*job) []Job {
	out := make([]Job, len(jobs))
	for i, j := range jobs {
		out[i] = j.Job
		out[i].Required = slices.Clone(j.Required)
		out[i].Nice = slices.Clone(j.Nice)
		out[i].Boards = slices.Clone(j.Boards)
		out[i].URLs = slices.Clone(j.URLs)
	}
	return out
}
