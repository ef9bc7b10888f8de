package bigsite

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	perPage   = 50            // jobs on a page of a list
	shellSize = 40 << 10      // bytes of a job's page before compression, about
	ownPart   = shellSize / 5 // of them that differ from job to job
)

// shell is what the pages of all jobs have in common, as it is on real boards: navigation,
// scripts, other jobs.
type shell struct{ head, foot string }

func newShell(rng *rand.Rand) shell {
	half := (shellSize - ownPart) / 2
	return shell{filler(rng, half), filler(rng, half)}
}

// filler makes markup that compresses about as well as that of real pages.
func filler(rng *rand.Rand, size int) string {
	var b strings.Builder
	for b.Len() < size {
		fmt.Fprintf(&b, `<div class="c%d"><a href="/x/%x">word%d word%d</a></div>`+"\n", rng.IntN(40), rng.IntN(1<<20), rng.IntN(400), rng.IntN(400))
	}
	return b.String()
}

// page makes the page of a job, compressed.
func (s shell) page(rng *rand.Rand, j *job) []byte {
	return pack(fmt.Sprintf("<!DOCTYPE html><html><body>%s<h1>%s</h1><p class=company>Company %d</p><p class=text>%s</p>%s%s</body></html>",
		s.head, j.title(), j.id, j.description(), filler(rng, ownPart), s.foot))
}

// pack compresses into memory, which cannot fail.
func pack(text string) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return packed.Bytes()
}

func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{board}/jobs/{id}", s.serve(jobPage))
	mux.HandleFunc("GET /{board}/jobs", s.serve(list("text/html; charset=utf-8", s.html)))
	mux.HandleFunc("GET /{board}/api", s.serve(list("application/json", s.api)))
	mux.HandleFunc("GET /{board}/sitemap.xml", s.serve(list("application/xml", s.sitemap)))
	return mux
}

// answer writes what a board answers to a request.
type answer func(*board, http.ResponseWriter, *http.Request)

// serve finds the board of a request and holds still what it shows.
func (s *Site) serve(write answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.RLock()
		defer s.mu.RUnlock()
		at := slices.IndexFunc(s.boards, func(b *board) bool { return b.name == r.PathValue("board") })
		if at < 0 {
			http.NotFound(w, r)
			return
		}
		write(s.boards[at], w, r)
	}
}

// jobPage answers with the page of one job.
func jobPage(b *board, w http.ResponseWriter, r *http.Request) {
	at := slices.IndexFunc(b.jobs, func(j *job) bool { return j.path == r.URL.Path })
	if at < 0 {
		http.NotFound(w, r)
		return
	}
	if j := b.jobs[at]; !b.kind.unchanged(w, r, j.etag(), j.changed) {
		deliver(w, "text/html; charset=utf-8", j.page)
	}
}

// list answers with a page of a list.
func list(contentType string, text func(*board, *http.Request) string) answer {
	return func(b *board, w http.ResponseWriter, r *http.Request) {
		page := text(b, r)
		sum := fnv.New64a()
		_, _ = sum.Write([]byte(page))
		if !b.kind.unchanged(w, r, fmt.Sprintf(`"%x"`, sum.Sum64()), time.Time{}) {
			deliver(w, contentType, pack(page))
		}
	}
}

func deliver(w http.ResponseWriter, contentType string, packed []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Content-Length", strconv.Itoa(len(packed)))
	_, _ = w.Write(packed) // a reader that hangs up is its own business
}

// part returns the jobs of the page asked for and the number of the one after it, 0 after
// the last.
func (b *board) part(r *http.Request) (jobs []*job, next int) {
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || page < 1 || page > len(b.jobs) {
		page = 1
	}
	from := min((page-1)*perPage, len(b.jobs))
	to := min(from+perPage, len(b.jobs))
	if to < len(b.jobs) {
		next = page + 1
	}
	return b.jobs[from:to], next
}

func (s *Site) html(b *board, r *http.Request) string {
	jobs, next := b.part(r)
	var o strings.Builder
	for _, j := range jobs {
		fmt.Fprintf(&o, `<li class="job"><a href="%s">%s</a></li>`+"\n", j.path, j.title())
	}
	if next > 0 {
		fmt.Fprintf(&o, `<a class="next" href="?page=%d">next</a>`, next)
	}
	return "<!DOCTYPE html><html><body><ul>" + o.String() + "</ul></body></html>"
}

func (s *Site) api(b *board, r *http.Request) string {
	jobs, next := b.part(r)
	rows := make([]map[string]string, len(jobs))
	for i, j := range jobs {
		rows[i] = map[string]string{"url": s.base + j.path, "title": j.title(), "pay": j.pay()}
	}
	page := map[string]any{"jobs": rows}
	if next > 0 {
		page["next"] = fmt.Sprintf("/%s/api?page=%d", b.name, next)
	}
	data, _ := json.Marshal(page) // texts always encode
	return string(data)
}

func (s *Site) sitemap(b *board, _ *http.Request) string {
	var o strings.Builder
	for _, j := range b.jobs {
		fmt.Fprintf(&o, "<url><loc>%s</loc><lastmod>%s</lastmod></url>\n", s.base+j.path, j.changed.UTC().Format("2006-01-02T15:04:05Z"))
	}
	return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + o.String() + "</urlset>"
}
