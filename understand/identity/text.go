package identity

import "slices"

const (
	// shingle is how many words in a row count as one piece of a text when two are
	// compared: single words are shared by all ads of a trade, five in a row by copies.
	shingle = 5
	// maxWords is how far into a text is looked, in words.
	maxWords = 3000
	// enoughWords is how many words a text needs for its content to count as evidence.
	enoughWords = 25
)

// pieces are hashes of all runs of words of a text: of readText sorted and each once, of cut
// in the order of the text.
type pieces []uint64

// readText cuts a text into its pieces; nil where it is too short to tell anything.
func readText(text string) pieces {
	p := cut(text)
	slices.Sort(p)
	return slices.Compact(p)
}

// cut hashes all runs of words of a text, in its order; nil where it is too short to tell
// anything.
func cut(text string) pieces {
	words := hashWords(text)
	if len(words) < enoughWords {
		return nil
	}
	p := make(pieces, 0, len(words)-shingle+1)
	for i := range len(words) - shingle + 1 {
		h := uint64(fnvOffset)
		for _, w := range words[i : i+shingle] {
			h = (h ^ w) * fnvPrime
			h ^= h >> 29
		}
		p = append(p, h)
	}
	return p
}

// The constants of the hash FNV-1a in 64 bits.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashWords hashes the words of a text: runs of letters and digits, in lower case as far
// as ASCII goes. Boards change the case and the signs of a text, not its letters.
func hashWords(text string) []uint64 {
	words := make([]uint64, 0, min(len(text)/6+1, maxWords))
	h, in := uint64(fnvOffset), false
	for i := 0; i < len(text) && len(words) < maxWords; i++ {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c >= 0x80 && !sign(text, i) {
			h, in = (h^uint64(c))*fnvPrime, true
		} else if in {
			words = append(words, h)
			h, in = fnvOffset, false
		}
	}
	if in {
		words = append(words, h)
	}
	return words
}

// sign tells whether the byte at i is of a typographic sign (U+2000 to U+207F: dashes,
// quotes, bullets), which some boards write in ASCII, or of a no-break space.
func sign(text string, i int) bool {
	start := max(0, i-2)
	for j := i; j >= start; j-- {
		if text[j] == 0xE2 && j+1 < len(text) && text[j+1] <= 0x81 {
			return true
		}
		if text[j] == 0xC2 && i-j <= 1 && j+1 < len(text) && text[j+1] == 0xA0 {
			return true
		}
	}
	return false
}

// containment is the part of the pieces of the shorter of two texts that the other has
// as well, 0 to 1; known is false where one of them tells nothing. Boards cut texts, so
// how much the longer one has beside that is no matter.
func containment(a, b pieces) (part float64, known bool) {
	if len(a) == 0 || len(b) == 0 {
		return 0, false
	}
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	return float64(common) / float64(min(len(a), len(b))), true
}
