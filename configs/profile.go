package configs

import (
	"cmp"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"stackhound"
)

// Skills answers whether a skill is known: its canonical name, or the names nearest to it.
type Skills func(name string) (canonical string, ok bool, nearest []string)

// LoadProfile reads one profile and gives its skills their canonical names. The error
// names every place that is wrong, a skill that is not known with those nearest to it.
func LoadProfile(name string, data []byte, known Skills) (stackhound.Profile, error) {
	var p stackhound.Profile
	f, err := parse(name, data, &p)
	if err != nil {
		return stackhound.Profile{}, err
	}
	f.skills("stack.core", p.Stack.Core, known)
	f.skills("stack.also", p.Stack.Also, known)
	f.skills("stack.learning", p.Stack.Learning, known)
	f.skills("stack.never", p.Stack.Never, known)
	for i, project := range p.Projects {
		f.skills(fmt.Sprintf("projects[%d].stack", i), project.Stack, known)
	}
	f.quiet(p.Quiet)
	for i, a := range p.Alerts {
		f.target(fmt.Sprintf("alerts[%d]", i), a)
	}
	if err := p.Validate(); err != nil {
		f.errorAt(f.mentioned(err.Error()), "%s", err)
	}
	if err := f.err(); err != nil {
		return stackhound.Profile{}, err
	}
	return p, nil
}

// skills replaces each name by the canonical one.
func (f *file) skills(path string, names []string, known Skills) {
	for i, name := range names {
		canonical, ok, near := known(name)
		switch {
		case ok:
			names[i] = canonical
		case len(near) > 0:
			f.errorFor(fmt.Sprintf("%s[%d]", path, i), "unknown skill %q; did you mean %s?", name, strings.Join(near, ", "))
		default:
			f.errorFor(fmt.Sprintf("%s[%d]", path, i), "unknown skill %q", name)
		}
	}
}

func (f *file) quiet(s string) {
	if s == "" {
		return
	}
	from, to, ok := strings.Cut(s, "-")
	_, errFrom := time.Parse("15:04", from)
	_, errTo := time.Parse("15:04", to)
	if !ok || errFrom != nil || errTo != nil {
		f.errorFor("quiet", "%q is no span of hours; write it as 22:00-07:00", s)
	}
}

// target checks that an alert's address can be one. That there is one at all, and on a
// channel that exists, is for Validate.
func (f *file) target(path string, a stackhound.Alert) {
	if a.Channel == "email" && a.To != "" {
		if m, err := mail.ParseAddress(a.To); err != nil || m.Address != a.To {
			f.errorFor(path+".to", "%q is no mail address", a.To)
		}
	}
	if a.Channel == "webhook" && a.URL != "" && !isPage(a.URL) {
		f.errorFor(path+".url", "%q is no http address", a.URL)
	}
}

var quoted = regexp.MustCompile(`"([^"]*)"`)

// mentioned returns the first place of the last value a message quotes, else the whole
// file's.
func (f *file) mentioned(message string) *yaml.Node {
	found := f.root
	for _, m := range quoted.FindAllStringSubmatch(message, -1) {
		var first *yaml.Node
		for _, n := range f.places {
			if n.Kind == yaml.ScalarNode && n.Value == m[1] && (first == nil || n.Line < first.Line) {
				first = n
			}
		}
		found = cmp.Or(first, found)
	}
	return found
}
