package searchtest

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stackhound"
	"stackhound/search"
)

//go:embed testdata/*.txt
var scripts embed.FS

// runScripts runs every script. A script is lines:
//
//	# a comment
//	posting ID         followed by "field: value" lines, see setField
//	? QUERY            sort:new or sort:salary at its end sets the order
//	= ID ID …          it finds these, in any order
//	> ID ID …          it finds these, in this order
//	facet FIELD: VALUE COUNT, VALUE COUNT   the last query has these counts
//	! TEXT             it is refused, and the error holds this text
//	delete ID …        takes postings out again
func runScripts(t *testing.T, open func(t *testing.T) search.Engine) {
	names, err := fs.Glob(scripts, "testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(name[len("testdata/"):], ".txt"), func(t *testing.T) {
			text, err := scripts.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := &script{t: t, engine: open(t), postings: map[string]stackhound.Posting{}}
			for i, line := range strings.Split(string(text), "\n") {
				s.line = i + 1
				s.run(strings.TrimSpace(line))
			}
			s.flush()
			s.index()
		})
	}
}

// script is a script being run.
type script struct {
	t        *testing.T
	engine   search.Engine
	line     int
	current  *stackhound.Posting  // being written
	waiting  []stackhound.Posting // written, not indexed yet
	postings map[string]stackhound.Posting
	query    string
}

func (s *script) run(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if s.current != nil && strings.HasSuffix(verb, ":") {
		if err := setField(s.current, strings.TrimSuffix(verb, ":"), rest); err != nil {
			s.t.Fatalf("line %d: %v", s.line, err)
		}
		return
	}
	s.flush()
	switch verb {
	case "", "#":
	case "posting":
		s.current = &stackhound.Posting{ID: rest, FirstSeen: Now}
	case "delete":
		s.delete(strings.Fields(rest))
	case "?":
		s.query = rest
	case "=":
		s.expect(strings.Fields(rest), false)
	case ">":
		s.expect(strings.Fields(rest), true)
	case "facet":
		s.facet(rest)
	case "!":
		if _, err := search.Parse(s.query); err == nil || !strings.Contains(err.Error(), rest) {
			s.t.Errorf("line %d: %s: got error %v, want one with %q", s.line, s.query, err, rest)
		}
	default:
		s.t.Fatalf("line %d: %q is nothing a script can hold", s.line, line)
	}
}

// flush ends the posting being written.
func (s *script) flush() {
	if s.current != nil {
		s.waiting = append(s.waiting, *s.current)
		s.postings[s.current.ID] = *s.current
		s.current = nil
	}
}

// index indexes what was written, all at once: for some engines an update is dear.
func (s *script) index() {
	if len(s.waiting) > 0 {
		Put(s.t, s.engine, s.waiting...)
		s.waiting = nil
	}
}

func (s *script) delete(ids []string) {
	s.index()
	if err := s.engine.Update(s.t.Context(), search.Batch{Del: ids}); err != nil {
		s.t.Fatal(err)
	}
	for _, id := range ids {
		delete(s.postings, id)
	}
}

// expect compares what the last query finds with what it should, and with Holds.
func (s *script) expect(want []string, ordered bool) {
	s.t.Helper()
	s.index()
	found := find(s.t, s.engine, s.query)
	got := slices.Clone(found.IDs)
	held := s.held()
	if found.Total != len(held) {
		s.t.Errorf("line %d: %s: total %d, but it holds for %v", s.line, s.query, found.Total, held)
	}
	if !ordered {
		slices.Sort(got)
		slices.Sort(want)
		slices.Sort(held)
		if !slices.Equal(held, want) {
			s.t.Errorf("line %d: %s: holds for %v, want %v", s.line, s.query, held, want)
		}
	}
	if !slices.Equal(got, want) {
		s.t.Errorf("line %d: %s: found %v, want %v", s.line, s.query, got, want)
	}
}

// held returns the postings the last query holds for, judged one by one.
func (s *script) held() []string {
	text, _ := cutSort(s.query)
	q, err := search.Parse(text)
	if err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
	var ids []string
	for id, p := range s.postings {
		if search.Holds(q, search.NewDocument(p, Niche), Now) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (s *script) facet(text string) {
	s.index()
	field, want, _ := strings.Cut(text, ":")
	var got []string
	for _, c := range find(s.t, s.engine, s.query, field).Facets[field] {
		got = append(got, fmt.Sprint(c.Value, " ", c.Count))
	}
	if line := strings.Join(got, ", "); line != strings.TrimSpace(want) {
		s.t.Errorf("line %d: %s: facet %s is %q, want %q", s.line, s.query, field, line, strings.TrimSpace(want))
	}
}

// cutSort takes "sort:…" from the end of a query.
func cutSort(query string) (text, order string) {
	if i := strings.LastIndex(query, "sort:"); i >= 0 {
		return query[:i], query[i+len("sort:"):]
	}
	return query, ""
}

// setField sets one field of a posting from its written form. Lists are separated by
// commas; posted and seen are days before Now.
func setField(p *stackhound.Posting, field, value string) error {
	list := strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	switch field {
	case "title":
		p.Title = value
	case "company":
		p.Company = value
	case "text":
		p.Text = value
	case "stack":
		p.Stack.Required = list
	case "nice":
		p.Stack.Nice = list
	case "role":
		p.Roles = list
	case "level":
		p.Seniority = list
	case "region":
		p.Regions = list
	case "employment":
		p.Employment = list
	case "degree":
		p.Degree = value
	case "visa":
		p.Visa = value
	case "workplace":
		return p.Workplace.UnmarshalText([]byte(value))
	case "board":
		for _, b := range list {
			p.Sources = append(p.Sources, stackhound.Source{Board: b})
		}
	case "location": // City, Country
		p.Locations = append(p.Locations, stackhound.Location{City: list[0], Country: list[1]})
	case "closed":
		p.ClosedAt = Now
	default:
		return setNumber(p, field, value)
	}
	return nil
}

func setNumber(p *stackhound.Posting, field, value string) error {
	words := strings.Fields(value)
	n, err := strconv.ParseFloat(words[0], 64)
	if err != nil {
		return err
	}
	switch field {
	case "years":
		p.YearsMin = &n
	case "posted":
		p.Posted = Now.AddDate(0, 0, -int(n))
	case "seen":
		p.FirstSeen = Now.AddDate(0, 0, -int(n))
	case "pay": // 90000 EUR year
		p.Salary = &stackhound.Pay{Max: &n, Currency: words[1], Period: words[2]}
	default:
		return fmt.Errorf("%q is no field of a posting in a script", field)
	}
	return nil
}
