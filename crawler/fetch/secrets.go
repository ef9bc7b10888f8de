package fetch

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"stackhound"
	"stackhound/crawler"
	"stackhound/internal/secret"
)

// dress adds secrets to a request that is about to be sent. The one that came in stays as
// it is: what the client says of it, should it fail, holds none of them.
func dress(r *http.Request, s crawler.Secrets) *http.Request {
	if len(s.Values) == 0 {
		return r
	}
	out := r.Clone(r.Context())
	for name, values := range s.Header {
		out.Header[name] = values
	}
	out.URL = withQuery(r.URL, s.Query)
	return out
}

// withQuery returns an address with parameters in its query, each in place of those of its
// name.
func withQuery(u *url.URL, query map[string]string) *url.URL {
	if len(query) == 0 {
		return u
	}
	out := withoutQuery(u, query)
	added := url.Values{}
	for name, value := range query {
		added.Set(name, value)
	}
	if out.RawQuery != "" {
		out.RawQuery += "&"
	}
	out.RawQuery += added.Encode()
	return out
}

// withoutQuery returns an address without the parameters of these names; the rest of its
// query is as it was written.
func withoutQuery(u *url.URL, query map[string]string) *url.URL {
	out := *u
	params := slices.DeleteFunc(strings.Split(u.RawQuery, "&"), func(param string) bool {
		name, _, _ := strings.Cut(param, "=")
		plain, err := url.QueryUnescape(name)
		_, secret := query[plain]
		return err == nil && secret
	})
	out.RawQuery = strings.Join(params, "&")
	return &out
}

// mayTell refuses to send secrets where anybody on the way could read them.
func mayTell(u *url.URL, s crawler.Secrets) error {
	if len(s.Values) == 0 || u.Scheme == "https" || IsLoopback(u.Hostname()) {
		return nil
	}
	return fault(stackhound.FaultRefused, u, stackhound.Errorf(stackhound.CodeRefused, "%s is not asked for: the board's secret goes out only by https", u.Redacted()).
		WithHint("give an https address as base"))
}

// redirected returns where an answer leads, nil if nowhere, without the secrets that were
// sent. An address that holds one elsewhere would be stored and shown, and is refused.
func (f *fetcher) redirected(a *page, u *url.URL, s crawler.Secrets) (*url.URL, error) {
	next := a.leadsTo(u)
	if next == nil {
		return nil, nil
	}
	next = withoutQuery(next, s.Query)
	if f.tap.eraser.Finds(next.String()) {
		return nil, fault(stackhound.FaultRedirects, u, stackhound.Errorf(stackhound.CodeRefused, "%s redirects to an address with the board's secret in it, which is not followed", u.Redacted()))
	}
	return next, nil
}

// erase takes secrets out of an answer. Its text is kept in place of the bytes it was read
// from, which may spell them in another charset.
func erase(res *crawler.Response, e secret.Eraser) {
	for i, link := range res.Links {
		res.Links[i] = e.Text(link)
	}
	res.Valid.ETag, res.Valid.Modified = e.Text(res.Valid.ETag), e.Text(res.Valid.Modified)
	res.Type, res.Doubt = e.Text(res.Type), e.Text(res.Doubt)
	text, found := e.Bytes(res.Body)
	if !found {
		return
	}
	res.Body, res.Raw, res.Packed = text, text, nil
	if kind, _, _ := strings.Cut(res.Type, ";"); kind != "" {
		res.Type = kind + "; charset=utf-8"
	}
}

// hushed is an error whose words hold no secret.
type hushed struct {
	error
	words string
}

func (h hushed) Error() string { return h.words }
func (h hushed) Unwrap() error { return h.error }

// hush takes secrets out of what an error says: those of HTTP's parser repeat what they met.
func hush(err error, e secret.Eraser) error {
	if err == nil || !e.Finds(err.Error()) {
		return err
	}
	return hushed{err, e.Text(err.Error())}
}
