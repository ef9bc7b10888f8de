package matcher

import (
	"cmp"
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
	"stackhound/lexicon/money"
	"stackhound/lexicon/places"
)

// neighbours are the kinds of work that people of one kind are commonly hired for in
// the other: no full fit, but no reason to reject.
var neighbours = [][2]string{
	{"fullstack", "backend"}, {"fullstack", "frontend"}, {"fullstack", "devops"}, {"frontend", "mobile"},
	{"backend", "devops"}, {"backend", "data"}, {"data", "ml"}, {"devops", "security"},
}

func neighbour(a, b string) bool {
	return slices.Contains(neighbours, [2]string{a, b}) || slices.Contains(neighbours, [2]string{b, a})
}

// roleFit returns the role of the ad that fits a profile best, and whether it fits in
// full or as a neighbour only. An ad or a profile that names none fits neither way.
func roleFit(wish, ad []string) (role string, full, near bool) {
	for _, r := range ad {
		if r != "other" && slices.Contains(wish, r) {
			return r, true, false
		}
		if role == "" && slices.ContainsFunc(wish, func(w string) bool { return neighbour(w, r) }) {
			role, near = r, true
		}
	}
	return role, false, near
}

func (s *scorer) role() {
	role, full, near := roleFit(s.profile.Roles, s.posting.Roles)
	words := quote(s.posting.Ad, "roles", role)
	switch {
	case full:
		s.add(rolePoints, words, "%s role", role)
	case near:
		s.add(rolePoints/3, words, "%s role, close to yours", role)
	case len(s.profile.Roles) == 0 || !tellsRole(s.posting.Ad):
		s.add(rolePoints/3, "", "nothing said against your roles")
	default:
		s.add(-rolePoints, quoteAny(s.posting.Ad, "roles"), "%s role", strings.Join(s.posting.Roles, ", "))
	}
}

// tellsRole tells whether an ad says what kind of work it is for; "other" does not.
func tellsRole(ad stackhound.Ad) bool {
	return slices.ContainsFunc(ad.Roles, func(r string) bool { return r != "other" })
}

// steps places the levels on the ladder. Several stand on one step: a lead is not two
// promotions away from a staff engineer.
var steps = map[string]int{
	"intern": 0, "junior": 1, "mid": 2, "senior": 3, "staff": 4, "lead": 4, "principal": 5, "manager": 5, "director": 6, "executive": 7,
}

// levelFit returns the ad's level closest to the declared ones and how many steps lie
// between; ok is false when either side names none.
func levelFit(wish, ad []string) (level string, off int, ok bool) {
	for _, a := range ad {
		for _, w := range wish {
			if d := abs(steps[a] - steps[w]); !ok || d < off {
				level, off, ok = a, d, true
			}
		}
	}
	return level, off, ok
}

func (s *scorer) seniority() {
	level, off, ok := levelFit(s.profile.Seniority, s.posting.Seniority)
	words := quote(s.posting.Ad, "seniority", level)
	switch {
	case !ok:
		s.add(seniorityPoints/2, "", "nothing said against your level")
	case off == 0:
		s.add(seniorityPoints, words, "%s level", level)
	default:
		s.add(-off*seniorityPoints/2, words, "%s level, %s off yours", level, count(off, "step"))
	}
}

func (s *scorer) years() {
	asked, have := s.posting.YearsMin, s.profile.Years
	if asked == nil || have == nil || *asked <= *have {
		return
	}
	short := int(*asked - *have + 0.999)
	s.add(-min(short*yearPenalty, yearPenaltyMost), quoteAny(s.posting.Ad, "years"), "asks for %s more than you have", count(short, "year"))
}

// place scores where and how the work is done.
func (s *scorer) place() {
	f := fitPlace(s.profile, s.posting.Ad)
	ad := s.posting.Ad
	switch {
	case f.remote && len(ad.Regions) > 0:
		s.add(placePoints, quote(ad, "regions", ad.Regions[0]), "remote, open to where you are")
	case f.remote && f.elsewhere:
		s.add(-elsewherePenalty, quoteAny(ad, "locations"), "remote, but its places are all outside your regions")
	case f.remote && ad.Workplace != 0:
		s.add(placePoints/2, quote(ad, "workplace", "remote"), "remote")
	case f.local && ad.Workplace != 0:
		s.add(placePoints*2/3, quoteAny(ad, "locations"), "%s, where you can work", ad.Workplace)
	case !f.remote && !f.local:
		s.add(-placePoints, cmp.Or(quoteAny(ad, "workplace"), quoteAny(ad, "locations")), "not where or how you work")
	}
}

// placeFit says in which ways a person could take a job.
type placeFit struct {
	way       bool // some way of working suits both sides
	remote    bool // remotely, from where they are
	local     bool // at one of its places
	elsewhere bool // its places are known and none lies in their regions
}

// fitPlace compares where and how.
func fitPlace(p stackhound.Profile, ad stackhound.Ad) placeFit {
	from := ownRegions(p.Regions)
	someplace := func(fits func(stackhound.Location) bool) bool {
		return len(ad.Locations) == 0 || slices.ContainsFunc(ad.Locations, fits)
	}
	f := placeFit{elsewhere: !someplace(func(l stackhound.Location) bool { return inRegions(l, from) })}
	common := ways(p.Workplace) & offered(ad, f.elsewhere)
	f.way = common != 0 || ad.Workplace == 0
	f.remote = common&stackhound.Remote != 0 && (len(from) == 0 || places.Allows(ad.Regions, from))
	f.local = common&^stackhound.Remote != 0 && !f.elsewhere &&
		(len(p.Cities) == 0 || someplace(func(l stackhound.Location) bool { return inCities(l, p.Cities) }))
	return f
}

// offered returns the ways of working of an ad. One that is silent on them may be meant
// in any way; it is remote where it says who may work so, and at its places where those
// are out of reach.
func offered(ad stackhound.Ad, elsewhere bool) stackhound.Workplace {
	switch {
	case ad.Workplace != 0:
		return ad.Workplace
	case len(ad.Regions) > 0:
		return stackhound.Remote
	case elsewhere:
		return stackhound.Hybrid | stackhound.Onsite
	}
	return stackhound.Remote | stackhound.Hybrid | stackhound.Onsite
}

// ways turns a profile's list into the set it stands for; no list is every way.
func ways(names []string) stackhound.Workplace {
	var w stackhound.Workplace
	if len(names) == 0 || w.UnmarshalText([]byte(strings.Join(names, "+"))) != nil {
		return stackhound.Remote | stackhound.Hybrid | stackhound.Onsite
	}
	return w
}

// ownRegions leaves "worldwide" out of a profile's regions: it says that jobs open to
// the whole world are welcome, not that the person could be anywhere.
func ownRegions(regions []string) []string {
	return slices.DeleteFunc(slices.Clone(regions), func(r string) bool { return r == "worldwide" })
}

func inRegions(l stackhound.Location, regions []string) bool {
	return l.Country == "" || len(regions) == 0 ||
		slices.ContainsFunc(regions, func(r string) bool { return r == l.Country || places.Within(l.Country, r) })
}

func inCities(l stackhound.Location, cities []string) bool {
	return l.City == "" || slices.ContainsFunc(cities, func(c string) bool { return fold.String(c) == fold.String(l.City) })
}

func (s *scorer) pay() {
	if s.profile.MinSalary == nil {
		return
	}
	words := s.posting.SalaryQuote
	top, least, ok := payAgainst(*s.profile.MinSalary, s.posting.Salary)
	switch {
	case !ok:
		return
	case top >= least:
		s.add(payPoints, words, "pays %s, at or above your minimum", s.posting.Salary)
	default:
		s.add(-payPoints*2, words, "pays %s, below your minimum", s.posting.Salary)
	}
}

// payAgainst returns the most an ad pays and the least a person works for, both as EUR
// a year; ok is false when either is not known. An open range ("from 60,000") is judged
// by nothing but what it reaches for certain, so it counts only when that is enough.
func payAgainst(least stackhound.MinPay, pay *stackhound.Pay) (top, wish float64, ok bool) {
	wish, ok = yearly(&least.Amount, least.Currency, least.Period)
	if !ok || pay == nil {
		return 0, 0, false
	}
	if pay.Max != nil {
		top, ok = yearly(pay.Max, pay.Currency, pay.Period)
		return top, wish, ok
	}
	top, ok = yearly(pay.Min, pay.Currency, pay.Period)
	return top, wish, ok && top >= wish
}

func yearly(amount *float64, currency, period string) (float64, bool) {
	if amount == nil {
		return 0, false
	}
	return money.Yearly(stackhound.Pay{Min: amount, Max: amount, Currency: currency, Period: period})
}

func (s *scorer) topics() {
	left := topicPoints
	for _, t := range s.posting.Topics {
		if slices.Contains(s.profile.Topics, t) && left > 0 {
			s.add(2, quote(s.posting.Ad, "topics", t), "is about %s", t)
			left -= 2
		}
	}
}
