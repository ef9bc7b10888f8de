package places

import (
	_ "embed"
	"iter"

	"stackhound"
)

// prepared is the table of names, made of the text files by the test of the package and
// searched as it lies there: a program that reads one ad does not read the world first.
//
// It begins with slots of three bytes, one of which a name has by the hash of its words:
// the offset of its entry behind the slots, counted from 1; 0 is none. An entry is
//
//	length, words folded | words of the longest name that begins with these | marks |
//	length, spelling that alone counts | number of places | places
//
// and a place is a kind, then for a region length and codes, else two letters of the
// country, length and state, length and city. Numbers and lengths are one byte.
//
//go:embed names.bin
var prepared string

const (
	slots    = 1 << 15
	slotSize = 3
)

// The marks of a name.
const (
	doubtful = 1 << iota // an everyday word too, or a small town
	loose                // the places around it decide which of its cities is meant
	comma                // may be cut by a comma: "Virgin Islands, U.S."
)

// name is one spelling and the places it can mean.
type name struct {
	marks  byte
	exact  string // counts only as written so
	places string // as prepared, the likeliest first; "" for words that are no name
}

// place is something a name can mean.
type place struct {
	kind     kind
	location stackhound.Location
	codes    string // of a region, joined by "+"
	people   int    // of a town, in thousands; counts while the table is made
}

type kind uint8

const (
	isCountry kind = iota
	isState
	isCity
	isRegion
	isAdjective
)

// lookup returns what words mean, folded and joined by one space, and how many words the
// longest name has that begins with them; both are zero for words that begin none.
func lookup(words string) (n name, longest int) {
	for slot := hash(words) % slots; ; slot = (slot + 1) % slots {
		at := int(prepared[slot*slotSize]) | int(prepared[slot*slotSize+1])<<8 | int(prepared[slot*slotSize+2])<<16
		if at == 0 {
			return name{}, 0
		}
		key, rest := text(prepared[slots*slotSize+at-1:])
		if key == words {
			longest, n.marks = int(rest[0]), rest[1]
			n.exact, n.places = text(rest[2:])
			if n.places[0] == 0 {
				n.places = ""
			}
			return n, longest
		}
	}
}

// hash is FNV-1a.
func hash(words string) uint32 {
	h := uint32(2166136261)
	for i := range len(words) {
		h = (h ^ uint32(words[i])) * 16777619
	}
	return h
}

// text reads a text of the table behind its length.
func text(s string) (t, rest string) {
	end := 1 + int(s[0])
	return s[1:end], s[end:]
}

func (n name) none() bool { return n.places == "" }

func (n name) is(mark byte) bool { return n.marks&mark != 0 }

// first returns the likeliest place.
func (n name) first() place {
	p, _ := readPlace(n.places[1:])
	return p
}

// all goes through the places a name can mean.
func (n name) all() iter.Seq[place] {
	return func(yield func(place) bool) {
		if n.none() {
			return
		}
		rest := n.places[1:]
		for range n.places[0] {
			var p place
			if p, rest = readPlace(rest); !yield(p) {
				return
			}
		}
	}
}

func readPlace(s string) (p place, rest string) {
	p.kind = kind(s[0])
	if p.kind == isRegion {
		p.codes, rest = text(s[1:])
		return p, rest
	}
	p.location.Country = s[1:3]
	p.location.Region, rest = text(s[3:])
	p.location.City, rest = text(rest)
	return p, rest
}
