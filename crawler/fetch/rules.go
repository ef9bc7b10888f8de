package fetch

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxDelay is the longest Crawl-delay that is kept to; a longer one would have a run
// last for days.
const maxDelay = 5 * time.Minute

// rules are what a robots.txt says to us. The zero value allows everything.
type rules struct {
	lines []rule
	delay time.Duration // Crawl-delay, 0 if there is none
}

// rule is one Allow or Disallow line.
type rule struct {
	pattern string // normalised
	allow   bool
}

// parseRobots reads the groups of a robots.txt that address the product, or those for
// everyone if none does (RFC 9309, 2.2). Lines it does not know are passed over.
func parseRobots(body []byte, product string) rules {
	var ours, everyones rules
	named := false
	var into []*rules // groups the current lines belong to
	inAgents := false
	for line := range bytes.FieldsFuncSeq(bytes.TrimPrefix(body, []byte(utf8Mark)), func(r rune) bool { return r == '\n' || r == '\r' }) {
		key, value, ok := keyValue(string(line))
		if !ok {
			continue
		}
		if key == "user-agent" {
			if !inAgents {
				into = nil
			}
			inAgents = true
			switch {
			case value == "*":
				into = append(into, &everyones)
			case strings.EqualFold(token(value), product):
				named = true
				into = append(into, &ours)
			}
			continue
		}
		for _, r := range into {
			r.add(key, value)
		}
		inAgents = inAgents && key != "allow" && key != "disallow" && key != "crawl-delay"
	}
	if named {
		return ours
	}
	return everyones
}

func keyValue(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

// token is the product token at the start of a user-agent line: letters, - and _ (2.2.1),
// and digits, which product names have all the same.
func token(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '-' && r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

func (r *rules) add(key, value string) {
	switch key {
	case "allow", "disallow":
		if value != "" {
			r.lines = append(r.lines, rule{normalise(value), key == "allow"})
		}
	case "crawl-delay":
		if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
			r.delay = time.Duration(min(seconds, maxDelay.Seconds()) * float64(time.Second))
		}
	}
}

// allow tells whether an address may be asked for: the longest pattern that matches
// decides, and of two equally long ones the one that allows.
func (r rules) allow(u *url.URL) bool {
	path := normalise(u.RequestURI())
	if path == "/robots.txt" {
		return true
	}
	longest, allowed := -1, true
	for _, l := range r.lines {
		if len(l.pattern) < longest || !matches(l.pattern, path) {
			continue
		}
		allowed = l.allow || len(l.pattern) == longest && allowed
		longest = len(l.pattern)
	}
	return allowed
}

// matches tells whether a path begins as the pattern says: * stands for any characters,
// a $ at the end for the end of the path.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	for i, part := range parts[1:] {
		if anchored && i == len(parts)-2 {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !anchored || path == ""
}

// normalise writes a path or pattern in one way (2.2.2): octets beyond ASCII are
// percent-encoded, unreserved characters are not, and hex digits are upper case.
func normalise(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				i += 2
				if d := byte(n); unreserved(d) {
					b.WriteByte(d)
				} else {
					fmt.Fprintf(&b, "%%%02X", d)
				}
				continue
			}
		}
		if c >= 0x80 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
