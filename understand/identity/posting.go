package identity

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"stackhound"
	"stackhound/lexicon/links"
)

// build makes the posting of a family from its listings, eldest first. Of those that are
// not closed, else of all, the listing with the longest description speaks; what it
// leaves blank the others fill in.
func build(id string, listings []stackhound.Listing, read Reader) stackhound.Posting {
	voices := readAll(listings, read)
	lead := voices[0]
	p := stackhound.Posting{ID: id, Title: lead.Title, Company: lead.Company, Ad: lead.ad, Text: lead.text}
	for _, v := range voices[1:] {
		p.Company = cmp.Or(p.Company, v.Company)
		fillAd(&p.Ad, v.ad)
	}
	live(&p, listings)
	for _, l := range linkOrder(listings) {
		p.Sources = append(p.Sources, stackhound.Source{
			Board: l.Board, ListingID: l.ID, URL: links.Clean(l.URL), ApplyURL: links.Clean(l.ApplyURL), Title: l.Title, Company: l.Company,
			State: l.State, FirstSeen: l.FirstSeen, LastSeen: l.LastSeen,
		})
	}
	return p
}

// voice is a listing with what was read of it.
type voice struct {
	stackhound.Listing
	ad   stackhound.Ad
	text string
}

// readAll reads listings and puts the most telling first, closed ones last.
func readAll(listings []stackhound.Listing, read Reader) []voice {
	voices := make([]voice, len(listings))
	for i, l := range listings {
		voices[i] = voice{Listing: l, ad: read.Ad(l), text: read.Text(l)}
	}
	slices.SortStableFunc(voices, func(a, b voice) int {
		switch {
		case closed(a.Listing) == closed(b.Listing):
			return cmp.Compare(len(b.text), len(a.text))
		case closed(a.Listing):
			return 1
		}
		return -1
	})
	return voices
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
func live(p *stackhound.Posting, listings []stackhound.Listing) {
	open := slices.ContainsFunc(listings, func(l stackhound.Listing) bool { return !closed(l) })
	for _, l := range listings {
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

// linkOrder puts listings in the order their links are shown: open ones before closed,
// the employer's own hiring system before boards, else as they were first seen.
func linkOrder(listings []stackhound.Listing) []stackhound.Listing {
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
	sorted := slices.Clone(listings)
	slices.SortStableFunc(sorted, func(a, b stackhound.Listing) int { return cmp.Compare(rank(a), rank(b)) })
	return sorted
}
