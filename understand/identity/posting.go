package identity

import (
	"cmp"
	"slices"
	"time"

	"stackhound"
	"stackhound/lexicon/links"
)

// build makes the posting of a family from its roles, eldest first, and says whose word
// counted for each field.
func build(id string, members []member) (stackhound.Posting, map[string]voice) {
	p := stackhound.Posting{ID: id}
	by := listen(members).choose(&p)
	live(&p, members)
	for _, m := range linkOrder(members) {
		l := m.Listing
		p.Sources = append(p.Sources, stackhound.Source{
			Board: l.Board, ListingID: l.ID, URL: links.Clean(l.URL), ApplyURL: links.Clean(l.ApplyURL), Part: m.Part, Title: l.Title, Company: l.Company,
			State: l.State, Posted: l.Posted, FirstSeen: l.FirstSeen, LastSeen: l.LastSeen,
		})
	}
	return p, by
}

func closed(l stackhound.Listing) bool { return l.State == stackhound.ListingClosed }

// live sets the posting's dates: it is open while any listing is open or missing, and
// closed with the last of them. While it is open, closed listings do not tell when it
// was posted.
func live(p *stackhound.Posting, members []member) {
	open := slices.ContainsFunc(members, func(m member) bool { return !closed(m.Listing) })
	for _, m := range members {
		l := m.Listing
		if !open || !closed(l) {
			p.Posted = earliest(p.Posted, l.Posted)
		}
		p.FirstSeen = earliest(p.FirstSeen, l.FirstSeen)
		if l.LastSeen.After(p.LastSeen) {
			p.LastSeen = l.LastSeen
		}
		if !l.ClosedAt.Before(p.ClosedAt) {
			p.ClosedAt, p.ClosedWhy = l.ClosedAt, l.ClosedWhy
		}
	}
	if open {
		p.ClosedAt, p.ClosedWhy = time.Time{}, ""
	}
}

// earliest returns the earlier of two times, a zero one counting as unknown.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// linkOrder puts members in the order their links are shown: open ones before closed, the
// employer's own hiring system before boards that lead there, before others; else as they
// were first seen.
func linkOrder(members []member) []member {
	rank := func(l stackhound.Listing) int {
		switch {
		case closed(l):
			return 4
		case isOwn(l.URL):
			return 0
		case isOwn(l.ApplyURL):
			return 1
		case openingKey(l) != "":
			return 2
		}
		return 3
	}
	return slices.SortedStableFunc(slices.Values(members), func(a, b member) int { return cmp.Compare(rank(a.Listing), rank(b.Listing)) })
}
