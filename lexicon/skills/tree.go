package skills

import (
	"slices"
	"strings"
)

// term is one spelling of a skill or topic.
type term struct {
	name     string
	written  string
	skill    *Skill // nil for a topic
	doubtful bool   // needs evidence that a technology is meant
	inside   bool   // doubtful only where a sentence begins, or in lower case
	exact    bool   // counts in this case only
	other    bool   // words that hold the spelling and mean something else
}

// tree holds all spellings of skills and topics by their bytes, lower case, with hyphen, underscore and white
// space as one. The steps that follow a step lie side by side, in order.
type tree struct {
	first [256]int32 // by the first byte; 0 is none
	bytes []byte     // of each step
	steps []step
	terms []term
}

// step is one byte of spellings.
type step struct {
	kids  uint8 // no text has 256 different bytes without capitals
	next  int32 // the first of the steps that may follow
	ended int32 // 1 more than the spelling of a skill that ends here; 0 is none
	topic int32 // the same of a topic
}

// plant builds a tree.
func plant(terms []term) *tree {
	type keyed struct {
		key string
		*term
	}
	sorted := make([]keyed, len(terms))
	for i := range terms {
		sorted[i] = keyed{plainText(terms[i].written), &terms[i]}
	}
	slices.SortFunc(sorted, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	t := &tree{terms: make([]term, len(terms)), bytes: make([]byte, 1, 8*len(terms)+1), steps: make([]step, 1, 8*len(terms)+1)}
	keys := make([]string, len(terms))
	for i, k := range sorted {
		t.terms[i], keys[i] = *k.term, k.key
	}
	next, kids := t.grow(keys, 0, 0)
	for i := next; i < next+int32(kids); i++ {
		t.first[t.bytes[i]] = i
	}
	return t
}

// grow adds the steps for the bytes at a depth of sorted keys, the first of which has the
// number from, and what follows them.
func (t *tree) grow(keys []string, from, depth int) (next int32, kids uint8) {
	begin := len(t.steps)
	for i, k := range keys {
		if len(k) > depth && (i == 0 || len(keys[i-1]) <= depth || keys[i-1][depth] != k[depth]) {
			t.bytes, t.steps = append(t.bytes, k[depth]), append(t.steps, step{})
		}
	}
	count := len(t.steps) - begin
	i := 0
	for n := range count {
		for len(keys[i]) <= depth {
			i++
		}
		end := i
		for end < len(keys) && keys[end][depth] == keys[i][depth] {
			end++
		}
		var s step
		for at := i; at < end && len(keys[at]) == depth+1; at++ {
			if t.terms[from+at].skill != nil {
				s.ended = int32(from + at + 1)
			} else {
				s.topic = int32(from + at + 1)
			}
		}
		s.next, s.kids = t.grow(keys[i:end], from+i, depth+1)
		t.steps[begin+n] = s
		i = end
	}
	if count == 0 {
		return 0, 0
	}
	return int32(begin), uint8(count)
}

// step returns the step that follows one by a byte, nil when none does.
func (t *tree) step(s *step, b byte) *step {
	for i, kid := range t.bytes[s.next : int(s.next)+int(s.kids)] {
		if kid == b {
			return &t.steps[int(s.next)+i]
		}
	}
	return nil
}

// match is a spelling found and where it ends in a text; the term is nil for none.
type match struct {
	*term
	end int
}

// longest returns the longest spellings of a skill and of a topic that begin at i and end at
// the end of a word.
func (t *tree) longest(text string, i int) (skill, topic match) {
	at := t.first[folded[text[i]]]
	if at == 0 {
		return skill, topic
	}
	for s, j := &t.steps[at], i; s != nil; {
		j++
		if s.ended > 0 {
			t.end(&skill, s.ended, text, i, j)
		}
		if s.topic > 0 {
			t.end(&topic, s.topic, text, i, j)
		}
		if j == len(text) {
			break
		}
		s = t.step(s, folded[text[j]])
	}
	return skill, topic
}

// end notes a spelling that ends at j, if it may end there.
func (t *tree) end(m *match, ended int32, text string, i, j int) {
	found := &t.terms[ended-1]
	if stop, ok := wordEnd(text, i, j); ok && (!found.exact || text[i:j] == found.written) {
		*m = match{found, stop}
	}
}

// folded is a byte as the tree has it. Bytes of letters beyond ASCII stay as they are.
var folded = func() (table [256]byte) {
	for i := range table {
		b := byte(i)
		switch {
		case b >= 'A' && b <= 'Z':
			b += 'a' - 'A'
		case b == '-' || b == '_' || b == '\t' || b == '\n':
			b = ' '
		}
		table[i] = b
	}
	return table
}()

// plainText folds a spelling.
func plainText(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = folded[b[i]]
	}
	return string(b)
}
