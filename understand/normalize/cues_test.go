package normalize

import (
	"strings"
	"testing"

	"stackhound"
)

func TestCues(t *testing.T) {
	t.Parallel()
	text := "we sponsor visas. a degree is welcome, fluent english too.\nfirmware and visas"
	c := findCues(text)
	if at, ok := c.first(cueVisa); !ok || text[at.start:at.end] != "we sponsor" && text[at.start:at.end] != "sponsor visas" {
		t.Errorf("the first word on visas is %q", text[at.start:at.end])
	}
	if !c.has(cueFirmware) || c.has(cueClearance) || len(c.of(cueTongues)) != 1 || tongues[c.of(cueTongues)[0].List].code != "en" {
		t.Errorf("found %+v", c)
	}
	second := span{strings.Index(text, "firmware"), len(text)}
	if got := c.in(cueVisa, second); len(got) != 1 || !c.near(cueVisa, second) || c.near(cueDegree, second) {
		t.Errorf("in the second line: %v", got)
	}
}

func TestSentenceIsBounded(t *testing.T) {
	t.Parallel()
	r := &reader{body: newSource(fromBody, strings.Repeat("word ", 10_000)+"visa"+strings.Repeat(" word", 10_000))}
	r.passages = split(r.body, findCues(r.body.lower))
	at := span{50_000, 50_004}
	if _, lower, own := r.sentence(at); len(lower) > 2*reach+4 || lower[own.start:own.end] != "visa" {
		t.Errorf("%d bytes, %q", len(lower), lower[own.start:own.end])
	}
}

// BenchmarkFindCues shows what all cues of a body cost.
func BenchmarkFindCues(b *testing.B) {
	text := strings.Repeat("we are looking for a backend engineer with go and postgresql who speaks fluent english and likes trains; ", 30)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		findCues(text)
	}
}

// TestSpellings holds that a phrase is found with hyphens, and beside typographic signs.
func TestSpellings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]stackhound.Ad{
		"Backend engineer in Oslo. Visa-transfers are fine with us.":     {Visa: "offered"},
		"Backend engineer in Oslo (local, no-remote).":                   {Workplace: stackhound.Onsite, Visa: "unspecified"},
		"Backend engineer for a small team—fully remote—in Rust and Go.": {Workplace: stackhound.Remote, Visa: "unspecified"},
	} {
		if ad := Read(stackhound.Listing{Description: text}, stackhound.Defaults{}); ad.Visa != want.Visa || ad.Workplace != want.Workplace {
			t.Errorf("%q: visa %s, workplace %s", text, ad.Visa, ad.Workplace)
		}
	}
}
