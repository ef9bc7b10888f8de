package crawler

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"stackhound"
)

// fate is what came of one tenant in a run.
type fate string

const (
	fateWhole  fate = "read whole"
	fatePart   fate = "read in part"
	fateEmpty  fate = "empty"  // it answered with no jobs, as some systems do for any slug
	fateGone   fate = "gone"   // there is no such tenant any more
	fateFailed fate = "failed" // nothing can be said of it
)

// census is what a run knows of its board's tenants.
type census struct {
	tenant  stackhound.Tenant // the one being read; zero for a board without
	general stackhound.Board  // the board as its file says, for all of them
	fates   map[string]fate   // by slug
	told    []string          // what a person should know of some of them
}

// errLeft says that a tenant's jobs are no longer where they were.
var errLeft = errors.New("there are no jobs of it any more")

// read goes through the list, of each tenant if there are any. Its error says what ended
// the list early. A tenant that is gone or cannot be read costs the others nothing.
func (p *pass) read(ctx context.Context) error {
	if len(p.board.Tenants) == 0 {
		return p.readList(ctx)
	}
	p.general, p.fates = p.board, map[string]fate{}
	lost, part := error(nil), p.part
	for _, t := range p.general.Tenants {
		p.visit(t)
		p.part = part
		before := p.run.Items
		err := p.blame(ctx, p.readList(ctx), stackhound.FaultUnreadable, p.board.Base)
		if ends(ctx, err) && !p.onItsOwn(err) {
			return err
		}
		if err != nil {
			lost = err
		}
		p.tell(t, err, p.run.Items-before)
	}
	p.part = part
	if p.dead() == len(p.general.Tenants) {
		return lost
	}
	return nil
}

// visit has what follows be about one tenant.
func (p *pass) visit(t stackhound.Tenant) {
	p.tenant = t
	p.vars["tenant"] = t.Slug
	maps.Copy(p.vars, t.Vars)
	base := t.Base
	if base == "" {
		base = strings.Join(expand(p.general.Base, p.vars), "")
	}
	p.board.Base, p.vars["base"] = base, base
}

// visitOwner has what follows be about the tenant that a listing belongs to.
func (p *pass) visitOwner(id string) {
	slug, _, _ := strings.Cut(id, "/")
	for _, t := range p.general.Tenants {
		if t.Slug == slug {
			p.visit(t)
		}
	}
}

// tenantID makes of an id, which is one tenant's own, one that is the board's.
func (p *pass) tenantID(id string) string {
	if p.tenant.Slug == "" {
		return id
	}
	return p.tenant.Slug + "/" + id
}

// employer is the company of jobs that name none.
func (p *pass) employer() string {
	switch {
	case p.tenant.Title != "":
		return p.tenant.Title
	case p.board.Defaults.Company != "":
		return p.board.Defaults.Company
	}
	return p.tenant.Slug
}

// onItsOwn tells whether a host that wants to be left alone is one tenant's alone.
func (p *pass) onItsOwn(err error) bool {
	var later *Later
	return errors.As(err, &later) && later.Host == hostOf(p.board.Base) && strings.Contains(p.general.Base, "{tenant}")
}

// tell notes what came of a tenant, which showed so many listings.
func (p *pass) tell(t stackhound.Tenant, err error, items int) {
	f := fateWhole
	switch {
	case errors.Is(err, errLeft):
		f = fateGone
	case err != nil:
		f = fateFailed
	case items == 0:
		f = fateEmpty
	case p.part && !p.general.Newest:
		f = fatePart
	}
	p.fates[t.Slug] = f
	if err != nil {
		p.count(err)
		p.told = append(p.told, fmt.Sprintf("%s: %s", t.Slug, strings.TrimPrefix(err.Error(), "board "+p.board.Name+": ")))
	}
	p.log.Info("a tenant was read", "tenant", t.Slug, "items", items, "came to", string(f), "error", err)
}

// dead counts the tenants that gave nothing at all.
func (p *pass) dead() (n int) {
	for _, f := range p.fates {
		if f == fateGone || f == fateFailed {
			n++
		}
	}
	return n
}

// tooManyDead tells whether so many tenants gave nothing that it may be the board's own
// trouble: by the same judgement as of broken items.
func (p *pass) tooManyDead() bool { return p.dead()*4 > len(p.fates) && p.dead() > 1 }

// maxTold is how many tenants the note of a run names.
const maxTold = 5

// tenantNote says what became of tenants, "" when all is well.
func (p *pass) tenantNote() string {
	if len(p.told) == 0 {
		return ""
	}
	note := fmt.Sprintf("%d of %d tenants gave nothing: %s", p.dead(), len(p.fates), strings.Join(p.told[:min(len(p.told), maxTold)], "; "))
	if more := len(p.told) - maxTold; more > 0 {
		note += fmt.Sprintf("; and %d more", more)
	}
	return note
}

// fate returns what came of the tenant a listing belongs to; one of no tenant, or of one
// that the board file no longer names, was read as the board was.
func (p *pass) fate(id string) fate {
	slug, _, _ := strings.Cut(id, "/")
	if f, ok := p.fates[slug]; ok {
		return f
	}
	return fateWhole
}

// unsure tells whether absence says nothing of a listing.
func (p *pass) unsure(id string) bool {
	f := p.fate(id)
	return p.part || f == fatePart || f == fateFailed
}

// vanished tells whether a listing is absent because all of its tenant's are: that has to
// happen twice.
func (p *pass) vanished(id string) bool {
	return slices.Contains([]fate{fateEmpty, fateGone}, p.fate(id))
}

// left makes of what the first request for a tenant's list came to an error of errLeft
// where it means that there is no such tenant: no such page, or a way to somewhere else.
func (p *pass) left(asked, final string, err error) error {
	if p.tenant.Slug == "" {
		return err
	}
	var status statusError
	switch {
	case errors.As(err, &status) && (status == http.StatusNotFound || status == http.StatusGone):
		return p.leftBecause(asked, status)
	case final != "" && p.ledAway(asked, final):
		return p.leftBecause(asked, fmt.Errorf("it leads away to %.200s", final))
	}
	return err
}

func (p *pass) leftBecause(asked string, why error) error {
	asked, _, _ = strings.Cut(asked, "#")
	return &stackhound.Fault{Kind: stackhound.FaultStatus, Host: hostOf(asked), URL: asked, Err: stackhound.Errorf(stackhound.CodeUnavailable, "%w: %s %v", errLeft, asked, why)}
}

// ledAway tells whether a redirect ends elsewhere than at the tenant's own list: at another
// host, which would have to stand in the board file, or in another part of the site.
func (p *pass) ledAway(asked, final string) bool {
	from, err := url.Parse(asked)
	if err != nil {
		return false
	}
	to, err := url.Parse(final)
	if err != nil || !strings.EqualFold(from.Host, to.Host) {
		return true
	}
	slug := strings.ToLower(p.tenant.Slug)
	named := strings.Contains(strings.ToLower(from.Path), slug)
	return named && !strings.Contains(strings.ToLower(to.Path), slug) || top(from.Path) != top(to.Path)
}

// top returns the first part of a path.
func top(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}
