package crawler

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"stackhound"
)

// Secrets are what lets a board's requests in. They are no part of an address or a header
// that anything else sees: a Fetcher adds them at the moment a request is sent, sends them
// nowhere but to the origin it was asked for, and takes them out of what it hands on.
type Secrets struct {
	Header http.Header
	Query  map[string]string // parameters of the address; each stands in place of one of that name
	Values []string          // the secrets alone, by which they are known where an answer repeats them
}

// checkSecrets refuses a board that names a secret nobody configured.
func (c *Crawler) checkSecrets(b stackhound.Board) error {
	for _, name := range b.Secrets() {
		if _, ok := c.secret(name); !ok {
			return stackhound.Errorf(stackhound.CodeRefused, "board %s needs the secret %q, which is not configured, so it is not asked for anything", b.Name, name).
				WithHint("put it into a file called %s in the directory that boards.secrets_dir names", name)
		}
	}
	return nil
}

func (c *Crawler) secret(name string) (string, bool) {
	if c.Secret == nil {
		return "", false
	}
	return c.Secret(name)
}

// headers returns what the board file adds to a request, but for its secrets.
func (p *pass) headers() http.Header {
	header := http.Header{}
	if language := p.board.Defaults.Language; language != "" {
		header.Set("Accept-Language", language)
	}
	for name, h := range p.board.Request.Headers {
		if h.Secret == "" {
			header.Set(name, h.Value)
		}
	}
	return header
}

// secrets returns those that go along with a request. They go to the board's own origin
// only.
func (p *pass) secrets(address string) (s Secrets) {
	r := p.board.Request
	if len(r.Headers)+len(r.Query) == 0 || !SameOrigin(address, p.board.Base) {
		return Secrets{}
	}
	s.Header, s.Query = http.Header{}, map[string]string{}
	fill := func(value, name string) string {
		secret, _ := p.secret(p.tenant.Fill(name))
		s.Values = append(s.Values, secret)
		if value == "" {
			return secret
		}
		return strings.ReplaceAll(value, "{secret}", secret)
	}
	for name, h := range r.Headers {
		if h.Secret != "" {
			s.Header.Set(name, fill(h.Value, h.Secret))
		}
	}
	for name, q := range r.Query {
		s.Query[name] = fill(q.Value, q.Secret)
	}
	slices.Sort(s.Values)
	return s
}

// SameOrigin tells whether two addresses have scheme, host and port in common.
func SameOrigin(a, b string) bool {
	origin := originOf(a)
	return origin != "" && origin == originOf(b)
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}
