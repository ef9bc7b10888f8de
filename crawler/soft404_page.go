package crawler

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

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
	r := pageReader{z: html.NewTokenizer(bytes.NewReader(page))}
	r.read()
	r.out.shown = lines(r.shown.String())
	return r.out
}

// textOf reads the whole text of a page, with what is hidden until a script shows it.
func textOf(page []byte) string {
	r := pageReader{z: html.NewTokenizer(bytes.NewReader(page)), whole: true}
	r.read()
	return strings.Join(strings.Fields(r.all.String()), " ")
}

// read goes through the page, to its end only where all of its text is wanted.
func (r *pageReader) read() {
	for r.whole || len(r.had) < len(special) || r.shown.Len() < shortBytes {
		switch r.z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			r.text(string(r.z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(r.z.Token())
		case html.EndTagToken:
			name, _ := r.z.TagName()
			r.end(atom.Lookup(name))
		}
	}
}

// pageReader goes through a page once.
type pageReader struct {
	z          *html.Tokenizer
	whole      bool // all of its text is wanted, not what stands for it
	out        pageWords
	inside     atom.Atom // title, h1 or h2 that is being read
	head       strings.Builder
	had        map[atom.Atom]bool // of those, the ones that were read
	mute       span               // of what is no text
	hidden     span               // of what nobody sees, or what leads elsewhere
	shown, all strings.Builder
}

// span is an element that reaches to its end tag, those of its name inside it counted.
type span struct {
	name  atom.Atom
	depth int
}

func (s *span) on() bool { return s.depth > 0 }

func (s *span) begin(name atom.Atom) {
	if !s.on() {
		s.name = name
	}
	if name == s.name {
		s.depth++
	}
}

func (s *span) end(name atom.Atom) {
	if s.on() && name == s.name {
		s.depth--
	}
}

var (
	muted   = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Svg: true, atom.Iframe: true}
	aside   = map[atom.Atom]bool{atom.Nav: true, atom.Aside: true, atom.Footer: true, atom.Dialog: true, atom.Select: true}
	void    = map[atom.Atom]bool{atom.Br: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Hr: true, atom.Source: true, atom.Wbr: true, atom.Col: true, atom.Base: true}
	inline  = map[atom.Atom]bool{atom.A: true, atom.B: true, atom.I: true, atom.Em: true, atom.Strong: true, atom.Span: true, atom.U: true, atom.Small: true, atom.Code: true, atom.Mark: true, atom.Font: true, atom.Wbr: true}
	special = map[atom.Atom]bool{atom.Title: true, atom.H1: true, atom.H2: true}
	// unseen are names of classes that style sheets commonly hide by.
	unseen = words("hidden hide d-none is-hidden u-hidden js-hidden display-none invisible modal popup toast collapse")
)

func (r *pageReader) start(tag html.Token) {
	name := tag.DataAtom
	if name == atom.Meta {
		r.meta(tag)
	}
	if void[name] {
		r.space(name)
		return
	}
	if r.mute.on() || muted[name] {
		r.mute.begin(name)
		return
	}
	if r.hidden.on() || aside[name] || isHidden(tag) {
		r.hidden.begin(name)
	}
	if special[name] && !r.had[name] && !r.hidden.on() {
		r.inside = name
		r.head.Reset()
	}
	r.space(name)
}

func (r *pageReader) end(name atom.Atom) {
	if r.mute.on() {
		r.mute.end(name)
		return
	}
	r.hidden.end(name)
	if r.inside != 0 && name == r.inside {
		r.inside = 0
		r.keep(name, r.head.String())
	}
	r.space(name)
}

// maxHeadline is how long a headline may be, in bytes. What is longer lacks its end tag.
const maxHeadline = 300

// keep takes a headline, unless it is empty, as around a picture.
func (r *pageReader) keep(name atom.Atom, text string) {
	if text = strings.TrimSpace(text); text == "" || len(text) > maxHeadline {
		return
	}
	if r.had == nil {
		r.had = map[atom.Atom]bool{}
	}
	r.had[name] = true
	r.out.heads = append(r.out.heads, text)
}

func (r *pageReader) text(s string) {
	if r.mute.on() {
		return
	}
	if r.inside != 0 {
		r.head.WriteString(s)
	}
	if r.inside == atom.Title {
		return
	}
	r.write(s)
}

func (r *pageReader) write(s string) {
	if r.whole {
		r.all.WriteString(s)
	}
	if !r.hidden.on() && r.shown.Len() < shortBytes {
		r.shown.WriteString(s)
	}
}

// space keeps the words of two elements apart, on lines of their own where the page would.
func (r *pageReader) space(name atom.Atom) {
	if inline[name] {
		return
	}
	if r.inside != 0 {
		r.head.WriteByte(' ')
	}
	r.write("\n")
}

func (r *pageReader) meta(tag html.Token) {
	attr := attributes(tag)
	switch content := strings.TrimSpace(attr["content"]); {
	case strings.EqualFold(attr["property"], "og:title") && len(content) <= maxHeadline:
		r.out.heads = append(r.out.heads, content)
	case strings.EqualFold(attr["name"], "prerender-status-code"):
		r.out.status = content
	}
}

func attributes(tag html.Token) map[string]string {
	attr := map[string]string{}
	for _, a := range tag.Attr {
		attr[a.Key] = a.Val
	}
	return attr
}

func isHidden(tag html.Token) bool {
	return slices.ContainsFunc(tag.Attr, func(a html.Attribute) bool {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			return a.Val == "true"
		case "style":
			style := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
		case "class":
			return slices.ContainsFunc(strings.Fields(a.Val), func(c string) bool { return unseen[strings.ToLower(c)] })
		}
		return false
	})
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
