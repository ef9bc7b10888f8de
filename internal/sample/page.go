package sample

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"
)

// titles are what the boards call themselves.
var titles = map[string]string{
	"sample-html":   "The Sample Noticeboard",
	"sample-feed":   "The Sample Gazette",
	"sample-api":    "Sample Openings",
	"sample-jsonld": "The Sample Register",
	"sample-thread": "Sample thread: who is hiring?",
}

// listPage is a board's list as people see it. Only sample-html is meant to be crawled by it.
func (s *Site) listPage(w http.ResponseWriter, r *http.Request) {
	board := strings.Trim(r.URL.Path, "/")
	number := pageNumber(r)
	part, more := s.page(board, number)
	next := 0
	if more {
		next = number + 1
	}
	rows := make([]view, len(part))
	for i, l := range part {
		rows[i] = l.view()
	}
	render(w, http.StatusOK, "list.html", map[string]any{"Board": titles[board], "Rows": rows, "Next": next})
}

// jobPage is the page of one listing.
func (s *Site) jobPage(w http.ResponseWriter, r *http.Request) {
	board := r.PathValue("board")
	s.mu.RLock()
	gone := s.gone[r.URL.Path]
	s.mu.RUnlock()
	if gone {
		render(w, http.StatusGone, "gone.html", map[string]any{"Board": titles[board]})
		return
	}
	for _, l := range s.shown(board) {
		if l.path == r.URL.Path {
			render(w, http.StatusOK, "job.html", map[string]any{"Board": titles[board], "Job": l.view()})
			return
		}
	}
	http.NotFound(w, r)
}

// view is what the pages show of a listing.
type view struct {
	Number                           int
	Path, Title, Company, Place, Pay string
	Apply, Date, Employment, Lang    string
	Ways, Tags                       []string
	Body                             template.HTML
	Data                             *posting // structured data, on sample-jsonld
}

func (l *listing) view() view {
	v := view{
		Number: l.number, Path: l.path, Title: l.title, Company: l.Company, Place: l.Place, Pay: l.payText,
		Apply: l.apply, Date: l.Posted.Format("2006-01-02T15:04:05Z"), Lang: l.Language,
		Employment: l.employment("Full-time", "Contract"), Ways: l.stated("Remote", "Hybrid", "On-site"), Tags: l.Required,
		Body: template.HTML(asHTML(l.body())), // escaped line by line
	}
	if l.board == "sample-jsonld" {
		v.Data = l.posting()
	}
	return v
}

// render writes a page made from a template.
func render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "the page could not be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}
