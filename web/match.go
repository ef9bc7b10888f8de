package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"stackhound"
)

// lowScore is the score below which a match is shown with less weight.
const lowScore = 40

// matchView is a match as pages show it.
type matchView struct {
	Profile  string
	Score    int
	Low      bool   // set back on the page, so that the strong ones stand out
	Layers   []bool // five, from the bottom of the stack: filled for each 20 points begun
	Rejected string // the rule's name in words, "" when none was broken
	Reasons  []reason
	Top      []reason // the few that weigh most
	Sum      string   // how the points add up
}

// reason is one contribution to a score.
type reason struct {
	Points string // "+30", "−8", "0"
	Sign   string // plus, minus, zero
	Text   string
	Quote  string
	points int
}

func newMatchView(profile string, m stackhound.Match) *matchView {
	v := &matchView{Profile: profile, Score: m.Score, Low: m.Score < lowScore, Rejected: plain(m.Rejected)}
	for layer := range 5 {
		v.Layers = append(v.Layers, m.Score > layer*20)
	}
	sum := 0
	for _, r := range m.Reasons {
		v.Reasons = append(v.Reasons, newReason(r))
		sum += r.Points
	}
	v.Sum = "in all"
	if sum != m.Score {
		v.Sum = fmt.Sprintf("%d in all, cut to %d", sum, m.Score)
	}
	v.Top = topReasons(v.Reasons, 3)
	return v
}

func newReason(r stackhound.Reason) reason {
	sign, points := signed(r.Points)
	quote, _ := cutBullet(r.Quote)
	return reason{Points: points, Sign: sign, Text: r.Text, Quote: quote, points: r.Points}
}

// signed writes points with their sign, and names the sign for the style sheet.
func signed(points int) (sign, figure string) {
	switch {
	case points > 0:
		return "plus", fmt.Sprintf("+%d", points)
	case points < 0:
		return "minus", fmt.Sprintf("−%d", -points)
	}
	return "zero", "0"
}

// topReasons picks the n reasons that weigh most, in their own order among equals.
func topReasons(all []reason, n int) []reason {
	heavy := slices.DeleteFunc(slices.Clone(all), func(r reason) bool { return r.points == 0 })
	weight := func(r reason) int { return max(r.points, -r.points) }
	slices.SortStableFunc(heavy, func(a, b reason) int { return cmp.Compare(weight(b), weight(a)) })
	return heavy[:min(n, len(heavy))]
}

// chosen finds the profile a request names; nil when it names none.
func (s *site) chosen(ctx context.Context, id string) (*stackhound.StoredProfile, []stackhound.StoredProfile, error) {
	all, err := s.Profiles(ctx)
	if err != nil {
		return nil, nil, err
	}
	if id == "" {
		return nil, all, nil
	}
	i := slices.IndexFunc(all, func(p stackhound.StoredProfile) bool { return p.ID == id })
	if i < 0 {
		return nil, nil, stackhound.Errorf(stackhound.CodeNotFound, "There is no profile %q", id).WithHint("stackhound profile list names those there are")
	}
	return &all[i], all, nil
}
