package matcher

import (
	"cmp"
	"slices"

	"stackhound"
	"stackhound/lexicon/skills"
)

// closeEnough is the nearness (skills.Near) from which one skill counts for another.
const closeEnough = 0.5

// want is how much an ad wants a skill, in hundredths of full credit.
type want int

const (
	required  want = 100
	nice      want = 75
	mentioned want = 60
)

func (w want) String() string {
	switch w {
	case required:
		return "required"
	case nice:
		return "nice to have"
	}
	return "mentioned"
}

// wanted is one skill of an ad.
type wanted struct {
	name string
	want want
}

// wantedSkills lists the ad's skills, required ones first.
func wantedSkills(stack stackhound.Stack) []wanted {
	var all []wanted
	for _, part := range []struct {
		names []string
		want  want
	}{{stack.Required, required}, {stack.Nice, nice}, {stack.Mentioned, mentioned}} {
		for _, name := range part.names {
			all = append(all, wanted{name, part.want})
		}
	}
	return all
}

// credit is how far an ad meets one declared skill: the share of its points in
// hundredths, and through which of the ad's skills.
type credit struct {
	share int
	by    wanted
	how   string
}

// creditFor finds the best use an ad makes of a skill: named itself, implied by another
// (an ad for Rails wants Ruby), or through a near neighbour for part of the points.
func creditFor(skill string, ad []wanted) credit {
	var best credit
	for _, w := range ad {
		c := credit{by: w}
		switch near := skills.Near(skill, w.name); {
		case w.name == skill:
			c.share, c.how = int(w.want), "itself"
		case slices.Contains(skills.Implies(w.name), skill):
			c.share, c.how = int(w.want)*9/10, "implied"
		case near >= closeEnough:
			c.share, c.how = int(float64(w.want)*near/2), "near"
		}
		if c.share > best.share {
			best = c
		}
	}
	return best
}

// stack scores the declared skills against the ad's, and what the ad requires beyond.
func (s *scorer) stack() {
	ad := wantedSkills(s.posting.Stack)
	core := s.profile.Stack.Core
	named := false
	for i, skill := range core {
		c := creditFor(skill, ad)
		s.skill(skill, share(corePoints, i, len(core)), c)
		named = named || (c.share > 0 && c.how != "near")
	}
	if !named {
		s.add(-noCorePenalty, "", "names none of your core skills")
	}
	also := s.profile.Stack.Also
	s.atMost(also, alsoPoints, max(alsoPoints/max(len(also), 1), 4), ad)
	s.atMost(s.profile.Stack.Learning, learningPoints, 2, ad)
	s.missing()
}

// share cuts a total into n whole parts and returns the i-th. The first skill named is
// the one a person thinks of as their own: it has two parts of n+1.
func share(total, i, n int) int {
	if i == 0 {
		return total - total*(n-1)/(n+1)
	}
	return total*(n-i)/(n+1) - total*(n-i-1)/(n+1)
}

// skill adds the points one declared skill earns and returns them.
func (s *scorer) skill(skill string, points int, c credit) int {
	points = points * c.share / 100
	words := quote(s.posting.Ad, "stack", c.by.name)
	switch c.how {
	case "itself":
		s.add(points, words, "%s is %s", skill, c.by.want)
	case "implied":
		s.add(points, words, "%s, which means %s, is %s", c.by.name, skill, c.by.want)
	case "near":
		s.add(points, words, "%s, close to your %s, is %s", c.by.name, skill, c.by.want)
	}
	return points
}

// atMost scores a list of skills, each for the same points, until the total is reached.
func (s *scorer) atMost(list []string, total, each int, ad []wanted) {
	for _, skill := range list {
		total -= s.skill(skill, min(each, total), creditFor(skill, ad))
	}
}

// missing takes points off for skills the ad requires and the person did not declare.
func (s *scorer) missing() {
	have := slices.Concat(s.profile.Stack.Core, s.profile.Stack.Also, s.profile.Stack.Learning)
	n := 0
	for _, skill := range s.posting.Stack.Required {
		if n == missingMost {
			return
		}
		if !covered(skill, have) {
			s.add(-missingPenalty, quote(s.posting.Ad, "stack", skill), "requires %s, which you do not list", skill)
			n++
		}
	}
}

// covered tells whether one of the declared skills stands for a required one.
func covered(skill string, have []string) bool {
	return slices.ContainsFunc(have, func(h string) bool {
		return h == skill || skills.Near(h, skill) >= closeEnough ||
			slices.Contains(skills.Implies(h), skill) || slices.Contains(skills.Implies(skill), h)
	})
}

// project names the project of the person's that shows most of what the ad wants. It
// brings no points.
func (s *scorer) project() {
	var name, shown string
	most := 0
	for _, project := range s.profile.Projects {
		var first string
		n := 0
		for _, w := range s.posting.Stack.All() {
			if slices.Contains(project.Stack, w) {
				first = cmp.Or(first, w)
				n++
			}
		}
		if n > most {
			name, shown, most = project.Name, first, n
		}
	}
	if most > 0 {
		s.reasons = append(s.reasons, stackhound.Reason{
			Text:  "your project " + name + " shows what they ask for",
			Quote: quote(s.posting.Ad, "stack", shown),
		})
	}
}
