package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// passage is a block whose lines are cut where a reason of the match quotes them, so that
// a reader sees in the ad itself what counted.
type passage struct {
	Heading string
	Lines   [][]span
	Items   [][]span
}

// span is a piece of a line; Sign and Why are set where a reason quotes it.
type span struct {
	Text string
	Sign string // plus, minus, zero: what the reasons that quote it come to
	Why  string // those reasons: "+30 go is required; +4 aws is required"
}

// passages marks in the ad the first place where each quote of the match stands.
func passages(all []block, m *matchView) []passage {
	open := quotes(m)
	out := make([]passage, len(all))
	for i, b := range all {
		out[i].Heading = b.Heading
		for _, line := range b.Lines {
			out[i].Lines = append(out[i].Lines, mark(line, &open))
		}
		for _, line := range b.Items {
			out[i].Items = append(out[i].Items, mark(line, &open))
		}
	}
	return out
}

// quotes are what the reasons of a match quote, longest first.
func quotes(m *matchView) []span {
	if m == nil {
		return nil
	}
	var out []span
	sums := map[string]int{}
	for _, r := range m.Reasons {
		why := r.Points + " " + r.Text
		i := slices.IndexFunc(out, func(q span) bool { return q.Text == r.Quote })
		switch {
		case r.Quote == "":
			continue
		case i >= 0:
			out[i].Why += "; " + why
		default:
			i, out = len(out), append(out, span{Text: r.Quote, Why: why})
		}
		sums[r.Quote] += r.points
		out[i].Sign, _ = signed(sums[r.Quote])
	}
	slices.SortStableFunc(out, func(a, b span) int { return cmp.Compare(len(b.Text), len(a.Text)) })
	return out
}

// mark cuts a line at the quotes it holds and takes those from open.
func mark(line string, open *[]span) []span {
	spans := []span{{Text: line}}
	*open = slices.DeleteFunc(*open, func(quote span) bool {
		for i, s := range spans {
			if start := wholeWords(s.Text, quote.Text); s.Sign == "" && start >= 0 {
				rest := span{Text: s.Text[start+len(quote.Text):]}
				spans = slices.Replace(spans, i, i+1, span{Text: s.Text[:start]}, quote, rest)
				return true
			}
		}
		return false
	})
	return spans
}

// wholeWords finds a quote that neither begins nor ends inside a word, -1 without one.
func wholeWords(text, quote string) int {
	from := 0
	for {
		i := strings.Index(text[from:], quote)
		if i < 0 {
			return -1
		}
		start, end := from+i, from+i+len(quote)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !inWord(before) && !inWord(after) {
			return start
		}
		from = end
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
