package configs

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// index is a name that a search server takes for an index, short enough to be followed by
// a suffix.
var index = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// prefix of keys: what needs no quoting in a server's access list.
var keyPrefix = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// checkServers compares the settings of the three servers with what they can be. An
// address with a password in it is refused: addresses are shown, secrets never.
func (c Config) checkServers(demand demand) {
	for _, s := range []struct {
		path, url string
		schemes   []string
	}{
		{"store.url", c.Store.URL, []string{"postgres", "postgresql"}},
		{"search.url", c.Search.URL, []string{"http", "https"}},
		{"queue.url", c.Queue.URL, []string{"redis", "rediss"}},
	} {
		if s.url == "" {
			continue
		}
		u, err := url.Parse(s.url)
		if err != nil || !slices.Contains(s.schemes, u.Scheme) || u.Host == "" {
			demand(false, s.path, "must begin with %s:// and name a host", strings.Join(s.schemes, ":// or "))
			continue
		}
		_, hasPassword := u.User.Password()
		demand(!hasPassword && !u.Query().Has("password"), s.path, "holds a password: put it into %s_file or %s instead", secretOf(s.path), secretOf(s.path))
	}
	demand(c.Store.Connections >= 6 && c.Store.Connections <= 200, "store.connections", "must be from 6 to 200")
	demand(index.MatchString(c.Search.Index), "search.index", "must be letters, digits, - and _, at most 64")
	demand(c.Search.URL == "" || c.Search.Key != "" || c.Search.KeyFile != "", "search.key_file", "is needed with search.url: the key that may search and nothing else")
	demand(keyPrefix.MatchString(c.Queue.Prefix), "queue.prefix", "must be letters, digits and . _ : -, at most 64")
}

func secretOf(path string) string {
	section, _, _ := strings.Cut(path, ".")
	if section == "search" {
		return "search.key"
	}
	return section + ".password"
}
