package configs

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"stackhound"
)

// ownHeaders are set by the program and belong to no board file: they say who asks.
// Authorization may be set by a secret.
var ownHeaders = []string{"Host", "User-Agent", "Cookie", "Authorization", "Accept-Encoding", "From", "Content-Type", "Content-Length"}

func (c *boardCheck) header(path, name string, h stackhound.Header) {
	c.demand(!slices.Contains(ownHeaders, name) || name == "Authorization" && h.Secret != "", path, "the header %s cannot be set by a board file", name)
	c.demand(headerName.MatchString(name) && !strings.ContainsAny(h.Value, "\r\n\x00"), path, "%q is no header", name)
	if h.Secret != "" {
		c.secret(path, h.Value, h.Secret)
	}
}

var headerName = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// parameter checks a parameter of the query, which is there for its secret.
func (c *boardCheck) parameter(path, name string, q stackhound.Parameter) {
	c.demand(parameterName.MatchString(name), path, "%q is no parameter of an address", name)
	if q.Secret == "" {
		c.add(path, "%s", noSecret(name))
		return
	}
	for at, template := range c.templates() {
		_, query, _ := strings.Cut(template, "?")
		for param := range strings.SplitSeq(query, "&") {
			written, _, _ := strings.Cut(param, "=")
			plain, err := url.QueryUnescape(written)
			c.demand(err != nil || plain != name, path, "%s stands in %s as well; take it out there", name, at)
		}
	}
	c.secret(path, q.Value, q.Secret)
}

var parameterName = regexp.MustCompile(`^[A-Za-z0-9_.~$:\[\]-]{1,64}$`)

// noSecret says where a parameter stands that is no secret.
func noSecret(name string) string {
	return fmt.Sprintf("query is for secrets, as in %s: {secret: NAME}; anything else stands in request.url, behind the ?", name)
}

// templates returns the addresses of a board, by the path of each.
func (c *boardCheck) templates() map[string]string {
	b := c.board
	all := map[string]string{"request.url": b.Request.URL}
	if s := b.Start; s != nil {
		all["start.url"] = s.URL
		if s.Pick != nil {
			all["start.pick.url"] = s.Pick.URL
		}
	}
	if b.Detail != nil {
		all["detail.url"] = b.Detail.URL
	}
	return all
}

// secret checks what a header or a parameter says of its secret, for each tenant.
func (c *boardCheck) secret(path, value, name string) {
	c.demand(value == "" || strings.Contains(value, "{secret}"), path+".value", "the secret is not used; put {secret} into the value, or leave the value out")
	c.demand(strings.HasPrefix(c.board.Base, "https://"), path+".secret", "a secret goes out only by https, and base is not")
	switch named := placeholder.MatchString(name); {
	case !named:
		c.secretName(path+".secret", name)
		return
	case len(c.board.Tenants) == 0:
		c.add(path+".secret", "%s stands for nothing: there are no tenants", name)
		return
	}
	for _, m := range placeholder.FindAllStringSubmatch(name, -1) {
		c.demand(slices.Contains(c.vars(), m[1]), path+".secret", "{%s} stands for nothing here: give each tenant the name of its secret, as in vars: {%[1]s: NAME}", m[1])
	}
	for i, t := range c.board.Tenants {
		c.secretName(fmt.Sprintf("tenants[%d]", i), t.Fill(name))
	}
}

// secretName checks that a name can be a secret's and, of a board that is read, that the
// secret is there.
func (c *boardCheck) secretName(path, name string) {
	switch {
	case placeholder.MatchString(name): // said already
	case !stackhound.ValidName(name):
		c.add(path, "a secret's name is lower-case letters, digits and single dashes, at most 40; %q is none", name)
	case c.hasSecret != nil && c.board.Enabled && !c.hasSecret(name):
		c.add(path, "there is no secret %q: put it into a file of that name in the directory that boards.secrets_dir names", name)
	}
}

// secretBases checks that the secrets of a board go to each tenant's own domain by https.
func (c *boardCheck) secretBases() {
	if len(c.board.Secrets()) == 0 {
		return
	}
	for i, t := range c.board.Tenants {
		c.demand(t.Base == "" || strings.HasPrefix(t.Base, "https://"), fmt.Sprintf("tenants[%d].base", i), "a secret goes out only by https, and this base is not")
	}
}
