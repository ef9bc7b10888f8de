package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"time"

	"stackhound"
)

// pageTimeout bounds the work for one page.
const pageTimeout = 5 * time.Second

//go:embed static/*
var staticFS embed.FS

// staticFile is an embedded file and the version of its content that stands in its URL.
type staticFile struct {
	data    []byte
	version string
}

func staticFiles() map[string]staticFile {
	files := map[string]staticFile{}
	names, _ := fs.Glob(staticFS, "static/*") // the pattern is right
	for _, name := range names {
		data, err := staticFS.ReadFile(name)
		if err != nil {
			panic(err) // unreachable: the file is embedded
		}
		sum := sha256.Sum256(data)
		files[path.Base(name)] = staticFile{data: data, version: hex.EncodeToString(sum[:6])}
	}
	return files
}

// static serves an embedded file; under the URL that pages use it may be kept for ever.
func (s *site) static(w http.ResponseWriter, r *http.Request) {
	file, ok := s.files[r.PathValue("name")]
	if !ok {
		s.page(nowhere)(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == file.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Set("ETag", `"`+file.version+`"`)
	http.ServeContent(w, r, r.PathValue("name"), time.Time{}, bytes.NewReader(file.data))
}

// parsePages reads each page's template together with the layout around it. A mistake in
// a template is one of the program, so it panics.
func parsePages(files map[string]staticFile) map[string]*template.Template {
	asset := func(name string) string { return "/static/" + name + "?v=" + files[name].version }
	layout := template.Must(template.New("layout.html").Funcs(template.FuncMap{"asset": asset}).
		ParseFS(templateFiles, "templates/layout.html", "templates/parts.html"))
	pages := map[string]*template.Template{}
	for _, name := range []string{"search", "posting", "boards", "problem"} {
		pages[name] = template.Must(template.Must(layout.Clone()).ParseFS(templateFiles, "templates/"+name+".html"))
	}
	return pages
}

// answer is what a handler wants shown: a template with its body, or a redirect.
type answer struct {
	Status   int // 0 means 200
	Template string
	Title    string // of the window, without the product's name
	Section  string // jobs, boards: the entry of the navigation that is current
	Profile  string // the chosen profile, carried along in links
	Body     any
	Location string // redirect to this path instead
}

// Jobs is the navigation's link to the search.
func (a answer) Jobs() string { return withProfile("/", a.Profile) }

// Boards is the navigation's link to the boards.
func (a answer) Boards() string { return withProfile("/boards", a.Profile) }

// withProfile adds the chosen profile to a path of this site.
func withProfile(path, profile string) string {
	if profile == "" {
		return path
	}
	return path + "?" + url.Values{"profile": {profile}}.Encode()
}

// page makes a handler of a function that says what to show.
func (s *site) page(show func(*http.Request) (answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), pageTimeout)
		defer cancel()
		a, err := show(r.WithContext(ctx))
		switch {
		case err != nil:
			s.fail(w, r, err)
		case a.Location != "":
			http.Redirect(w, r, a.Location, http.StatusFound)
		default:
			s.render(w, r, a)
		}
	}
}

// render writes a page, or an error page when its template fails.
func (s *site) render(w http.ResponseWriter, r *http.Request, a answer) {
	var out bytes.Buffer
	if err := s.pages[a.Template].Execute(&out, a); err != nil {
		s.Log.Error("page cannot be rendered", "template", a.Template, "error", err)
		if a.Template != "problem" {
			s.problem(w, r, http.StatusInternalServerError, nil)
		}
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if a.Status != 0 {
		w.WriteHeader(a.Status)
	}
	_, _ = w.Write(out.Bytes()) // fails only when the client has gone
}

// fail shows an error. What was not written for people goes to the log alone.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	switch code := stackhound.CodeOf(err); {
	case code == stackhound.CodeNotFound:
		status = http.StatusNotFound
	case code == stackhound.CodeInvalid:
		status = http.StatusBadRequest
	case code == stackhound.CodeRefused:
		status = http.StatusForbidden
	case code == stackhound.CodeUnavailable, errors.Is(err, context.DeadlineExceeded):
		status = http.StatusServiceUnavailable
	}
	var told *stackhound.Error
	errors.As(err, &told)
	if status >= 500 {
		s.Log.Error("page failed", "path", r.URL.Path, "error", err)
	}
	s.problem(w, r, status, told)
}

// problemView is the body of an error page.
type problemView struct {
	Status  int
	Heading string
	Message string
	Hint    string
}

var problemHeadings = map[int]string{
	http.StatusBadRequest:          "That cannot be read",
	http.StatusForbidden:           "That is not allowed",
	http.StatusNotFound:            "Nothing here",
	http.StatusMethodNotAllowed:    "Reading only",
	http.StatusMisdirectedRequest:  "Wrong name",
	http.StatusServiceUnavailable:  "Not just now",
	http.StatusInternalServerError: "Something went wrong",
}

// problem writes an error page; err may be nil when there is nothing to tell a person.
func (s *site) problem(w http.ResponseWriter, r *http.Request, status int, err *stackhound.Error) {
	v := problemView{Status: status, Heading: problemHeadings[status]}
	switch {
	case err != nil:
		v.Message, v.Hint = sentence(err.Message), sentence(err.Hint)
	case status == http.StatusServiceUnavailable:
		v.Message, v.Hint = "The page took too long to make.", "Try again in a moment, or narrow the search."
	default:
		v.Message, v.Hint = "The page could not be made. The fault is on this side, and the log says more.", "Try again in a moment."
	}
	s.render(w, r, answer{Status: status, Template: "problem", Title: v.Heading, Body: v})
}
