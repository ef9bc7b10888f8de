package normalize

import (
	"cmp"
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/money"
)

// MaxParts bounds the roles an ad is split into.
const MaxParts = 20

// maxReading bounds what is read for the parts of one ad in all, in bytes: an ad too long
// for as many roles as it seems to have stays whole.
const maxReading = 1_500_000

// Parts reads a listing into the roles it offers: each with its own title, level, years,
// pay, stack and form of contract where the ad gives them for that role, and with what
// the ad says of all of them. Where it is in doubt whether an ad offers several roles it
// has one part, equal to what Read gives. Parts are ordered by key, so that an edit that
// moves lines about changes nothing.
//
// Quotes of a part's body stand in the part's text, all others in the listing.
func Parts(l stackhound.Listing, d stackhound.Defaults) []stackhound.Part {
	text := Text(l)
	s := &splitter{reader: read(l, d, text)}
	if s.ad.IsJob {
		s.find()
	}
	if len(s.offers) < 2 || len(s.offers)*len(text) > maxReading {
		return []stackhound.Part{{Title: l.Title, Text: text, Ad: s.ad}}
	}
	parts := make([]stackhound.Part, len(s.offers))
	for i := range s.offers {
		parts[i] = s.part(i)
	}
	slices.SortFunc(parts, func(a, b stackhound.Part) int { return strings.Compare(a.Key, b.Key) })
	return parts
}

// longestKey bounds the key of a part, in bytes.
const longestKey = 200

// partKey is what a part is known by: the words of its title.
func partKey(title string) string {
	return strings.TrimSpace(cut(strings.Join(fold.Tokens(title), " "), longestKey))
}

// part reads one of several roles: the ad without what is of others alone, and laid over
// it what is of this one alone.
func (s *splitter) part(i int) stackhound.Part {
	o := s.offers[i]
	l := s.l
	l.Title = s.titleOf(o)
	text := s.textOf(i, l.Title)
	shared := read(l, s.defaults, text)
	ad := shared.ad
	own := read(stackhound.Listing{Title: o.title, Company: l.Company}, s.money(), s.ownText(o))
	overlay(&ad, own.ad)
	role := o.role
	if role == "software" {
		role = shared.software()
	}
	ad.NRoles, ad.Roles = 1, []string{role}
	become(&ad, "roles", []stackhound.Evidence{{Field: "roles", Value: role, Source: fromTitle, Quote: o.name}})
	for j := range ad.EvidenceList {
		s.settle(&ad.EvidenceList[j], text, o)
	}
	return stackhound.Part{Key: partKey(o.title), Title: o.title, Text: text, Ad: ad}
}

// money is what settles "$" and bare figures in the words on one role.
func (s *splitter) money() stackhound.Defaults {
	hint := s.payHint()
	return stackhound.Defaults{Currency: cmp.Or(hint.Currency, money.Currency("$", hint.Country)), Period: hint.Period}
}

// overlay lays what was read of the words on one role over what all of them share.
func overlay(ad *stackhound.Ad, own stackhound.Ad) {
	take := func(said bool, field string, set func()) {
		if said {
			set()
			become(ad, field, evidenceOf(own, field))
		}
	}
	take(len(own.Seniority) > 0, "seniority", func() { ad.Seniority = own.Seniority })
	take(own.YearsMin != nil, "years", func() { ad.YearsMin = own.YearsMin })
	take(own.Salary != nil, "salary", func() { ad.Salary, ad.SalaryQuote = own.Salary, own.SalaryQuote })
	take(len(own.Employment) > 0, "employment", func() { ad.Employment = own.Employment })
	take(len(own.Locations) > 0, "locations", func() { ad.Locations = own.Locations })
	take(len(own.Regions) > 0 || own.Workplace != 0 && own.Workplace&stackhound.Remote == 0, "regions", func() { ad.Regions = own.Regions })
	take(own.Workplace != 0, "workplace", func() { ad.Workplace = own.Workplace })
}

func evidenceOf(ad stackhound.Ad, field string) (all []stackhound.Evidence) {
	for _, e := range ad.EvidenceList {
		if e.Field == field {
			all = append(all, e)
		}
	}
	return all
}

// become puts other evidence in place of what there is for a field.
func become(ad *stackhound.Ad, field string, evidence []stackhound.Evidence) {
	kept := slices.DeleteFunc(slices.Clone(ad.EvidenceList), func(e stackhound.Evidence) bool { return e.Field == field })
	ad.EvidenceList = append(kept, evidence...)
}

// settle names the source that evidence of a part stands in: the title a part is read
// under is put together from the listing's title and lines of its body.
func (s *splitter) settle(e *stackhound.Evidence, text string, o offer) {
	switch {
	case e.Source == fromBody && strings.Contains(text, e.Quote):
	case e.Source != fromTitle && e.Source != fromBody:
	case strings.Contains(s.l.Title, e.Quote):
		e.Source = fromTitle
	case strings.Contains(text, e.Quote):
		e.Source = fromBody
	default:
		e.Source, e.Quote = o.source, o.name
	}
}
