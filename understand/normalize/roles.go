package normalize

import (
	"slices"
	"strings"

	"stackhound/lexicon/roles"
)

// roleName is a role the ad offers, as it names it.
type roleName struct {
	role   string // of stackhound.Roles, or roles.Software where the name says no more
	source source
	span
	again bool // another name for a role offered before
}

// maxRoles bounds the roles one ad is read to offer.
const maxRoles = 50

// readRoles collects the roles of the title; where it is a header line or names none, those
// of the body's lines and sentences too; and where nothing names one, of the board's field.
func (r *reader) readRoles() {
	title := r.titleRoles()
	r.roles = title
	if r.header() || len(title) == 0 {
		lines := r.lineRoles(len(title) == 0 && r.startsThread())
		if len(lines) > len(title) {
			r.roles = merge(lines, title, false)
		} else {
			r.roles = merge(title, lines, false)
		}
		r.roles = merge(r.roles, r.soughtRoles(r.header() && len(r.roles) > 0), len(lines) < 2)
	}
	if len(r.roles) == 0 {
		r.statedRoles()
	}
	r.roles = r.roles[:min(len(r.roles), maxRoles)]
	told := r.engineersTold()
	for i, n := range r.roles {
		if n.role == roles.Software && told && bareRole(n.source.lower[n.start:n.end]) {
			r.roles[i].again = true // "Engineering" sums up the names behind it
		}
	}
	for _, n := range r.roles {
		role := n.role
		if role == roles.Software && n.again && told {
			continue // "Engineering" above a list of engineers
		}
		if role == roles.Software {
			role = r.software()
		}
		r.add(&r.ad.Roles, "roles", role, n.source.name, n.source.text[n.start:n.end])
	}
	if len(r.ad.Roles) == 0 {
		r.add(&r.ad.Roles, "roles", r.silentRole(), fromBody, "")
	}
}

// startsThread tells whether the body begins with the title: that is no title, but the first
// line of what somebody wrote in a thread.
func (r *reader) startsThread() bool {
	title := strings.TrimSpace(r.title.text)
	return title != "" && strings.HasPrefix(r.body.text, title[:min(len(title), 24)])
}

// engineersTold tells whether the ad names a kind of engineer.
func (r *reader) engineersTold() bool {
	return slices.ContainsFunc(r.roles, func(n roleName) bool {
		return !slices.Contains([]string{roles.Software, "management", "product", "design", "other"}, n.role)
	})
}

// titleRoles reads the names of the title.
func (r *reader) titleRoles() []roleName {
	var all []roleName
	for i, part := range r.segments {
		for _, n := range namesIn(r.title, part) {
			if n.bare && (i == 0 && r.header() || !r.header()) {
				continue // the firm's name, or a word of a title without any role
			}
			all = append(all, n.roleName)
		}
	}
	if len(all) == 0 && !r.header() && len(r.title.text) <= maxName {
		if role := roles.Classify(r.title.lower); role != "" {
			all = append(all, roleName{role: role, source: r.title, span: span{0, len(r.title.text)}}) // "Rails ninja"
		}
	}
	return distinctNames(all)
}

// statedRoles takes the board's own drawer for the role.
func (r *reader) statedRoles() {
	for _, c := range r.l.Stated.Category {
		s := newSource(fromStated, c)
		if role := roles.Classify(s.lower); role != "" {
			r.roles = append(r.roles, roleName{role: role, source: s, span: span{0, len(c)}})
		}
	}
}

// distinctNames marks names that say again what a name before them says.
func distinctNames(names []roleName) []roleName {
	seen := map[string]bool{}
	for i, n := range names {
		key := roleKey(n)
		names[i].again = n.again || seen[key]
		seen[key] = true
	}
	return names
}

// roleKey is a name without what stands around its words.
func roleKey(n roleName) string {
	key, _, _ := strings.Cut(n.source.lower[n.start:n.end], "(")
	return strings.TrimSuffix(strings.Trim(key, " -–:*()[]."), "s")
}

// merge joins the names that two parts of an ad give. The second says the same in other
// words; more tells whether kinds of work that the first has none of are more roles.
func merge(first, second []roleName, more bool) []roleName {
	has := map[string]bool{}
	for _, n := range first {
		has[n.role] = true
	}
	for _, n := range second {
		n.again = n.again || len(has) > 0 && (!more || has[n.role] || n.role == roles.Software)
		first = append(first, n)
	}
	return first
}

// silentRole is the role of an ad that names none: one of software where it speaks of
// engineers and asks for technologies.
func (r *reader) silentRole() string {
	if len(r.ad.Stack.Required) > 0 && r.cues.has(cueSoftware) {
		return r.software()
	}
	return "other"
}

// hasRole tells whether the ad names a role of a kind.
func (r *reader) hasRole(role string) bool {
	return slices.ContainsFunc(r.roles, func(n roleName) bool { return n.role == role && !n.again })
}

// software settles a role that is only called "Software Engineer": by the two sides of
// the work the ad speaks of.
func (r *reader) software() string {
	front, back := r.cues.has(cueFront), r.cues.has(cueBack)
	switch {
	case r.cues.has(cueFull), front && back:
		return "fullstack"
	case r.cues.has(cueFirmware) && !r.hasRole("embedded"):
		return "embedded"
	case front:
		return "frontend"
	}
	return "backend"
}
