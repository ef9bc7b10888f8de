package understand

import (
	"context"
	"slices"
	"strings"
	"time"

	"stackhound"
)

// DecidedPostings are the postings an operator speaks of.
type DecidedPostings interface {
	Get(ctx context.Context, id string) (stackhound.Posting, error)
}

// Decisions keeps what an operator decided.
type Decisions interface {
	Decide(ctx context.Context, made, takenBack []stackhound.Decision) error
}

// Operator decides which listings are one job where what they say does not, or says it
// wrongly. What it decides is kept for the listings, counts more than any rule, and takes
// effect when the follower next catches up; it alerts nobody.
type Operator struct {
	Postings  DecidedPostings
	Decisions Decisions
	Now       func() time.Time
}

// Merge makes one job of postings, given by id or by an id that was merged into one of
// them. CodeInvalid when they are one already.
func (o Operator) Merge(ctx context.Context, ids []string, why string) error {
	var roles []stackhound.RoleKey
	postings := map[string]bool{}
	for _, id := range ids {
		p, err := o.Postings.Get(ctx, id)
		if err != nil {
			return err
		}
		if !postings[p.ID] {
			postings[p.ID] = true
			roles = append(roles, rolesOf(p)...)
		}
	}
	if len(postings) < 2 {
		return stackhound.Errorf(stackhound.CodeInvalid, "these are one posting already").WithHint("name at least two postings by their ids, as in stackhound posting explain ID")
	}
	if twice, ok := ofOneListing(roles); ok {
		return stackhound.Errorf(stackhound.CodeInvalid, "listing %s offers two of these roles, which are two jobs", twice).WithHint("merge one of them")
	}
	return o.Decisions.Decide(ctx, tie(roles, why, o.Now()), between(roles, roles))
}

// Split takes listings out of a posting, to be a posting of their own. They are given as
// they are written: "board/id", "board/id#part". CodeInvalid when one is not of the
// posting, or when none is to stay.
func (o Operator) Split(ctx context.Context, id string, listings []string, why string) error {
	p, err := o.Postings.Get(ctx, id)
	if err != nil {
		return err
	}
	leaving, staying, err := part(rolesOf(p), listings)
	if err != nil {
		return err
	}
	// Both sides are tied: what stays may have been held together by what leaves.
	made := append(tie(leaving, why, o.Now()), tie(staying, why, o.Now())...)
	for _, d := range between(leaving, staying) {
		d.Why, d.At = why, o.Now()
		made = append(made, d)
	}
	return o.Decisions.Decide(ctx, made, nil)
}

// rolesOf lists the roles of a posting's listings, in their order.
func rolesOf(p stackhound.Posting) []stackhound.RoleKey {
	var roles []stackhound.RoleKey
	for _, s := range p.Sources {
		roles = append(roles, s.Role())
	}
	slices.SortFunc(roles, stackhound.RoleKey.Compare)
	return roles
}

// ofOneListing returns a listing that offers two of some roles.
func ofOneListing(roles []stackhound.RoleKey) (stackhound.ListingKey, bool) {
	roles = slices.SortedFunc(slices.Values(roles), stackhound.RoleKey.Compare)
	for i := 1; i < len(roles); i++ {
		if roles[i].ListingKey == roles[i-1].ListingKey {
			return roles[i].ListingKey, true
		}
	}
	return stackhound.ListingKey{}, false
}

// part tells the named roles from the others.
func part(roles []stackhound.RoleKey, names []string) (named, others []stackhound.RoleKey, err error) {
	known := make([]string, len(roles))
	for i, r := range roles {
		known[i] = r.String()
		if slices.Contains(names, known[i]) {
			named = append(named, r)
		} else {
			others = append(others, r)
		}
	}
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, nil, stackhound.Errorf(stackhound.CodeInvalid, "listing %q is not of this posting", n).WithHint("its listings are %s", strings.Join(known, ", "))
		}
	}
	if len(named) == 0 || len(others) == 0 {
		return nil, nil, stackhound.Errorf(stackhound.CodeInvalid, "a posting cannot be split so that nothing stays").WithHint("name some, not all, of %s", strings.Join(known, ", "))
	}
	return named, others, nil
}

// tie decides that roles are one job.
func tie(roles []stackhound.RoleKey, why string, at time.Time) []stackhound.Decision {
	var made []stackhound.Decision
	for _, r := range roles[min(1, len(roles)):] {
		made = append(made, stackhound.Decision{A: roles[0], B: r, Same: true, Why: why, At: at}.Ordered())
	}
	return made
}

// between lists each role of one list with each other one of a second, once.
func between(some, others []stackhound.RoleKey) []stackhound.Decision {
	var all []stackhound.Decision
	for _, a := range some {
		for _, b := range others {
			if d := (stackhound.Decision{A: a, B: b}).Ordered(); a != b && !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}
