package crawler

import (
	"net/http"
	"strings"

	"stackhound"
)

// checkSecrets refuses a board that names a secret nobody configured.
func (c *Crawler) checkSecrets(b stackhound.Board) error {
	for _, h := range b.Request.Headers {
		if h.Secret == "" {
			continue
		}
		if _, ok := c.secret(h.Secret); !ok {
			return stackhound.Errorf(stackhound.CodeRefused, "board %s needs the secret %q, which is not configured, so it is not asked for anything", b.Name, h.Secret).
				WithHint("put it into a file called %s in the directory that boards.secrets_dir names", h.Secret)
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

// headers returns what the board file adds to a request. Secrets go to the board's own
// host only.
func (p *pass) headers(address string) http.Header {
	header := http.Header{}
	if language := p.board.Defaults.Language; language != "" {
		header.Set("Accept-Language", language)
	}
	for name, h := range p.board.Request.Headers {
		value := h.Value
		if h.Secret != "" {
			secret, ok := p.secret(h.Secret)
			if !ok || hostOf(address) != hostOf(p.board.Base) {
				continue
			}
			if value == "" {
				value = "{secret}"
			}
			value = strings.ReplaceAll(value, "{secret}", secret)
		}
		header.Set(name, value)
	}
	return header
}
