package sample

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// boardNames are the boards, in the order they are filled.
var boardNames = []string{"sample-html", "sample-feed", "sample-api", "sample-jsonld", "sample-thread"}

// alone is how many jobs stand on each board first; shared is how many each board copies
// from another. Together that is 320 listings of 270 jobs, 50 of them cross-posted.
var alone = map[string]int{"sample-html": 70, "sample-feed": 40, "sample-api": 70, "sample-jsonld": 50, "sample-thread": 40}

const shared = 10

// window is the time over which the jobs found at the start were posted.
const window = 27 * 24 * time.Hour

// listing is one board's version of a job.
type listing struct {
	*job
	board  string
	number int    // the board's own
	path   string // of its page, "/sample-html/job/4101"
	title  string // with the board's marks
	apply  string // with the board's tracking
	copied bool   // a copy dressed by a second board: its text is cut
}

// fill makes the jobs the boards show at the start.
func (s *Site) fill() {
	total := 0
	for _, n := range alone {
		total += n
	}
	for range total {
		if j, ok := s.maker.make(wish{}); ok {
			s.jobs = append(s.jobs, j)
		}
	}
	s.date()
	s.crossPost(s.deal())
	for _, name := range boardNames {
		slices.SortStableFunc(s.shelf[name], func(a, b *listing) int { return b.Posted.Compare(a.Posted) })
	}
}

// date spreads the jobs' days of posting over the window and sorts the jobs by them.
func (s *Site) date() {
	step := window / time.Duration(len(s.jobs)+1)
	for i, j := range s.jobs {
		jitter := time.Duration(s.maker.rng.Int64N(int64(step)))
		j.Posted = s.now.Add(-window + time.Duration(i)*step + jitter).Truncate(time.Second)
	}
	slices.SortStableFunc(s.jobs, func(a, b *job) int {
		return cmp.Or(a.Posted.Compare(b.Posted), strings.Compare(a.ApplyURL, b.ApplyURL))
	})
}

// deal puts each job up on its first board, in an order of its own, and returns the jobs
// in that order. The thread takes English ads only.
func (s *Site) deal() []*job {
	jobs := slices.Clone(s.jobs)
	s.maker.rng.Shuffle(len(jobs), func(i, k int) { jobs[i], jobs[k] = jobs[k], jobs[i] })
	left := map[string]int{}
	for name, n := range alone {
		left[name] = n
	}
	for _, j := range jobs {
		for _, name := range []string{"sample-thread", "sample-html", "sample-api", "sample-jsonld", "sample-feed"} {
			if left[name] > 0 && takes(name, j) {
				left[name]--
				s.show(j, name, false)
				break
			}
		}
	}
	return jobs
}

// crossPost has each board copy some jobs from others, each job once.
func (s *Site) crossPost(jobs []*job) {
	for _, name := range boardNames {
		left := shared
		for _, j := range jobs {
			if left > 0 && len(j.Boards) == 1 && j.Boards[0] != name && takes(name, j) {
				left--
				s.show(j, name, true)
			}
		}
	}
}

func takes(board string, j *job) bool { return board != "sample-thread" || j.Language == "en" }

// firstNumber is where a board's own numbering starts.
var firstNumber = map[string]int{"sample-html": 4101, "sample-feed": 70220, "sample-api": 15003, "sample-jsonld": 880, "sample-thread": 41000017}

// show puts a job up on a board. A copy is dressed differently: other marks on the
// title, tracking on the address, the text cut.
func (s *Site) show(j *job, board string, copied bool) {
	number := firstNumber[board] + s.next[board]
	s.next[board]++
	l := &listing{job: j, board: board, number: number, copied: copied, title: j.Title, apply: j.ApplyURL}
	l.path = fmt.Sprintf("/%s/job/%d", board, number)
	if copied {
		l.title += " " + s.maker.pick(j.lang.Marks[1:])
		l.apply += s.maker.pick([]string{"?utm_source=" + board + "&utm_medium=job_board", "?ref=" + board, "?gh_src=" + board, "?utm_campaign=autumn&source=" + board})
	} else if j.Language != "en" {
		l.title += " " + j.lang.Marks[0]
	}
	s.shelf[board] = slices.Concat([]*listing{l}, s.shelf[board]) // readers hold the earlier one
	j.Boards = append(j.Boards, board)
	j.URLs = append(j.URLs, s.base+l.path)
}

// body is the text the board shows.
func (l *listing) body() []section {
	if l.copied {
		return cut(l.ad)
	}
	return l.ad
}

// stated returns the way of working in a board's own words; one word for each.
func (l *listing) stated(remote, hybrid, onsite string) []string {
	words := map[stackhound.Workplace]string{stackhound.Remote: remote, stackhound.Hybrid: hybrid, stackhound.Onsite: onsite}
	var out []string
	for _, w := range []stackhound.Workplace{stackhound.Remote, stackhound.Hybrid, stackhound.Onsite} {
		if l.Workplace&w != 0 {
			out = append(out, words[w])
		}
	}
	return out
}

// employment names the kind of contract in a board's own words.
func (l *listing) employment(employed, freelance string) string {
	if l.Contract {
		return freelance
	}
	return employed
}
