package configs

import (
	"cmp"
	"fmt"
	"maps"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"stackhound"
	"stackhound/lexicon/spelling"
)

// Knowledge is what a profile is checked against; a nil function checks nothing.
type Knowledge struct {
	Skill  func(name string) (canonical string, ok bool, nearest []string) // the skill's one name, else the names nearest to it
	Query  func(query string) error                                        // what is wrong with an alert's query
	Region func(code string) (ok bool, nearest string)                     // such as the function Region
}

type knownSkill = func(name string) (canonical string, ok bool, nearest []string)

// LoadProfile reads one profile and gives its skills their canonical names. The error
// names every place that is wrong, with what is nearest to a name that is not known.
func LoadProfile(name string, data []byte, k Knowledge) (stackhound.Profile, error) {
	var p stackhound.Profile
	f, err := parse(name, data, &p)
	if err != nil {
		return stackhound.Profile{}, err
	}
	k.Skill = f.words(p.Words, k.Skill)
	f.stack(p.Stack, k)
	for i, project := range p.Projects {
		f.skills(fmt.Sprintf("projects[%d].stack", i), project.Stack, k)
	}
	f.regions("regions", p.Regions, k.Region)
	f.regions("authorised", p.Authorised, k.Region)
	for i, a := range p.Alerts {
		f.target(fmt.Sprintf("alerts[%d]", i), a)
		f.query(fmt.Sprintf("alerts[%d].query", i), a.Query, k)
	}
	if err := p.Validate(); err != nil {
		f.errorAt(f.mentioned(err.Error()), "%s", err)
	}
	if err := f.err(); err != nil {
		return stackhound.Profile{}, err
	}
	return p, nil
}

// words refuses those names of a profile's own that are known already, and returns what
// knows the others too.
func (f *file) words(words stackhound.Words, known knownSkill) knownSkill {
	if known == nil {
		return nil
	}
	for name := range words {
		if canonical, ok, _ := known(name); ok {
			f.errorFor("words."+name, "%s is known already%s: leave it out of words", name, asName(canonical, name))
		}
	}
	names := slices.Sorted(maps.Keys(words))
	return func(name string) (string, bool, []string) {
		if _, own := words[name]; own {
			return name, true, nil
		}
		canonical, ok, near := known(name)
		if own := spelling.Nearest(name, names); own != "" {
			near = slices.Concat([]string{own}, near)
		}
		return canonical, ok, near
	}
}

func asName(canonical, name string) string {
	if canonical == name {
		return ""
	}
	return " as " + canonical
}

// stack checks the declared stack, in which each skill stands once: a skill that is
// wanted and refused, or counted twice, could only be a slip.
func (f *file) stack(s stackhound.Declared, k Knowledge) {
	first := map[string]string{}
	for _, list := range []struct {
		path  string
		names []string
	}{{"stack.core", s.Core}, {"stack.also", s.Also}, {"stack.learning", s.Learning}, {"stack.never", s.Never}} {
		f.skills(list.path, list.names, k)
		for i, name := range list.names {
			if at, again := first[name]; again {
				f.errorFor(fmt.Sprintf("%s[%d]", list.path, i), "the skill %s stands in %s already", name, at)
				continue
			}
			first[name] = list.path
		}
	}
}

// ownWords says what to do about a skill that is right and not known.
const ownWords = "say under words how ads write it (words: {name: [Spelling]})"

// skills replaces each name by the canonical one.
func (f *file) skills(path string, names []string, k Knowledge) {
	if k.Skill == nil {
		return
	}
	for i, name := range names {
		canonical, ok, near := k.Skill(name)
		switch {
		case ok:
			names[i] = canonical
		case len(near) > 0:
			f.errorFor(fmt.Sprintf("%s[%d]", path, i), "unknown skill %q; did you mean %s? If it is another one: %s", name, strings.Join(near, ", "), ownWords)
		default:
			f.errorFor(fmt.Sprintf("%s[%d]", path, i), "unknown skill %q: %s", name, ownWords)
		}
	}
}

// query checks that an alert's query can be searched for, so that no digest fails on it.
func (f *file) query(path, query string, k Knowledge) {
	if query == "" || k.Query == nil {
		return
	}
	if err := k.Query(query); err != nil {
		f.errorFor(path, "%q cannot be searched for: %s", query, err)
	}
}

// target checks that an alert's address can be one. That there is one at all, and on a
// channel that exists, is for Validate.
func (f *file) target(path string, a stackhound.Alert) {
	if a.Channel == stackhound.ChannelEmail && a.To != "" {
		if m, err := mail.ParseAddress(a.To); err != nil || m.Address != a.To {
			f.errorFor(path+".to", "%q is no mail address", a.To)
		}
	}
	if a.Channel == stackhound.ChannelWebhook && a.URL != "" && !isPage(a.URL) {
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
