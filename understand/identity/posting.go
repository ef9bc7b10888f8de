package identity

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"stackhound"
	"stackhound/lexicon/links"
)

// build makes the posting of a family from its roles, eldest first. Of those whose listing
// is not closed, else of all, the one with the longest description speaks, an ad for this
// role alone before one for several; what it leaves blank the others fill in.
func build(id string, members []member) stackhound.Posting {
	voices := bySay(members)
	lead := voices[0].part
	p := stackhound.Posting{ID: id, Title: lead.Title, Company: voices[0].Listing.Company, Ad: lead.Ad, Text: lead.Text}
	for _, v := range voices[1:] {
		p.Company = cmp.Or(p.Company, v.Listing.Company)
		fillAd(&p.Ad, v.part.Ad)
	}
	live(&p, members)
	for _, m := range linkOrder(members) {
		l := m.Listing
		p.Sources = append(p.Sources, stackhound.Source{
			Board: l.Board, ListingID: l.ID, URL: links.Clean(l.URL), ApplyURL: links.Clean(l.ApplyURL), Part: m.Part, Title: l.Title, Company: l.Company,
			State: l.State, FirstSeen: l.FirstSeen, LastSeen: l.LastSeen,
		})
	}
	return p
}

// bySay orders members by what counts of what they say.
func bySay(members []member) []member {
	rank := func(m member) int {
		switch {
		case closed(m.Listing):
			return 2
		case m.Part != "":
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(members), func(a, b member) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(b.part.Text), len(a.part.Text)))
	})
}

// fillAd takes over from another listing's ad what the first leaves blank, with its
// evidence.
func fillAd(ad *stackhound.Ad, from stackhound.Ad) {
	take := func(blank bool, field string, set func()) {
		if !blank {
			return
		}
		set()
		for _, e := range from.EvidenceList {
			if e.Field == field {
				ad.EvidenceList = append(slices.Clip(ad.EvidenceList), e)
			}
		}
	}
	take(len(ad.Roles) == 0, "roles", func() { ad.Roles = from.Roles })
	take(len(ad.Seniority) == 0, "seniority", func() { ad.Seniority = from.Seniority })
	take(ad.YearsMin == nil, "years", func() { ad.YearsMin = from.YearsMin })
	take(len(ad.Stack.All()) == 0, "stack", func() { ad.Stack = from.Stack })
	take(ad.Workplace == 0, "workplace", func() { ad.Workplace = from.Workplace })
	take(len(ad.Regions) == 0, "regions", func() { ad.Regions = from.Regions })
	take(len(ad.Locations) == 0, "locations", func() { ad.Locations = from.Locations })
	take(ad.Salary == nil, "salary", func() { ad.Salary, ad.SalaryQuote = from.Salary, from.SalaryQuote })
	take(len(ad.Employment) == 0, "employment", func() { ad.Employment = from.Employment })
	take(silent(ad.Degree), "degree", func() { ad.Degree = cmp.Or(from.Degree, ad.Degree) })
	take(silent(ad.Visa), "visa", func() { ad.Visa = cmp.Or(from.Visa, ad.Visa) })
	take(len(ad.Topics) == 0, "topics", func() { ad.Topics = from.Topics })
}

func silent(stance string) bool { return stance == "" || stance == "unspecified" }

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

// linkOrder puts members in the order their links are shown: open ones before closed,
// the employer's own hiring system before boards, else as they were first seen.
func linkOrder(members []member) []member {
	rank := func(l stackhound.Listing) int {
		switch u, err := url.Parse(cmp.Or(l.ApplyURL, l.URL)); {
		case closed(l):
			return 3
		case err == nil && onHiringSystem(u):
			return 0
		case openingKey(l) != "":
			return 1
		}
		return 2
	}
	return slices.SortedStableFunc(slices.Values(members), func(a, b member) int { return cmp.Compare(rank(a.Listing), rank(b.Listing)) })
}
