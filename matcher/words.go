package matcher

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/fold"
)

// loose is the number of letters and digits from which on a spelling counts in any case.
// A shorter one is likely to be some other word when it is written otherwise.
const loose = 4

// withWords returns a posting as it reads for a person who brings words of their own: the
// technologies of the profile's Words that the ad names stand in its stack, with evidence.
// One that the ad was read for already stays as it was read. The posting that is handed in
// keeps its own lists.
func withWords(p stackhound.Profile, post stackhound.Posting) stackhound.Posting {
	title, text := newProse(post.Title), newProse(post.Text)
	known, evidence := post.Stack, post.EvidenceList
	for _, name := range slices.Sorted(maps.Keys(p.Words)) {
		if slices.Contains(known.All(), name) {
			continue
		}
		e := stackhound.Evidence{Field: "stack", Value: name, Source: "title", Quote: title.find(p.Words[name])}
		w := required
		if e.Quote == "" {
			e.Source, e.Quote = "body", text.find(p.Words[name])
			if e.Quote == "" {
				continue
			}
			w = wantedWith(p.Words[name], known, post.Text, evidence)
		}
		list := listOf(&post.Stack, w)
		*list = append(slices.Clip(*list), name)
		post.EvidenceList = append(slices.Clip(post.EvidenceList), e)
	}
	return post
}

func listOf(s *stackhound.Stack, w want) *[]string {
	switch w {
	case required:
		return &s.Required
	case nice:
		return &s.Nice
	}
	return &s.Mentioned
}

// wantedWith tells how much an ad wants what it names in its text: as much as the skills
// it was read to want in the same sentence, the most of them.
func wantedWith(spellings []string, stack stackhound.Stack, text string, evidence []stackhound.Evidence) want {
	most := mentioned
	for _, e := range evidence {
		if e.Field != "stack" || e.Overruled || !strings.Contains(text, e.Quote) || newProse(e.Quote).find(spellings) == "" {
			continue
		}
		switch {
		case slices.Contains(stack.Required, e.Value):
			return required
		case slices.Contains(stack.Nice, e.Value):
			most = nice
		}
	}
	return most
}

// prose is a text to look for words in.
type prose struct{ text, lower string } // of equal length, character by character

func newProse(text string) prose { return prose{text, lower(text)} }

// lower returns a text in lower case in which every character keeps its place.
func lower(text string) string {
	low := []byte(text)
	for i, r := range text {
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) == utf8.RuneLen(r) {
			utf8.EncodeRune(low[i:], l)
		}
	}
	return string(low)
}

// find returns the text's own letters where one of the spellings, the first that does,
// stands as whole words and not in a link or mail address; "" when none does.
func (p prose) find(spellings []string) string {
	for _, spelling := range spellings {
		in := p.text
		if letters(spelling) >= loose {
			in, spelling = p.lower, lower(spelling)
		}
		if found := p.place(in, spelling); found != "" {
			return found
		}
	}
	return ""
}

// place looks for one spelling in the text as it stands or in lower case.
func (p prose) place(in, spelling string) string {
	if spelling == "" {
		return ""
	}
	for from := 0; ; {
		i := strings.Index(in[from:], spelling)
		if i < 0 {
			return ""
		}
		start, end := from+i, from+i+len(spelling)
		from = end
		if !fold.Whole(p.text, start, end) {
			continue
		}
		if from = addressEnd(p.text, start, end); from == end {
			return p.text[start:end]
		}
	}
}

// addressEnd returns where the link or mail address that text[start:end] is part of ends,
// end when it is part of none.
func addressEnd(text string, start, end int) int {
	begin := strings.LastIndexFunc(text[:start], unicode.IsSpace) + 1
	after := strings.IndexFunc(text[end:], unicode.IsSpace)
	if after < 0 {
		after = len(text) - end
	}
	for _, sign := range []string{"://", "@", "www."} {
		if strings.Contains(text[begin:end+after], sign) {
			return end + after
		}
	}
	return end
}

func letters(spelling string) int {
	n := 0
	for _, r := range spelling {
		if inWord(r) {
			n++
		}
	}
	return n
}
