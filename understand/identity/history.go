package identity

import (
	"maps"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// anew is how long an ad must have been away, or be put to a later date, to count as put
// up anew: boards that fail for days, or put every ad to today each night, post nothing.
// Two ads of a board that stood side by side for longer are two places of one job.
const anew = 7 * 24 * time.Hour

// history tells what happened to a family's posting: what is remembered of it and of the
// postings that were merged into it, what its listings show by themselves, and what
// changed. Times are those of the listings, so that reading again adds nothing.
func (r resolution) history(f *family, p *stackhound.Posting, by map[string]voice) {
	was := r.predecessors(f)
	var all []stackhound.Event
	for _, w := range was {
		all = append(all, remembered(w, f.members)...)
	}
	all = append(all, showings(f.members)...)
	all = append(all, standing(*p, f.members)...)
	all = append(all, again(*p, was, f.members)...)
	all = append(all, r.changes(*p, by)...)
	all = append(all, r.joined(f, p.ID)...)
	all = append(all, r.parted[f]...)
	slices.SortFunc(all, stackhound.Event.Compare)
	p.Remember(plausible(all)...)
}

// predecessors are the postings a family goes on with, as they stood, by id.
func (r resolution) predecessors(f *family) (was []stackhound.Posting) {
	for _, id := range r.owned[f] {
		if p, ok := r.stood[id]; ok {
			was = append(was, p)
		}
	}
	return was
}

// remembered is what goes on to count of a posting's history. Who shows it since when is
// told anew, as postings are joined and parted, and a job that stood open elsewhere was not closed.
func remembered(was stackhound.Posting, members []member) (kept []stackhound.Event) {
	shut := true // before what comes next
	for _, e := range was.History {
		told := false
		switch e.Kind {
		case stackhound.EventSeen, stackhound.EventAlso:
			told = slices.ContainsFunc(members, func(m member) bool { return m.Listing.Board == e.Board && m.Listing.FirstSeen.Equal(e.At) })
		case stackhound.EventClosed:
			shut = !slices.ContainsFunc(members, func(m member) bool { return source(was, m) == nil && openAt(m.Listing, e.At) })
			told = !shut
		case stackhound.EventReopened:
			told, shut = !shut, true
		}
		if !told {
			kept = append(kept, e)
		}
	}
	return kept
}

// source is a role's link in a posting, nil where it has none.
func source(p stackhound.Posting, m member) *stackhound.Source {
	i := slices.IndexFunc(p.Sources, func(s stackhound.Source) bool { return s.Role() == m.role() })
	if i < 0 {
		return nil
	}
	return &p.Sources[i]
}

func openAt(l stackhound.Listing, at time.Time) bool {
	return !l.FirstSeen.After(at) && (!closed(l) || l.ClosedAt.After(at))
}

// showings tell which board showed the job when: each once, and again where it put up a
// new ad after the one before was gone. The elder of two stands first.
func showings(members []member) (all []stackhound.Event) {
	elders := map[string][]stackhound.Listing{}
	for i, m := range members {
		l, kind := m.Listing, stackhound.EventAlso
		switch earlier := elders[l.Board]; {
		case i == 0:
			kind = stackhound.EventSeen
		case slices.ContainsFunc(earlier, func(o stackhound.Listing) bool { return beside(o, l) }):
			kind = ""
		case len(earlier) > 0:
			kind = stackhound.EventReposted
		}
		if kind != "" {
			all = append(all, stackhound.Event{At: l.FirstSeen, Kind: kind, Board: l.Board})
		}
		elders[l.Board] = append(elders[l.Board], l)
	}
	return all
}

// beside tells whether an elder ad of a board stands next to a later one, or did for long.
func beside(elder, later stackhound.Listing) bool {
	return !closed(elder) || !later.FirstSeen.After(elder.FirstSeen) || elder.LastSeen.Sub(later.FirstSeen) > anew
}

// standing tells of a job that it is closed, or that nobody shows it at the moment.
func standing(p stackhound.Posting, members []member) []stackhound.Event {
	if !p.Open() {
		return []stackhound.Event{{At: p.ClosedAt, Kind: stackhound.EventClosed, Now: string(p.ClosedWhy)}}
	}
	var last time.Time
	for _, m := range members {
		switch m.Listing.State {
		case stackhound.ListingClosed:
		case stackhound.ListingMissing:
			last = latest(last, m.Listing.LastSeen)
		default:
			return nil
		}
	}
	return []stackhound.Event{{At: last, Kind: stackhound.EventMissing}}
}

// again tells of ads that were shown again under their old id, or put to a new date, and
// of a job that was closed that it is open again.
func again(p stackhound.Posting, was []stackhound.Posting, members []member) (all []stackhound.Event) {
	for _, w := range was {
		for _, m := range members {
			l := m.Listing
			if s := source(w, m); s != nil && !closed(l) && (cameBack(*s, l) || redated(*s, l)) {
				all = append(all, stackhound.Event{At: l.LastSeen, Kind: stackhound.EventReposted, Board: l.Board})
			}
		}
		if e := reopened(w, members); w.ID == p.ID && !w.Open() && p.Open() && !e.At.Before(w.ClosedAt) {
			all = append(all, e)
		}
	}
	return all
}

func cameBack(s stackhound.Source, l stackhound.Listing) bool {
	return s.State == stackhound.ListingClosed && l.LastSeen.Sub(s.LastSeen) >= anew
}

func redated(s stackhound.Source, l stackhound.Listing) bool {
	return !s.Posted.IsZero() && l.Posted.Sub(s.Posted) >= anew
}

// reopened tells which listing opened a closed job first: one it had that is shown again,
// or a new one.
func reopened(was stackhound.Posting, members []member) stackhound.Event {
	first := stackhound.Event{Kind: stackhound.EventReopened}
	for _, m := range members {
		e := stackhound.Event{At: m.Listing.FirstSeen, Kind: stackhound.EventReopened, Board: m.Listing.Board}
		if source(was, m) != nil {
			e.At = m.Listing.LastSeen
		}
		if !closed(m.Listing) && (first.At.IsZero() || e.Compare(first) < 0) {
			first = e
		}
	}
	return first
}

// changes tells what boards changed of what a posting says. What is only read otherwise by
// newer rules, or said by another listing now, is no change.
func (r resolution) changes(p stackhound.Posting, by map[string]voice) (all []stackhound.Event) {
	was, known := r.stood[p.ID]
	if !known {
		return nil
	}
	edited := func(w voice) bool {
		return source(was, w.member) != nil && slices.Contains(r.causes[w.Listing.ListingKey], stackhound.CauseEdit)
	}
	for _, c := range []struct {
		kind     stackhound.EventKind
		field    string
		was, now string
	}{
		{stackhound.EventTitle, "title", was.Title, p.Title},
		{stackhound.EventPay, "salary", pay(was), pay(p)},
		{stackhound.EventPlace, "locations", where(was), where(p)},
		{stackhound.EventWorkplace, "workplace", strings.Join(was.Workplace.Names(), " or "), strings.Join(p.Workplace.Names(), " or ")},
	} {
		w, said := by[c.field]
		if c.was == c.now || c.kind == stackhound.EventTitle && readTitle(c.was).key() == readTitle(c.now).key() {
			continue
		}
		if !said || !edited(w) && c.kind == stackhound.EventPlace {
			w = r.editor(by, edited) // what is gone nobody says; places are of all
		}
		if edited(w) {
			all = append(all, stackhound.Event{At: w.Listing.LastSeen, Kind: c.kind, Board: w.Listing.Board, Was: c.was, Now: c.now})
		}
	}
	return all
}

// editor is one of those who speak that was edited.
func (r resolution) editor(by map[string]voice, edited func(voice) bool) voice {
	for _, field := range slices.Sorted(maps.Keys(by)) {
		if edited(by[field]) {
			return by[field]
		}
	}
	return voice{}
}

func pay(p stackhound.Posting) string {
	if p.Salary == nil {
		return ""
	}
	return p.Salary.String()
}

// where writes a posting's places, in an order that says nothing.
func where(p stackhound.Posting) string {
	var all []string
	for _, l := range p.Locations {
		all = append(all, l.String())
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// joined tells which other postings were found to be this job, when what shows it was seen.
func (r resolution) joined(f *family, id string) (all []stackhound.Event) {
	var at time.Time
	for _, m := range f.members {
		if len(r.causes[m.Listing.ListingKey]) > 0 || at.IsZero() {
			at = latest(at, lastNews(m.Listing))
		}
	}
	for _, old := range r.owned[f] {
		if old != id {
			all = append(all, stackhound.Event{At: at, Kind: stackhound.EventMerged, Was: old})
		}
	}
	return all
}

func lastNews(l stackhound.Listing) time.Time { return latest(l.LastSeen, l.ClosedAt) }

// part notes which postings were found to be two jobs: a listing of one stands in another.
// That one is told of it too where it is new.
func (r *resolution) part(families []*family, ids map[*family]string) {
	r.parted = map[*family][]stackhound.Event{}
	for _, f := range families {
		for _, m := range f.members {
			from := r.owner[m.Posting]
			if m.Posting == "" || from == nil || from == f {
				continue
			}
			e := stackhound.Event{At: lastNews(m.Listing), Kind: stackhound.EventSplit, Now: ids[f]}
			r.parted[from] = append(r.parted[from], e)
			if _, known := r.stood[ids[f]]; !known {
				e.Now = ids[from]
				r.parted[f] = append(r.parted[f], e)
			}
		}
	}
}

// plausible mends what several tellers say of one life, in order: it begins once, no board
// comes along where it opens the job again, putting up anew opens it as well, and what is
// closed does not close.
func plausible(all []stackhound.Event) (out []stackhound.Event) {
	same := func(e stackhound.Event, kind stackhound.EventKind) bool {
		return slices.ContainsFunc(all, func(o stackhound.Event) bool { return o.Kind == kind && o.At.Equal(e.At) && o.Board == e.Board })
	}
	begun, shut := false, -1 // where in out it was closed
	for _, e := range all {
		switch e.Kind {
		case stackhound.EventSeen, stackhound.EventAlso:
			if begun && (same(e, stackhound.EventReopened) || same(e, stackhound.EventReposted)) {
				continue
			}
			if e.Kind = stackhound.EventAlso; !begun {
				e.Kind, begun = stackhound.EventSeen, true
			}
		case stackhound.EventReopened, stackhound.EventReposted:
			shut = -1
			if e.Kind == stackhound.EventReopened && same(e, stackhound.EventReposted) {
				continue
			}
		case stackhound.EventClosed:
			if shut >= 0 {
				out = slices.Delete(out, shut, shut+1)
			}
			shut = len(out)
		}
		out = append(out, e)
	}
	return out
}
