package bigsite

import (
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"strings"

	"stackhound"
)

// Row is boards side by side, each at a loopback address of its own from 127.0.0.2 on and
// all on one port. The pages of their jobs say all a job is known by, within as much
// markup around it as on real boards: about 40 KB, 8 KB as they are sent. What they say is a
// function of the numbers of the board and the job, so that another process knows it too.
type Row struct {
	Bases []string // addresses of the boards
	Jobs  int      // on each
}

// NewRow returns the row of so many boards with so many jobs that is served on a port.
func NewRow(boards, jobs, port int) *Row {
	r := &Row{Jobs: jobs}
	for n := range boards {
		r.Bases = append(r.Bases, fmt.Sprintf("http://127.0.0.%d:%d", 2+n, port))
	}
	return r
}

// Truth returns what the jobs' pages say, by their addresses.
func (r *Row) Truth() map[string]Ad {
	truth := map[string]Ad{}
	for board, base := range r.Bases {
		for n := range r.Jobs {
			a := newAd(board, n)
			truth[base+a.Path] = a
		}
	}
	return truth
}

// Pages returns the addresses of the jobs' pages of a board.
func (r *Row) Pages(board int) (addresses []string) {
	for n := range r.Jobs {
		addresses = append(addresses, fmt.Sprintf("%s/jobs/%d", r.Bases[board], n))
	}
	return addresses
}

// Board describes a board as its file would.
func (r *Row) Board(board int) stackhound.Board {
	base := r.Bases[board]
	return stackhound.Board{
		Version: 1, Name: fmt.Sprintf("row-%d", board), Title: base, Base: base, Home: base, Enabled: true, Complete: true,
		Format: "html", Request: stackhound.Request{URL: "{base}/jobs"}, Items: stackhound.Items{Select: "li.job"},
		Fields: stackhound.Fields{"url": {{Select: "a", Attr: "href"}}, "title": {{Select: "a"}}},
		Detail: detail(board, r.Jobs),
	}
}

// ServeRow makes the pages of a row and serves them until in ends, on a port that is free.
// It tells the port to ready once all can be asked for.
func ServeRow(boards, jobs int, ready func(port int), in io.Reader) error {
	first, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		return err
	}
	port := first.Addr().(*net.TCPAddr).Port
	for board := range boards {
		listener := first
		if board > 0 {
			if listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.%d:%d", 2+board, port)); err != nil {
				return err
			}
		}
		server := &http.Server{Handler: stall(board, jobs)}
		defer server.Close()
		go func() { _ = server.Serve(listener) }() // ends with Close
	}
	ready(port)
	_, err = io.Copy(io.Discard, in)
	return err
}

// stall answers for one board of a row.
func stall(board, jobs int) http.Handler {
	frame := newFrame(board)
	pages := map[string][]byte{}
	var list strings.Builder
	for n := range jobs {
		a := newAd(board, n)
		pages[a.Path] = pack(frame.page(a, board))
		fmt.Fprintf(&list, "<li class=\"job\"><a href=\"%s\">%s</a></li>\n", a.Path, html.EscapeString(a.Title))
	}
	pages["/jobs"] = pack("<!DOCTYPE html><html><body><ul>\n" + list.String() + "</ul></body></html>")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		deliver(w, "text/html; charset=utf-8", page)
	})
}
