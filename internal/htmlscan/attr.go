package htmlscan

import (
	"bytes"
	"slices"
)

// attr is one attribute as it stands in the page.
type attr struct{ key, val []byte }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func skipSpace(page []byte, i int) int {
	for i < len(page) && isSpace(page[i]) {
		i++
	}
	return i
}

// endOfTag returns where the tag ends whose name ends at i, behind its ">"; false when the
// page ends first. Where no quote stands before the next ">" that is the end: nothing
// else hides one.
func endOfTag(page []byte, i int) (int, bool) {
	end := bytes.IndexByte(page[i:], '>')
	if end < 0 {
		return 0, false
	}
	if bytes.IndexByte(page[i:i+end], '"') < 0 && bytes.IndexByte(page[i:i+end], '\'') < 0 {
		return i + end + 1, true
	}
	for {
		_, next, more := nextAttr(page, i)
		if !more {
			return next, next > 0
		}
		i = next
	}
}

// attributes appends those of the tag whose name ends at i and returns where it ends.
func attributes(into []attr, page []byte, i int) ([]attr, int, bool) {
	for {
		at, next, more := nextAttr(page, i)
		if !more {
			return into, next, next > 0
		}
		if len(at.key) > 0 {
			into = append(into, at)
		}
		i = next
	}
}

// nextAttr reads one attribute, of an empty key where a slash or the like stands. At the
// end of the tag more is false and next is behind its ">", or 0 when the page ends first.
func nextAttr(page []byte, i int) (a attr, next int, more bool) {
	i = skipSpace(page, i)
	if i >= len(page) {
		return a, 0, false
	}
	if page[i] == '>' {
		return a, i + 1, false
	}
	start := i
	for i < len(page) && !endsKey(page[i], i-start) {
		i++
	}
	a.key = page[start:i]
	i = skipSpace(page, i)
	if i >= len(page) {
		return a, 0, false
	}
	switch page[i] {
	case '/':
		return a, i + 1, true
	case '=':
		i = skipSpace(page, i+1)
	default:
		return a, i, true
	}
	return value(a, page, i)
}

// endsKey tells whether a key ends before c. An equals sign at its start is part of it.
func endsKey(c byte, size int) bool {
	return c == '=' && size > 0 || c == '/' || c == '>' || isSpace(c)
}

// value reads what stands behind an equals sign.
func value(a attr, page []byte, i int) (attr, int, bool) {
	if i >= len(page) {
		return a, 0, false
	}
	switch c := page[i]; c {
	case '>':
		return a, i, true
	case '"', '\'':
		size := bytes.IndexByte(page[i+1:], c)
		if size < 0 {
			return a, 0, false
		}
		a.val = page[i+1 : i+1+size]
		return a, i + size + 2, true
	}
	start := i
	for i < len(page) && page[i] != '>' && !isSpace(page[i]) {
		i++
	}
	a.val = page[start:i]
	return a, i, true
}

// is tells whether the attribute has the key, which is in lower case.
func (a attr) is(key string) bool {
	if len(a.key) != len(key) {
		return false
	}
	for i, c := range a.key {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != key[i] {
			return false
		}
	}
	return true
}

// closesItself tells whether a tag ends in a slash that is no part of its last value, which
// does not count where its key came before: page[from:end] is the tag behind its name.
func closesItself(page []byte, end int, attrs []attr) bool {
	if page[end-2] != '/' {
		return false
	}
	if len(attrs) == 0 {
		return true
	}
	last := attrs[len(attrs)-1]
	if len(last.val) == 0 || &last.val[len(last.val)-1] != &page[end-2] {
		return true
	}
	key := lower(string(last.key))
	return slices.ContainsFunc(attrs[:len(attrs)-1], func(a attr) bool { return a.is(key) })
}
