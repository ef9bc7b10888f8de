package crawler

import (
	"bytes"
	"slices"
	"strings"

	"stackhound/internal/htmlscan"
	"stackhound/lexicon/fold"
)

// pageWords are the words of a page by where they stand.
type pageWords struct {
	heads  []string // what stands for the whole page: its title, the first h1 and h2, the title it gives to previews
	shown  []string // lines a reader sees at first, without what leads elsewhere (nav, aside, footer)
	status string   // what it tells programs that render pages for search engines of its status
}

// A page may show so much in all for a sentence of its text to count. Ads are longer, and
// what is not there is told briefly.
const (
	shortPage  = 60      // words
	shortBytes = 4 << 10 // of text, after which no more is looked at
)

// says tells whether a page states that it is no job's or that the job is over: in what
// stands for the whole page, or in a sentence of a very short one. A page that names the
// job in its headline is there; only that its job is over can be said of it.
func (w pageWords) says(title string) *soft404 {
	if statesOver(title) || statesMissing(title) {
		return nil
	}
	heads, named := w.heads, w.headlineNames(title)
	for _, part := range slices.Concat(sentences(heads, true), w.briefly()) {
		if statesOver(part) {
			return &soft404{how: "it says " + quoted(part), stated: true}
		}
	}
	if named {
		return nil
	}
	if w.status == "404" || w.status == "410" {
		return &soft404{how: "it names " + w.status + " as its status"}
	}
	for _, part := range sentences(heads, true) {
		if statesMissing(part) || statesNumber(part) {
			return &soft404{how: "it says " + quoted(part)}
		}
	}
	for _, part := range w.briefly() {
		if statesMissing(part) {
			return &soft404{how: "it says " + quoted(part)}
		}
	}
	return nil
}

// briefly returns the sentences of a very short page, none of a longer one.
func (w pageWords) briefly() []string {
	n := 0
	for _, line := range w.shown {
		n += len(strings.Fields(line))
	}
	if n > shortPage {
		return nil
	}
	return sentences(w.shown, false)
}

func (w pageWords) headlineNames(title string) bool { return hold(w.heads, title) }

// hold tells whether one of some texts has the words of a title in a row.
func hold(texts []string, title string) bool {
	want := " " + strings.Join(fold.Words(title), " ") + " "
	return strings.TrimSpace(want) != "" && slices.ContainsFunc(texts, func(s string) bool {
		return strings.Contains(" "+strings.Join(fold.Words(s), " ")+" ", want)
	})
}

func quoted(s string) string {
	return `"` + strings.Join(strings.Fields(clip(s, 100)), " ") + `"`
}

// sentences cuts lines where sentences end and, in titles, where their parts do.
func sentences(lines []string, titles bool) []string {
	ends := ".!?…;"
	if titles {
		ends += "|:·•»«()[]–—"
	}
	var out []string
	for _, line := range lines {
		if titles {
			line = strings.ReplaceAll(line, " - ", "|")
		}
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(ends, r) }) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// wordsOf reads of a page, without building a tree, what may say that it is no job's.
func wordsOf(page []byte) pageWords {
	r := pageReader{tags: htmlscan.NewTokens(page)}
	r.read()
	r.out.shown = lines(r.shown.String())
	return r.out
}

// textOf reads the whole text of a page, with what is hidden until a script shows it.
func textOf(page []byte) string {
	r := pageReader{tags: htmlscan.NewTokens(page), whole: true}
	r.read()
	return strings.Join(strings.Fields(r.all.String()), " ")
}

// read goes through the page, to its end only where all of its text is wanted. A headline
// below much text stands for a part of the page, but the first h1 is waited for.
func (r *pageReader) read() {
	for r.whole || !r.done[0] || !r.done[1] || !r.enough() {
		switch r.tags.Next() {
		case htmlscan.Done:
			return
		case htmlscan.Text:
			r.text()
		case htmlscan.Open:
			r.start(r.tags.Name())
		case htmlscan.Close:
			r.end(r.tags.Name())
		}
	}
}

// pageReader goes through a page once.
type pageReader struct {
	tags       *htmlscan.Tokens
	whole      bool // all of its text is wanted, not what stands for it
	out        pageWords
	inside     string // title, h1 or h2 that is being read
	head       strings.Builder
	done       [len(headlines)]bool // of those, the ones that were read
	mute       span                 // of what is no text
	hidden     span                 // of what nobody sees, or what leads elsewhere
	shown, all strings.Builder
	count      int // pieces of words in shown
}

// span is an element that reaches to its end tag, those of its name inside it counted.
type span struct {
	name  string
	depth int
}

func (s *span) on() bool { return s.depth > 0 }

func (s *span) begin(name string) {
	if !s.on() {
		s.name = name
	}
	if name == s.name {
		s.depth++
	}
}

func (s *span) end(name string) {
	if s.on() && name == s.name {
		s.depth--
	}
}

// headlines are the elements of which the first stands for the whole page.
var headlines = [...]string{"title", "h1", "h2"}

// Elements by what they are to a reader.
var (
	muted  = words("script style template noscript svg iframe")
	aside  = words("nav aside footer dialog select")
	void   = words("br img input meta link hr source wbr col base")
	inline = words("a b i em strong span u small code mark font wbr")
	// unseen are names of classes that style sheets commonly hide by.
	unseen = words("hidden hide d-none is-hidden u-hidden js-hidden display-none invisible modal popup toast collapse")
)

func (r *pageReader) start(name string) {
	if name == "meta" {
		r.meta()
	}
	if void[name] {
		r.space(name)
		return
	}
	if r.mute.on() || muted[name] {
		r.mute.begin(name)
		return
	}
	if r.hidden.on() || aside[name] || isHidden(r.tags) {
		r.hidden.begin(name)
	}
	if at := slices.Index(headlines[:], name); at >= 0 && !r.done[at] && !r.hidden.on() {
		r.inside = name
		r.head.Reset()
	}
	r.space(name)
}

func (r *pageReader) end(name string) {
	if r.mute.on() {
		r.mute.end(name)
		return
	}
	r.hidden.end(name)
	if r.inside != "" && name == r.inside {
		r.inside = ""
		r.keep(name, r.head.String())
	}
	r.space(name)
}

// maxHeadline is how long a headline may be, in bytes. What is longer lacks its end tag.
const maxHeadline = 300

// keep takes a headline, unless it is empty, as around a picture.
func (r *pageReader) keep(name, text string) {
	if text = strings.TrimSpace(text); text == "" || len(text) > maxHeadline {
		return
	}
	r.done[slices.Index(headlines[:], name)] = true
	r.out.heads = append(r.out.heads, text)
}

// text takes a text, where there is any use for it.
func (r *pageReader) text() {
	if r.mute.on() || r.inside == "" && !r.whole && !r.shows() {
		return
	}
	text := r.tags.Text()
	if r.inside != "" {
		r.head.Write(text)
	}
	if r.inside == "title" {
		return
	}
	if r.whole {
		r.all.Write(text)
	}
	if r.shows() {
		r.shown.Write(text)
		r.count += len(bytes.Fields(text))
	}
}

// shows tells whether what comes next is among the first that a reader sees, and counts.
func (r *pageReader) shows() bool { return !r.hidden.on() && !r.enough() }

// enough tells that a page is not short. A word that begins in one element and ends in
// another is counted twice, hence the room.
func (r *pageReader) enough() bool { return r.count > 2*shortPage || r.shown.Len() >= shortBytes }

// space keeps the words of two elements apart, on lines of their own where the page would.
func (r *pageReader) space(name string) {
	if inline[name] {
		return
	}
	if r.inside != "" {
		r.head.WriteByte(' ')
	}
	if r.whole {
		r.all.WriteByte('\n')
	}
	if r.shows() {
		r.shown.WriteByte('\n')
	}
}

func (r *pageReader) meta() {
	switch content := strings.TrimSpace(r.tags.Attr("content")); {
	case strings.EqualFold(r.tags.Attr("property"), "og:title") && len(content) <= maxHeadline:
		r.out.heads = append(r.out.heads, content)
	case strings.EqualFold(r.tags.Attr("name"), "prerender-status-code"):
		r.out.status = content
	}
}

// isHidden tells whether the start tag at hand is of something that nobody sees.
func isHidden(tag *htmlscan.Tokens) bool {
	if tag.Hidden() || tag.Attr("aria-hidden") == "true" {
		return true
	}
	for c := range strings.FieldsSeq(tag.Attr("class")) {
		if unseen[strings.ToLower(c)] {
			return true
		}
	}
	return false
}

// lines returns the lines of a text that have words, white space folded.
func lines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return out
}
