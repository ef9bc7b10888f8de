// Package web serves the pages people read in a browser: the search, one page for each
// posting, the boards and how they are doing. Pages are rendered on the server from
// embedded templates and one style sheet, run no script and load nothing from elsewhere.
// Nothing here changes state: every route answers GET and HEAD only.
package web

import (
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"stackhound"
)

// Deps is what the pages are made from. Every field must be set; Boards, Runs and Ready
// may be empty.
type Deps struct {
	Search   func(context.Context, stackhound.SearchRequest) (stackhound.SearchResult, error)
	Parse    func(string) (stackhound.Query, error)                                    // an error is shown beside the search box
	Posting  func(ctx context.Context, id string) (stackhound.Posting, error)          // follows aliases
	AsShown  func(context.Context, stackhound.Posting) (board, safe string, err error) // the ad whose text it shows in safe HTML; "" for none
	Profiles func(context.Context) ([]stackhound.StoredProfile, error)
	Match    func(stackhound.Profile, stackhound.Posting) stackhound.Match
	Boards   []stackhound.Board
	Runs     func(context.Context) (map[string]stackhound.Run, error) // last finished run by board
	Began    func(context.Context) (map[string]time.Time, error)      // when each board was first read to its end
	Worth    func(context.Context) ([]stackhound.Originality, error)  // what each board is worth besides the others
	Ready    map[string]func(context.Context) error                   // checks of /readyz by name
	Yearly   func(stackhound.Pay) (eur float64, ok bool)              // pay as EUR a year
	Now      func() time.Time
	Log      *slog.Logger
}

//go:embed templates/*.html
var templateFiles embed.FS

// site is the handler's state, fixed once it serves.
type site struct {
	Deps
	boards map[string]stackhound.Board // by name
	pages  map[string]*template.Template
	files  map[string]staticFile
}

// New returns the handler of all routes, with the guards of every answer around them.
func New(d Deps) http.Handler {
	s := &site{Deps: d, boards: map[string]stackhound.Board{}, files: staticFiles()}
	for _, b := range d.Boards {
		s.boards[b.Name] = b
	}
	s.pages = parsePages(s.files)
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", s.page(s.search))
	mux.HandleFunc("/postings/{id}", s.page(s.posting))
	mux.HandleFunc("/boards", s.page(s.boardList))
	mux.HandleFunc("/healthz", s.healthz)
	mux.HandleFunc("/readyz", s.readyz)
	mux.HandleFunc("/static/{name}", s.static)
	mux.HandleFunc("/", s.page(nowhere))
	return s.guard(mux)
}

// nowhere answers every path that is no route.
func nowhere(r *http.Request) (answer, error) {
	return answer{}, stackhound.Errorf(stackhound.CodeNotFound, "There is no page at %s", r.URL.Path)
}
