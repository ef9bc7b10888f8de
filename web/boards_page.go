package web

import (
	"cmp"
	"net/http"
	"slices"

	"stackhound"
)

// boardsView is the body of the boards page.
type boardsView struct {
	Summary []tally
	Boards  []boardView
}

// tally is how many boards are in a state.
type tally struct {
	Count int
	State string // the word and, with it, the colour
}

// boardView is one board and its last run.
type boardView struct {
	Name        string
	Title       string
	Home        string
	Niche       string
	State       string // failed, partial, empty, ok, waiting, off
	Reason      string // why it is off
	Schedule    string // "" when it is off
	Attribution link
	Terms       []string
	TermsNote   string
	Evidence    string
	Run         *runView
	Worth       string // what it is worth besides the others
}

// runView is the last finished run of a board.
type runView struct {
	When    moment
	Verdict string
	Note    string
	Figures []figure // none when the run came to nothing
}

// figure is a number with its name; Alarm marks one that should be nought and is not.
type figure struct {
	Name   string
	Value  string
	Nought bool
	Alarm  bool
}

// boardStates is the order of boards on the page: what needs a look first.
var boardStates = []string{"failed", "empty", "partial", "ok", "waiting", "off"}

// boardList shows the boards.
func (s *site) boardList(r *http.Request) (answer, error) {
	runs, err := s.Runs(r.Context())
	if err != nil {
		return answer{}, err
	}
	origins, err := s.Worth(r.Context())
	if err != nil {
		return answer{}, err
	}
	v := &boardsView{}
	for _, b := range s.Deps.Boards {
		bv := s.boardView(b, runs)
		if i := slices.IndexFunc(origins, func(o stackhound.Originality) bool { return o.Board == b.Name }); i >= 0 {
			bv.Worth = worth(origins[i])
		}
		v.Boards = append(v.Boards, bv)
	}
	rank := func(b boardView) int { return slices.Index(boardStates, b.State) }
	slices.SortStableFunc(v.Boards, func(a, b boardView) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Title, b.Title))
	})
	for _, state := range boardStates {
		t := tally{State: state}
		for _, b := range v.Boards {
			if b.State == state {
				t.Count++
			}
		}
		if t.Count > 0 {
			v.Summary = append(v.Summary, t)
		}
	}
	return answer{Template: "boards", Title: "Boards", Section: "boards", Profile: r.URL.Query().Get("profile"), Body: v}, nil
}

func (s *site) boardView(b stackhound.Board, runs map[string]stackhound.Run) boardView {
	v := boardView{
		Name: b.Name, Title: cmp.Or(b.Title, b.Name), Home: safeURL(b.Home), Niche: b.Niche, State: "waiting", Schedule: "Read " + schedule(b.Schedule),
		Attribution: link{Label: b.Terms.Attribution.Name, URL: safeURL(b.Terms.Attribution.URL), Rel: s.rel(b.Name)},
		Terms:       terms(b.Terms), TermsNote: b.Terms.Note, Evidence: b.Evidence,
	}
	if b.MinInterval > 0 {
		v.Schedule += ", at most once in " + duration(b.MinInterval)
	}
	if run, ok := runs[b.Name]; ok {
		v.Run = s.runView(run)
		v.State = cmp.Or(v.Run.Verdict, "waiting")
	}
	if !b.Enabled {
		v.State, v.Reason, v.Schedule = "off", sentence(b.Reason), ""
	}
	return v
}

// terms says what a board's terms come to, in short.
func terms(t stackhound.Terms) []string {
	var out []string
	if t.Redistribute {
		out = append(out, "may be passed on")
	} else {
		out = append(out, "not to be passed on")
	}
	if t.Delay > 0 {
		out = append(out, "to others only after "+duration(t.Delay))
	}
	return out
}

func (s *site) runView(r stackhound.Run) *runView {
	v := &runView{When: at(s.Now(), cmp.Or(r.Finished, r.Started)), Verdict: string(r.Verdict), Note: sentence(r.Note)}
	for _, f := range []struct {
		name  string
		value int
	}{{"items", r.Items}, {"new", r.New}, {"changed", r.Changed}, {"missing", r.Missing}, {"closed", r.Closed}, {"errors", r.Errors}} {
		v.Figures = append(v.Figures, figure{Name: f.name, Value: thousands(f.value), Nought: f.value == 0, Alarm: f.value > 0 && f.name == "errors"})
	}
	if !slices.ContainsFunc(v.Figures, func(f figure) bool { return !f.Nought }) {
		v.Figures = nil
	}
	return v
}
