package sample

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed wording/*.yaml
var wordingFiles embed.FS

// wording is everything the ads are made of.
type wording struct {
	companies []company
	stacks    map[string]stack
	languages map[string]language
	habits    []habit
}

// company is an invented employer.
type company struct {
	Name    string   `yaml:"name"`
	Site    string   `yaml:"site"`  // label of its host: careers.SITE.example
	Voice   string   `yaml:"voice"` // startup, bank, consultancy, public, product
	Lang    string   `yaml:"lang"`
	Country string   `yaml:"country"` // ISO 3166 alpha-2
	Offices []string `yaml:"offices"` // "Berlin, Germany"
	Hires   []string `yaml:"hires"`   // keys of stacks; a repeated one is likelier
	Ways    []string `yaml:"ways"`    // keys of ways; a repeated one is likelier
	About   string   `yaml:"about"`
	Work    []string `yaml:"work"`
}

// takesFreelancers is false for public bodies, and for consultancies, whose people are
// all their own.
func (c company) takesFreelancers() bool { return c.Voice != "public" && c.Voice != "consultancy" }

// stack is what a job works with.
type stack struct {
	Key    string     `yaml:"key"`
	Tech   string     `yaml:"tech"`   // the one named in the title
	Family string     `yaml:"family"` // key of a language's titles and tasks
	Role   string     `yaml:"role"`   // of stackhound.Roles
	Titles []string   `yaml:"titles"` // English
	Must   [][]string `yaml:"must"`   // one of each is required
	Nice   []string   `yaml:"nice"`
	Tasks  []string   `yaml:"tasks"` // English
}

// language holds the turns of phrase of one language. Maps by voice have an entry "any"
// for the voices not named.
type language struct {
	Lang      string              `yaml:"lang"`
	Countries map[string]string   `yaml:"countries"` // names that differ from the office's
	Title     string              `yaml:"title"`
	Levels    map[string]string   `yaml:"levels"` // the words in titles; a level that has none becomes senior
	Marks     []string            `yaml:"marks"`  // what boards add to a title to address everybody
	Teams     []string            `yaml:"teams"`
	Titles    map[string][]string `yaml:"titles"` // by family; none in English, where stacks have their own
	Headings  map[string]headings `yaml:"headings"`
	Open      map[string][]string `yaml:"open"`
	Years     []string            `yaml:"years"`
	Fresh     []string            `yaml:"fresh"`
	Must      []string            `yaml:"must"`
	Nice      []string            `yaml:"nice"`
	Degree    map[string][]string `yaml:"degree"` // by stance
	Visa      map[string][]string `yaml:"visa"`   // by stance
	Ways      map[string][]string `yaml:"ways"`
	Pay       []string            `yaml:"pay"`
	Perks     map[string][]string `yaml:"perks"`
	Terms     []string            `yaml:"terms"`   // of a freelance contract
	Remarks   []string            `yaml:"remarks"` // words that look like technologies and are none
	Close     map[string][]string `yaml:"close"`
	Tasks     map[string][]string `yaml:"tasks"` // by family; none in English
}

// headings are the titles of an ad's lists.
type headings struct {
	Tasks string `yaml:"tasks"`
	Must  string `yaml:"must"`
	Nice  string `yaml:"nice"`
	Offer string `yaml:"offer"`
}

// loadWording returns the wording, which nobody may change.
var loadWording = sync.OnceValues(readWording)

// readWording reads the files in the folder wording.
func readWording() (*wording, error) {
	w := &wording{stacks: map[string]stack{}, languages: map[string]language{}}
	names, err := fs.Glob(wordingFiles, "wording/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := w.read(name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return w, nil
}

// read adds one file, whose kind shows in its name.
func (w *wording) read(name string) error {
	switch base := strings.TrimPrefix(name, "wording/"); {
	case base == "pay.yaml":
		return decode(name, &w.habits)
	case base == "stacks.yaml":
		var list []stack
		err := decode(name, &list)
		for _, s := range list {
			w.stacks[s.Key] = s
		}
		return err
	case strings.HasPrefix(base, "lang_"):
		var l language
		err := decode(name, &l)
		w.languages[l.Lang] = l
		return err
	default:
		var list []company
		err := decode(name, &list)
		w.companies = append(w.companies, list...)
		return err
	}
}

// decode reads a YAML file in which every key must be known.
func decode(name string, into any) error {
	data, err := wordingFiles.ReadFile(name)
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	return d.Decode(into)
}

// inVoice returns a voice's entry, or the one for any voice.
func inVoice[T any](m map[string]T, voice string) T {
	if v, ok := m[voice]; ok {
		return v
	}
	return m["any"]
}
