package matcher

import (
	"cmp"
	"fmt"
	"slices"

	"stackhound"
)

// The most each part of a score can bring. Together they pass 100 a little, so that a
// posting need not be silent on nothing to be a full match; the score is cut to 0..100.
const (
	corePoints      = 60
	alsoPoints      = 14
	learningPoints  = 3
	topicPoints     = 4
	rolePoints      = 10
	seniorityPoints = 8
	placePoints     = 8
	payPoints       = 4

	elsewherePenalty = 12 // a remote ad that names places, none where the person may work
	noCorePenalty    = 20 // an ad that names no core skill, at best something near one
	missingPenalty   = 3  // for each required skill the person does not have
	missingMost      = 5  // required skills that count as missing
	yearPenalty      = 2  // for each year of experience short of what is asked
	yearPenaltyMost  = 8
)

// Score compares a profile with a posting. Equal arguments give equal results, in every
// part. The points of the reasons add up to the score before it is cut to 0..100;
// reasons stand in order of weight, after the one for a broken rule, if any.
func Score(p stackhound.Profile, post stackhound.Posting) stackhound.Match {
	if len(p.Words) > 0 {
		post = withWords(p, post)
	}
	s := &scorer{profile: p, posting: post}
	s.stack()
	s.role()
	s.seniority()
	s.years()
	s.place()
	s.pay()
	s.topics()
	s.project()
	slices.SortStableFunc(s.reasons, func(a, b stackhound.Reason) int { return cmp.Compare(abs(b.Points), abs(a.Points)) })
	m := stackhound.Match{Profile: p.ID, Posting: post.ID, Score: min(max(s.sum, 0), 100), Reasons: s.reasons}
	if name, why := broken(p, post); name != "" {
		m.Rejected = name
		m.Reasons = slices.Insert(m.Reasons, 0, why)
	}
	return m
}

// scorer gathers the reasons of one match.
type scorer struct {
	profile stackhound.Profile
	posting stackhound.Posting
	reasons []stackhound.Reason
	sum     int
}

// add counts points for a reason; one that brings none is left out.
func (s *scorer) add(points int, quote, format string, args ...any) {
	if points == 0 {
		return
	}
	s.sum += points
	s.reasons = append(s.reasons, stackhound.Reason{Points: points, Text: fmt.Sprintf(format, args...), Quote: quote})
}

// quote returns the ad's words for a value of a field, "" when none are kept.
func quote(ad stackhound.Ad, field, value string) string {
	e, _ := ad.Evidence(field, value)
	return e.Quote
}

// quoteAny returns the ad's first words on a field, whatever the value.
func quoteAny(ad stackhound.Ad, field string) string {
	for _, e := range ad.EvidenceList {
		if e.Field == field && !e.Overruled {
			return e.Quote
		}
	}
	return ""
}

func abs(n int) int { return max(n, -n) }
