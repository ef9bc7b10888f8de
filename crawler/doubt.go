package crawler

import (
	"fmt"
	"slices"
	"strings"

	"stackhound"
)

// sampled is what a run has read so far that its board is judged by.
type sampled struct {
	usual   usual
	doubt   string         // why what was read is not what the board usually shows; "" while it is
	title   string         // of the first listing read
	differ  bool           // another had another title
	again   int            // known listings read again
	emptied map[string]int // of them, how many lost a field that all listings have
	altered int            // of them, how many have another title or company
	renaming
}

// maxShapes bounds the shapes of ids that are counted apart.
const maxShapes = 20

// countID notes the id of an item on the list.
func (p *pass) countID(id string) {
	if p.run.Shapes == nil {
		p.run.Shapes = map[string]int{}
	}
	shape := shapeOf(id)
	if _, ok := p.run.Shapes[shape]; ok || len(p.run.Shapes) < maxShapes {
		p.run.Shapes[shape]++
		p.countStrange(id, shape)
	}
}

// countRead notes which fields a listing has that was read anew.
func (p *pass) countRead(l stackhound.Listing, has []string) {
	if p.run.Read == 0 {
		p.title = l.Title
	}
	p.differ = p.differ || l.Title != p.title
	p.run.Read++
	if p.run.Filled == nil {
		p.run.Filled = map[string]int{}
	}
	for _, name := range has {
		p.run.Filled[name]++
	}
}

// filled names the fields of a listing that have a value. The text counts as one field,
// however the board gives it.
func filled(l stackhound.Listing) []string {
	s := l.Stated
	var names []string
	for _, f := range [...]struct {
		name string
		has  bool
	}{
		{"title", l.Title != ""}, {"company", l.Company != ""}, {"location", l.Location != ""}, {"salary", l.Salary != ""}, {"tags", len(l.Tags) > 0},
		{"text", textLen(l) > 0}, {"posted", !l.Posted.IsZero()}, {"expires", !l.Expires.IsZero()}, {"apply_url", l.ApplyURL != ""},
		{"workplace", len(s.Workplace) > 0}, {"employment", len(s.Employment) > 0}, {"level", len(s.Level) > 0}, {"regions", len(s.Regions) > 0},
		{"category", len(s.Category) > 0}, {"pay", s.PayMin+s.PayMax > 0},
	} {
		if f.has {
			names = append(names, f.name)
		}
	}
	return names
}

// shapeOf tells what an id looks like: each of its parts is digits (9), without digits (a)
// or mixed (x).
func shapeOf(id string) string {
	const between = "/:?&=#"
	var shape strings.Builder
	for len(id) > 0 && shape.Len() < 40 {
		end := strings.IndexAny(id, between)
		if end == 0 {
			shape.WriteByte(id[0])
			id = id[1:]
			continue
		}
		if end < 0 {
			end = len(id)
		}
		shape.WriteByte(kindOf(id[:end]))
		id = id[end:]
	}
	return shape.String()
}

func kindOf(part string) byte {
	digits := 0
	for _, c := range []byte(part) {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	switch digits {
	case 0:
		return 'a'
	case len(part):
		return '9'
	}
	return 'x'
}

// look holds what was read so far against what is usual for the board. Once the run has
// left that, it stays so; what was read but not stored yet waits with all that follows.
func (p *pass) look() {
	if p.doubt != "" {
		return
	}
	if p.doubt = p.strange(); p.doubt == "" {
		return
	}
	p.log.Warn("what is read of the board is not what it usually shows; the rest waits", "why", p.doubt)
	for _, l := range p.puts {
		p.holds = append(p.holds, stackhound.Held{Listing: l, Why: stackhound.HeldAfter})
	}
	p.puts, p.learned = nil, nil
}

// strange says in what the run has left what is usual, "" if in nothing.
func (p *pass) strange() string {
	if p.usual.read < enoughRead {
		return p.implausible()
	}
	if was, odd := p.usual.length(p.run.Items); odd && p.run.Items > was && !p.usual.repeated(p.run.Items, p.earlier) {
		return fmt.Sprintf("%d items, usually %d", p.run.Items, was)
	}
	if why := p.lostFields(); why != "" {
		return why
	}
	if rarer(p.run.Read, p.run.Read+p.run.Unreadable, p.usual.readable, p.usual.tried) {
		return fmt.Sprintf("%d of %d listings cannot be read; the last: %v", p.run.Unreadable, p.run.Read+p.run.Unreadable, p.lastBad)
	}
	if p.again >= 5 && p.altered*2 > p.again {
		return fmt.Sprintf("%d of %d known listings have another title or company all at once", p.altered, p.again)
	}
	return p.otherIDs()
}

// lostFields names the fields that the board's listings have no more.
func (p *pass) lostFields() string {
	var lost []string
	for name, before := range p.usual.filled {
		n, emptied := p.run.Filled[name], p.emptied[name]
		if !p.reads(name) {
			continue
		}
		if of, yes := p.usual.lost(name, n, p.run.Read); yes || emptied >= 2 && emptied*2 > p.again {
			lost = append(lost, fmt.Sprintf("%s %d of %d, usually %d %%", name, n, of, before*100/p.usual.read))
		}
	}
	slices.Sort(lost)
	return strings.Join(lost, "; ")
}

// implausible judges a board that nothing is known of yet: its listings must differ, and
// have a company if the board file says where.
func (p *pass) implausible() string {
	if p.run.Read < enoughRead {
		return ""
	}
	if !p.differ {
		return fmt.Sprintf("all of the first %d listings are called %.100q", p.run.Read, p.title)
	}
	if p.reads("company") && p.run.Filled["company"] == 0 {
		return fmt.Sprintf("company 0 of %d, although the board file says where it stands", p.run.Read)
	}
	return ""
}

// reads tells whether the board file says where a field stands.
func (p *pass) reads(field string) bool {
	switch field {
	case "text":
		return p.reads("description") || p.reads("html")
	case "pay":
		return p.reads("pay_min") || p.reads("pay_max")
	}
	return len(p.board.Fields[field]) > 0 || p.board.Detail != nil && len(p.board.Detail.Fields[field]) > 0
}
