package htmlscan

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// errBeyond says that a selector is none this reader can promise to match as a tree would.
var errBeyond = errors.New("the selector is beyond what can be matched without a tree")

// compound is what a selector says of one element, and how that element stands to the one
// named before it.
type compound struct {
	combinator byte // ' ', '>', '+', '~'; 0 for the first
	name       string
	tests      []test
	nots       []test
	child      int // its place among its parent's elements, from 1; 0 for any
	words      []words
}

// test is what a selector says of one attribute. The operators are those of CSS, 0 for an
// attribute that is only to be there, and '.' for one of the words of class.
type test struct {
	key   string
	op    byte
	value string
}

// words is what a selector says of the text of an element.
type words struct {
	own  bool // only of its own text, not its children's
	has  string
	expr *regexp.Regexp // nil: has
}

func (w words) hold(text string) bool {
	if w.expr != nil {
		return w.expr.MatchString(text)
	}
	return strings.Contains(strings.ToLower(text), w.has)
}

// sel reads a selector. Whatever it does not know is errBeyond, so that it never takes one
// for something else than it is.
type sel struct {
	text string
	at   int
}

// parseSelectors reads a list of selectors.
func parseSelectors(text string) ([][]compound, error) {
	s := &sel{text: text}
	var all [][]compound
	for {
		one, err := s.complexSelector()
		if err != nil {
			return nil, err
		}
		all = append(all, one)
		if s.at == len(s.text) {
			return all, nil
		}
		if !s.take(',') {
			return nil, errBeyond
		}
	}
}

func (s *sel) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *sel) take(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *sel) space() bool {
	from := s.at
	for s.at < len(s.text) && isSpace(s.text[s.at]) {
		s.at++
	}
	return s.at > from
}

func (s *sel) complexSelector() ([]compound, error) {
	s.space()
	first, err := s.compound()
	if err != nil {
		return nil, err
	}
	out := []compound{first}
	for {
		combinator := byte(0)
		if s.space() {
			combinator = ' '
		}
		switch c := s.peek(); c {
		case 0, ',':
			return out, checkWords(out)
		case '>', '+', '~':
			s.at++
			s.space()
			combinator = c
		}
		if combinator == 0 {
			return nil, errBeyond
		}
		next, err := s.compound()
		if err != nil {
			return nil, err
		}
		next.combinator = combinator
		out = append(out, next)
	}
}

// checkWords refuses what is said of the text of an element that is still open when it
// must be known: only one that stands before another is read to its end by then.
func checkWords(chain []compound) error {
	for i, c := range chain {
		if len(c.words) == 0 {
			continue
		}
		last := i == len(chain)-1
		if last || chain[i+1].combinator == ' ' || chain[i+1].combinator == '>' {
			return errBeyond
		}
		if c.name == "" && len(c.tests) == 0 {
			return errBeyond // of a text without an element it would hold as well
		}
	}
	return nil
}

func (s *sel) compound() (c compound, err error) {
	switch p := s.peek(); {
	case p == '*':
		s.at++
	case p == '#' || p == '.' || p == '[' || p == ':':
	default:
		if c.name, err = s.identifier(); err != nil {
			return c, err
		}
		c.name = lower(c.name)
	}
	for {
		switch s.peek() {
		case '#', '.', '[':
			t, err := s.test()
			if err != nil {
				return c, err
			}
			c.tests = append(c.tests, t)
		case ':':
			if err := s.pseudo(&c); err != nil {
				return c, err
			}
		default:
			return c, nil
		}
	}
}

// test reads a test of an attribute.
func (s *sel) test() (t test, err error) {
	switch s.peek() {
	case '#':
		s.at++
		t.key, t.op = "id", '='
		t.value, err = s.word()
		return t, err
	case '.':
		s.at++
		t.key, t.op = "class", '.'
		t.value, err = s.identifier()
		return t, err
	}
	s.at++
	s.space()
	if t.key, err = s.identifier(); err != nil {
		return t, err
	}
	t.key = lower(t.key)
	s.space()
	if s.take(']') {
		return t, nil
	}
	t.op = s.peek()
	switch t.op {
	case '=':
		s.at++
	case '~', '|', '^', '$', '*':
		if s.at++; !s.take('=') {
			return t, errBeyond
		}
	default:
		return t, errBeyond
	}
	s.space()
	if t.value, err = s.quoted(); err != nil {
		return t, err
	}
	if s.space(); !s.take(']') {
		return t, errBeyond
	}
	return t, nil
}

// pseudo reads the few classes that are known at an element's start, and those of text.
func (s *sel) pseudo(c *compound) error {
	s.at++
	name, err := s.identifier()
	if err != nil {
		return err
	}
	switch name {
	case "first-child":
		return s.place(c, 1)
	case "nth-child", "not", "contains", "containsOwn", "matches", "matchesOwn":
	default:
		return errBeyond
	}
	if !s.take('(') {
		return errBeyond
	}
	s.space()
	switch name {
	case "nth-child":
		err = s.nth(c)
	case "not":
		err = s.not(c)
	case "contains", "containsOwn":
		err = s.contains(c, name == "containsOwn")
	default:
		return s.matches(c, name == "matchesOwn")
	}
	if s.space(); err == nil && !s.take(')') {
		err = errBeyond
	}
	return err
}

func (s *sel) place(c *compound, n int) error {
	if c.child != 0 || n < 1 {
		return errBeyond
	}
	c.child = n
	return nil
}

func (s *sel) nth(c *compound) error {
	from := s.at
	for p := s.peek(); '0' <= p && p <= '9'; p = s.peek() {
		s.at++
	}
	n, err := strconv.Atoi(s.text[from:s.at])
	if err != nil {
		return errBeyond
	}
	return s.place(c, n)
}

// not reads the single test that is not to hold.
func (s *sel) not(c *compound) error {
	if p := s.peek(); p != '#' && p != '.' && p != '[' {
		return errBeyond
	}
	t, err := s.test()
	c.nots = append(c.nots, t)
	return err
}

func (s *sel) contains(c *compound, own bool) error {
	text, err := s.quoted()
	c.words = append(c.words, words{own: own, has: strings.ToLower(text)})
	return err
}

// matches reads an expression up to the parenthesis that closes nothing in it.
func (s *sel) matches(c *compound, own bool) error {
	for i, open := s.at, 0; i < len(s.text); i++ {
		switch s.text[i] {
		case '(', '[':
			open++
		case ')', ']':
			open--
		}
		if open >= 0 {
			continue
		}
		expr, err := regexp.Compile(s.text[s.at:i])
		if err != nil || s.text[i] != ')' {
			return errBeyond
		}
		s.at = i + 1
		c.words = append(c.words, words{own: own, expr: expr})
		return nil
	}
	return errBeyond
}

// identifier reads a name that begins with a letter or the like, without escapes.
func (s *sel) identifier() (string, error) {
	from := s.at
	for s.peek() == '-' {
		s.at++
	}
	if c := s.peek(); !isNameStart(c) {
		return "", errBeyond
	}
	s.at = from
	return s.word()
}

func (s *sel) word() (string, error) {
	from := s.at
	for c := s.peek(); isNameStart(c) || c == '-' || '0' <= c && c <= '9'; c = s.peek() {
		s.at++
	}
	if s.at == from {
		return "", errBeyond
	}
	return s.text[from:s.at], nil
}

func isNameStart(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c > 127 }

// quoted reads a value in quotes, or a bare name.
func (s *sel) quoted() (string, error) {
	quote := s.peek()
	if quote != '"' && quote != '\'' {
		return s.identifier()
	}
	rest := s.text[s.at+1:]
	end := strings.IndexByte(rest, quote)
	if end < 0 || strings.ContainsAny(rest[:end], "\\\r\n\f") {
		return "", errBeyond
	}
	s.at += end + 2
	return rest[:end], nil
}

// lower is text with the letters A to Z in lower case, as names in markup are compared.
func lower(text string) string {
	out := []byte(text)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}
