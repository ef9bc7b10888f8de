package web

import (
	"net/url"
	"slices"
	"strings"

	"stackhound"
)

// card is a posting as a list of results shows it; the posting's own page builds on it.
type card struct {
	URL     string
	Title   string
	Company string
	Level   string
	Where   string
	Pay     string
	Euros   string
	Skills  []skill
	More    int // skills beyond those shown
	Links   []link
	Since   string // posted, found
	Age     moment
	Closed  string // why it is closed, "" while open
	Hints   []string
	Match   *matchView
}

// The most a card shows: skills, and letters of a title. Some boards put a whole ad's
// first line where the title belongs.
const (
	cardSkills = 10
	cardTitle  = 140
)

// skill is one technology of an ad, marked with what it is to the chosen profile.
type skill struct {
	Name string
	Want string // required, nice, mentioned
	Mine string // core, also, learning, never; "" when the profile does not name it
	Hint string // the marks in words
}

// link leads to a listing on its board.
type link struct {
	Label string
	URL   string // "" when the address is none a browser should open
	Rel   string
}

// card makes the view of a posting for a profile; prof is nil when none is chosen.
func (s *site) card(p stackhound.Posting, prof *stackhound.StoredProfile) card {
	c := card{
		URL: postingURL(p.ID), Title: cut(p.Title, cardTitle), Company: p.Company, Level: levelLine(p.Ad),
		Where: where(p.Ad), Euros: s.euros(p.Salary), Since: "found", Age: at(s.Now(), p.FirstSeen), Closed: closedWord(p), Hints: p.Hints(s.Now()),
	}
	if p.Title == "" {
		c.Title = "Untitled job"
	}
	if p.Salary != nil {
		c.Pay = p.Salary.String()
	}
	if !p.Posted.IsZero() {
		c.Since, c.Age = "posted", at(s.Now(), p.Posted)
	}
	c.Skills = skills(p.Stack, prof)
	if len(c.Skills) > cardSkills {
		c.More = len(c.Skills) - cardSkills
		c.Skills = c.Skills[:cardSkills]
	}
	for _, src := range s.shown(p) {
		c.Links = append(c.Links, s.sourceLink(src))
	}
	if prof != nil {
		c.URL = withProfile(c.URL, prof.ID)
		c.Match = newMatchView(prof.ID, s.Match(prof.Profile, p))
	}
	return c
}

// levelLine says how senior and what kind of work: "senior or staff · backend, devops".
func levelLine(ad stackhound.Ad) string {
	roles := slices.DeleteFunc(slices.Clone(ad.Roles), func(r string) bool { return r == "other" })
	parts := []string{strings.Join(climbing(ad.Seniority), " or "), someOf(roles, 3, ", ")}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// climbing orders levels as the ladder does.
func climbing(levels []string) []string {
	return slices.SortedFunc(slices.Values(levels), func(a, b string) int { return slices.Index(stackhound.Levels, a) - slices.Index(stackhound.Levels, b) })
}

func closedWord(p stackhound.Posting) string {
	if p.Open() {
		return ""
	}
	return p.ClosedWhy.Words()
}

// skills lists an ad's technologies; within each part the profile's own come first.
func skills(stack stackhound.Stack, prof *stackhound.StoredProfile) []skill {
	var out []skill
	for _, part := range []struct {
		want  string
		names []string
	}{{"required", stack.Required}, {"nice", stack.Nice}, {"mentioned", stack.Mentioned}} {
		start := len(out)
		for _, name := range part.names {
			out = append(out, newSkill(name, part.want, prof))
		}
		slices.SortStableFunc(out[start:], func(a, b skill) int { return mineRank(a.Mine) - mineRank(b.Mine) })
	}
	return out
}

var wantWords = map[string]string{"required": "asked for", "nice": "nice to have", "mentioned": "mentioned"}
var mineWords = map[string]string{"core": "your core stack", "also": "you know it", "learning": "you are learning it", "never": "you never want it"}

func newSkill(name, want string, prof *stackhound.StoredProfile) skill {
	sk := skill{Name: name, Want: want, Hint: wantWords[want]}
	if prof == nil {
		return sk
	}
	d := prof.Stack
	switch {
	case slices.Contains(d.Core, name):
		sk.Mine = "core"
	case slices.Contains(d.Also, name):
		sk.Mine = "also"
	case slices.Contains(d.Learning, name):
		sk.Mine = "learning"
	case slices.Contains(d.Never, name):
		sk.Mine = "never"
	default:
		return sk
	}
	sk.Hint += "; " + mineWords[sk.Mine]
	return sk
}

func mineRank(mine string) int {
	return slices.Index([]string{"core", "also", "learning", "never", ""}, mine)
}

// boardName is how a board wants to be named: as its terms say, else its title.
func (s *site) boardName(name string) string {
	b := s.boards[name]
	for _, known := range []string{b.Terms.Attribution.Name, b.Title} {
		if known != "" {
			return known
		}
	}
	return name
}

// shown returns the listings that their boards' terms let a page show.
func (s *site) shown(p stackhound.Posting) []stackhound.Source {
	return slices.DeleteFunc(slices.Clone(p.Sources), func(src stackhound.Source) bool {
		return !s.boards[src.Board].Terms.Allows(stackhound.OutletPage, src.FirstSeen, s.Now())
	})
}

// sourceLink links to a listing on its board.
func (s *site) sourceLink(src stackhound.Source) link {
	return link{Label: s.boardName(src.Board), URL: safeURL(src.URL), Rel: s.rel(src.Board)}
}

// rel keeps our address to ourselves and passes no rank on, except to a board whose terms
// ask for a link that counts.
func (s *site) rel(board string) string {
	if s.boards[board].Terms.Attribution.Follow {
		return "noopener"
	}
	return "nofollow noopener"
}

// safeURL returns an address that a page may link to, "" for any scheme but http(s).
func safeURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
