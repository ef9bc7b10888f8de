package identity

import (
	"slices"

	"stackhound"
	"stackhound/lexicon/companies"
)

// field is one thing that listings say of a job.
type field struct {
	name string // as Evidence has it
	said func(stackhound.Ad) bool
	take func(to *stackhound.Ad, from stackhound.Ad)
	one  bool // there is one answer: listings that give others contradict
	text bool // it lies all over the text: who has that whole is asked first
}

// fields are what is chosen by trust, field by field. Places are not among them: those of
// all listings count.
var fields = []field{
	{name: "roles", said: func(a stackhound.Ad) bool { return len(a.Roles) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Roles = a.Roles }},
	{name: "seniority", one: true, said: func(a stackhound.Ad) bool { return len(a.Seniority) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Seniority = a.Seniority }},
	{name: "years", one: true, said: func(a stackhound.Ad) bool { return a.YearsMin != nil }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.YearsMin = a.YearsMin }},
	{name: "stack", text: true, said: func(a stackhound.Ad) bool { return len(a.Stack.All()) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Stack = a.Stack }},
	{name: "workplace", one: true, said: func(a stackhound.Ad) bool { return a.Workplace != 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Workplace = a.Workplace }},
	{name: "regions", said: func(a stackhound.Ad) bool { return len(a.Regions) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Regions = a.Regions }},
	{name: "salary", one: true, said: func(a stackhound.Ad) bool { return a.Salary != nil }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Salary, to.SalaryQuote = a.Salary, a.SalaryQuote }},
	{name: "employment", one: true, said: func(a stackhound.Ad) bool { return len(a.Employment) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Employment = a.Employment }},
	{name: "degree", one: true, said: func(a stackhound.Ad) bool { return !silent(a.Degree) }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Degree = a.Degree }},
	{name: "visa", one: true, said: func(a stackhound.Ad) bool { return !silent(a.Visa) }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Visa = a.Visa }},
	{name: "topics", text: true, said: func(a stackhound.Ad) bool { return len(a.Topics) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Topics = a.Topics }},
	{name: "language", text: true, said: func(a stackhound.Ad) bool { return a.Language != "" }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Language = a.Language }},
	{name: "speaks", text: true, said: func(a stackhound.Ad) bool { return len(a.Speaks) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Speaks = a.Speaks }},
	{name: "work_authorization", text: true, said: func(a stackhound.Ad) bool { return a.Authorization != "" }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Authorization = a.Authorization }},
	{name: "citizenship", text: true, said: func(a stackhound.Ad) bool { return a.Citizenship != "" }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Citizenship = a.Citizenship }},
	{name: "clearance", text: true, said: func(a stackhound.Ad) bool { return a.Clearance != "" }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Clearance = a.Clearance }},
	{name: "contracts", text: true, said: func(a stackhound.Ad) bool { return len(a.Contracts) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Contracts = a.Contracts }},
	{name: "employer", said: func(a stackhound.Ad) bool { return a.Employer != "" }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Employer = a.Employer }},
	{name: "industry", text: true, said: func(a stackhound.Ad) bool { return a.Industry != "" }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Industry = a.Industry }},
	{name: "interview", text: true, said: func(a stackhound.Ad) bool { return len(a.Interview) > 0 }, take: func(to *stackhound.Ad, a stackhound.Ad) { to.Interview = a.Interview }},
}

func silent(stance string) bool { return stance == "" || stance == "unspecified" }

// choose fills a posting's fields: each is decided by the most trusted listing that states
// it. What others state otherwise is kept as overruled. It returns who decided what.
func (v voices) choose(p *stackhound.Posting) map[string]voice {
	by := map[string]voice{}
	p.Ad, p.Text = v.all[v.whole].part.Ad, v.all[v.whole].part.Text
	if len(v.all) > 1 {
		p.EvidenceList = nil
	}
	v.name(p, by)
	for _, f := range fields {
		if w, ok := v.decides(f); ok {
			by[f.name] = w
			f.take(&p.Ad, w.part.Ad)
			v.quote(&p.Ad, f.name, w)
		}
	}
	v.fit(&p.Ad, by)
	v.places(&p.Ad, by)
	v.contradict(p, by)
	return by
}

// name sets a posting's title and company.
func (v voices) name(p *stackhound.Posting, by map[string]voice) {
	for _, w := range v.all {
		if p.Title == "" && w.part.Title != "" {
			p.Title, by["title"] = w.part.Title, w
		}
		if p.Company == "" && w.Listing.Company != "" {
			p.Company, by["company"] = w.Listing.Company, w
		}
	}
}

// decides returns whose word counts for a field; ok is false where nobody says anything.
// What was read of nothing but a text that is cut counts last: the whole one was read too.
func (v voices) decides(f field) (voice, bool) {
	order := v.all
	if f.text && v.whole > 0 {
		order = slices.Concat(v.all[v.whole:v.whole+1], v.all[:v.whole], v.all[v.whole+1:])
	}
	states := func(w voice) bool { return f.said(w.part.Ad) }
	i := slices.IndexFunc(order, func(w voice) bool { return states(w) && !(w.cut && w.fromText(f.name)) })
	if i < 0 {
		i = slices.IndexFunc(order, states)
	}
	if i < 0 {
		return voice{}, false
	}
	return order[i], true
}

// fromText tells whether a field was read of the running text alone.
func (w voice) fromText(field string) bool {
	found := false
	for _, e := range w.part.EvidenceList {
		if e.Field == field && !e.Overruled {
			if e.Source != "body" {
				return false
			}
			found = true
		}
	}
	return found
}

// quote takes over what a listing says of a field word for word. A posting that speaks
// through one listing has it all already.
func (v voices) quote(ad *stackhound.Ad, field string, w voice) {
	if len(v.all) == 1 {
		return
	}
	for _, e := range w.part.EvidenceList {
		if e.Field == field {
			e.Board = v.board(w)
			ad.EvidenceList = append(ad.EvidenceList, e)
		}
	}
}

// board names whose listing says something where several boards speak.
func (v voices) board(w voice) string {
	if slices.ContainsFunc(v.all, func(o voice) bool { return o.Listing.Board != w.Listing.Board }) {
		return w.Listing.Board
	}
	return ""
}

// fit drops where remote work is allowed from, if one listing says that and a more trusted
// one that the work is not remote.
func (v voices) fit(ad *stackhound.Ad, by map[string]voice) {
	way, decided := by["workplace"]
	if where, ok := by["regions"]; !ok || !decided || ad.Workplace&stackhound.Remote != 0 || where.Listing.ListingKey == way.Listing.ListingKey {
		return
	}
	ad.Regions = []string{}
	ad.EvidenceList = slices.DeleteFunc(ad.EvidenceList, func(e stackhound.Evidence) bool { return e.Field == "regions" })
	delete(by, "regions")
}

// places gathers where one can work from all listings: a job that is put up once for each
// of its places can be had at any of them.
func (v voices) places(ad *stackhound.Ad, by map[string]voice) {
	if len(v.all) == 1 {
		by["locations"] = v.all[0]
		return
	}
	all := []stackhound.Location{}
	for _, w := range v.all {
		for _, l := range w.part.Locations {
			if slices.ContainsFunc(all, func(known stackhound.Location) bool { return within(known, l) }) {
				continue
			}
			all = append(slices.DeleteFunc(all, func(known stackhound.Location) bool { return within(l, known) }), l)
			if _, ok := by["locations"]; !ok {
				by["locations"] = w
			}
		}
	}
	ad.Locations = all
	for _, w := range v.all {
		v.quotePlaces(ad, w)
	}
}

// quotePlaces takes over what a listing says of the places that a posting has, each once.
func (v voices) quotePlaces(ad *stackhound.Ad, w voice) {
	for _, e := range w.part.EvidenceList {
		_, known := ad.Evidence("locations", e.Value)
		has := slices.ContainsFunc(ad.Locations, func(l stackhound.Location) bool { return l.String() == e.Value })
		if e.Field == "locations" && has && !known {
			e.Board = v.board(w)
			ad.EvidenceList = append(ad.EvidenceList, e)
		}
	}
}

// within tells whether a place is the other or lies in it: all that the other says it says.
func within(a, b stackhound.Location) bool {
	same := func(have, want string) bool { return want == "" || have == want }
	return same(a.City, b.City) && same(a.Region, b.Region) && same(a.Country, b.Country)
}

// contradict keeps what listings state otherwise than the posting does.
func (v voices) contradict(p *stackhound.Posting, by map[string]voice) {
	for _, w := range v.all {
		for _, f := range fields {
			if f.one && f.said(w.part.Ad) && by[f.name].Listing.ListingKey != w.Listing.ListingKey {
				v.overrule(&p.Ad, f.name, w)
			}
		}
		if t := w.part.Title; t != "" && t != p.Title && readTitle(t).key() != readTitle(p.Title).key() {
			v.note(&p.Ad, stackhound.Evidence{Field: "title", Value: t, Source: "title", Quote: t}, w)
		}
		if c := w.Listing.Company; c != p.Company && companies.Key(c) != "" && companies.Key(c) != companies.Key(p.Company) {
			v.note(&p.Ad, stackhound.Evidence{Field: "company", Value: c, Source: "stated", Quote: c}, w)
		}
	}
}

// overrule notes what a listing says of a field and the posting does not. What it says in
// a text that the posting shows in full was weighed there.
func (v voices) overrule(ad *stackhound.Ad, field string, w voice) {
	for _, e := range w.part.EvidenceList {
		if _, agreed := ad.Evidence(field, e.Value); e.Field == field && !e.Overruled && !agreed && !(w.cut && e.Source == "body") {
			v.note(ad, e, w)
		}
	}
}

// note adds what a listing says to the evidence, overruled, once for each board.
func (v voices) note(ad *stackhound.Ad, e stackhound.Evidence, w voice) {
	e.Overruled, e.Board = true, v.board(w)
	known := func(o stackhound.Evidence) bool {
		return o.Field == e.Field && o.Value == e.Value && o.Board == e.Board && o.Overruled
	}
	if !slices.ContainsFunc(ad.EvidenceList, known) {
		ad.EvidenceList = append(ad.EvidenceList, e)
	}
}
