package normalize

import (
	"slices"
	"strings"

	"stackhound"
	"stackhound/lexicon/fold"
)

// The sources a value can be read from, as Evidence names them.
const (
	fromStated   = "stated"
	fromTitle    = "title"
	fromTags     = "tags"
	fromLocation = "location"
	fromSalary   = "salary"
	fromBody     = "body"
	fromBoard    = "board"
)

// reader holds one listing while it is read.
type reader struct {
	l        stackhound.Listing
	defaults stackhound.Defaults
	title    source
	tags     source // joined by ", "
	location source
	salary   source
	body     source
	segments []span     // of the title: "Company | Role | Place" has three
	passages []passage  // of the body
	mentions []mention  // of skills, each once
	country  string     // that the location field names, and nothing else
	roles    []roleName // offered
	cues     *cues      // of the body
	ad       stackhound.Ad
}

// source is a part of a listing that is read.
type source struct {
	name  string
	text  string
	lower string // the same bytes with ASCII letters in lower case
}

// maxField bounds what is read of a title or a field, in bytes.
const maxField = 4096

// cut shortens a text to at most n bytes, at a whole rune.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// span is a part of a text: text[start:end].
type span struct{ start, end int }

func newSource(name, text string) source { return source{name, text, fold.ASCII(text)} }

// Read reads a listing into an Ad. d is what is true of every listing of its board. The
// lists of the Ad are never nil, so that it prints alike everywhere.
func Read(l stackhound.Listing, d stackhound.Defaults) stackhound.Ad { return read(l, d, Text(l)).ad }

// read reads a listing whose description comes to a text.
func read(l stackhound.Listing, d stackhound.Defaults, text string) *reader {
	r := &reader{
		l: l, defaults: d,
		title: newSource(fromTitle, cut(l.Title, maxField)), tags: newSource(fromTags, cut(strings.Join(l.Tags, ", "), maxField)),
		location: newSource(fromLocation, cut(l.Location, maxField)), salary: newSource(fromSalary, cut(l.Salary, maxField)), body: newSource(fromBody, text),
	}
	r.tags.lower = strings.ReplaceAll(r.tags.lower, "_", " ") // "FULL_TIME"
	r.ad.EvidenceList, r.mentions = make([]stackhound.Evidence, 0, 32), make([]mention, 0, 16)
	r.segments = segments(r.title.text)
	r.cues = findCues(r.body.lower)
	r.passages = split(r.body, r.cues)
	r.readStack()
	r.readRoles()
	r.readSeniority()
	r.readWorkplace()
	r.readPlaces()
	r.readPay()
	r.readEmployment()
	r.readDegree()
	r.readVisa()
	r.readNeeds()
	r.readSpeaks()
	r.readEmployer()
	r.readIndustry()
	r.readInterview()
	r.readLanguage()
	r.ad.IsJob = r.isJob()
	if r.ad.IsJob {
		for _, n := range r.roles {
			if !n.again {
				r.ad.NRoles++
			}
		}
		r.ad.NRoles = max(1, r.ad.NRoles)
	}
	r.ad.Stack = stackhound.Stack{Required: listed(r.ad.Stack.Required), Nice: listed(r.ad.Stack.Nice), Mentioned: listed(r.ad.Stack.Mentioned)}
	for _, list := range []*[]string{&r.ad.Roles, &r.ad.Seniority, &r.ad.Regions, &r.ad.Employment, &r.ad.Topics} {
		*list = listed(*list)
	}
	if r.ad.Locations == nil {
		r.ad.Locations = []stackhound.Location{}
	}
	return r
}

func listed(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// note records where a value was read. The dash of a list entry is no part of its words.
func (r *reader) note(field, value, source, quote string) {
	quote = strings.TrimPrefix(strings.TrimSpace(quote), "- ")
	r.ad.EvidenceList = append(r.ad.EvidenceList, stackhound.Evidence{Field: field, Value: value, Source: source, Quote: quote})
}

// add puts a value into a sorted list once, with its evidence.
func (r *reader) add(list *[]string, field, value, source, quote string) {
	i, found := slices.BinarySearch(*list, value)
	if !found {
		*list = slices.Insert(*list, i, value)
		r.note(field, value, source, quote)
	}
}

// segments cuts a title of the form "Company | Role | Place | Remote" at its bars. Any
// other title is one segment.
func segments(title string) []span {
	if !strings.Contains(title, "|") {
		return []span{{0, len(title)}}
	}
	var all []span
	start := 0
	for i := 0; i <= len(title); i++ {
		if i == len(title) || title[i] == '|' {
			all = append(all, span{start, i})
			start = i + 1
		}
	}
	return all
}

// header tells whether the title is a whole header line of a thread.
func (r *reader) header() bool { return len(r.segments) > 1 }

// wordAt returns where a name stands in lower-case text as a word, or -1. Words that are
// known beforehand are found by package phrases.
func wordAt(lower, name string) int {
	for from := 0; ; {
		i := strings.Index(lower[from:], name)
		if i < 0 || name == "" {
			return -1
		}
		i += from
		if from = i + len(name); !fold.InWord(lower, i-1) && !fold.InWord(lower, from) {
			return i
		}
	}
}

// around returns the sentence around a place of a text, at most 120 bytes to each side.
func around(text string, s span) string {
	start, end := max(0, s.start-120), min(len(text), s.end+120)
	if i := lastBreak(text[start:s.start]); i >= 0 {
		start += i
	} else if start > 0 {
		start += max(0, strings.IndexByte(text[start:s.start], ' '))
	}
	if i := firstBreak(text[s.end:end]); i >= 0 {
		end = s.end + i
	} else if end < len(text) {
		if i := strings.LastIndexByte(text[s.end:end], ' '); i >= 0 {
			end = s.end + i
		}
	}
	return strings.TrimSpace(text[start:end])
}

// lastBreak returns where the words behind the last end of a sentence, a line or a part of a
// header begin in a text, or -1.
func lastBreak(text string) int {
	for i := len(text) - 1; i >= 0; i-- {
		switch c := text[i]; {
		case !parts[c]:
		case !stops(c):
			return i + 1
		case strings.HasPrefix(text[i+1:], " "):
			return i + 2
		}
	}
	return -1
}

// firstBreak returns where the first end of a sentence, a line or a part of a header stands
// in a text, or -1.
func firstBreak(text string) int {
	for i := range len(text) {
		if c := text[i]; parts[c] && (!stops(c) || strings.HasPrefix(text[i+1:], " ")) {
			return i
		}
	}
	return -1
}

// parts are the signs that can end a sentence, a line or a part of a header.
var parts = [256]bool{'\n': true, '|': true, '.': true, ';': true, '!': true, '?': true}

// stops tells the signs that end a sentence with a blank behind them.
func stops(c byte) bool { return c == '.' || c == ';' || c == '!' || c == '?' }
