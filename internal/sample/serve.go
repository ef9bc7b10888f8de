package sample

import (
	"embed"
	"html/template"
	"net/http"
	"strconv"
)

//go:embed templates/*.html
var pageFiles embed.FS

var pages = template.Must(template.ParseFS(pageFiles, "templates/*.html"))

const perPage = 20 // listings on a page of sample-html and sample-api

// routes are the addresses of all boards.
func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /robots.txt", robots)
	mux.HandleFunc("GET /{board}/job/{number}", s.jobPage)
	mux.HandleFunc("GET /sample-feed/jobs.rss", s.feed)
	mux.HandleFunc("GET /sample-api/jobs", s.api)
	mux.HandleFunc("GET /sample-jsonld/sitemap.xml", s.sitemap)
	mux.HandleFunc("GET /sample-thread/items/1", s.thread)
	for _, name := range boardNames {
		mux.HandleFunc("GET /"+name+"/{$}", s.listPage)
	}
	return mux
}

// robots lets everybody in, at any pace: it is the visitor's own machine.
func robots(w http.ResponseWriter, _ *http.Request) {
	answer(w, "text/plain; charset=utf-8", []byte("User-agent: *\nAllow: /\n"))
}

// answer sends a body that is complete; a reader that hangs up is its own business.
func answer(w http.ResponseWriter, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

// shown returns a board's listings, newest first.
func (s *Site) shown(board string) []*listing {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.shelf[board]
}

// page returns a page's part of a board's listings; the first page has number 1.
func (s *Site) page(board string, number int) (part []*listing, more bool) {
	all := s.shown(board)
	from := min(max(number-1, 0)*perPage, len(all))
	to := min(from+perPage, len(all))
	return all[from:to], to < len(all)
}

// pageNumber reads the query's page, at least 1 and at most 10,000.
func pageNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), 10_000)
}
