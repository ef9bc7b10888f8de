// Package links takes from addresses what only says where a reader came from.
package links

import (
	"net/url"
	"slices"
	"strings"
)

// tracking are the parameters that no page needs: each belongs to a system that counts
// visitors, and its documentation says so. In lower case.
var tracking = named("fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid twclid ttclid li_fat_id igshid igsh epik rdt_cid scclid srsltid " +
	"mc_cid mc_eid _hsenc _hsmi __hstc __hssc __hsfp hsctatracking mkt_tok vero_id vero_conv oly_enc_id oly_anon_id _ke wickedid rb_clickid s_cid _ga _gl " +
	"gh_src lever-source lever-source[] lever-origin lever-via rx_source rx_campaign rx_medium rx_group rx_job rx_ch rx_r rx_ts rx_a rx_c rx_p rx_viewer")

// families are how the names of such parameters begin where a system has many.
var families = []string{"utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_"}

// onHosts are parameters with everyday names that are known to be of no need on the hosts of
// hiring systems and networks, theirs and those below them.
var onHosts = []struct {
	hosts []string
	names map[string]bool
}{
	{[]string{"greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "recruitee.com", "personio.de", "personio.com", "teamtailor.com", "smartrecruiters.com", "join.com", "breezy.hr", "pinpointhq.com"},
		named("ref referer referrer source src utm")},
	{[]string{"linkedin.com"}, named("trk trkinfo refid trackingid trackid position pagenum originalsubdomain lipi midtoken midsig eid otptoken")},
	{[]string{"remoteok.com", "weworkremotely.com", "himalayas.app", "remotive.com", "arbeitnow.com", "jobicy.com", "wellfound.com", "stepstone.de"}, named("ref source")},
}

func named(list string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(list) {
		all[name] = true
	}
	return all
}

// Tracks tells whether a parameter of that name only says where a reader came from, whatever
// the page.
func Tracks(name string) bool {
	name = strings.ToLower(name)
	return tracking[name] || slices.ContainsFunc(families, func(f string) bool { return strings.HasPrefix(name, f) })
}

// signs are parameters that vouch for the others: such an address is left as it is.
var signs = named("sig sign signature hmac hash mac x-amz-signature x-goog-signature policy key-pair-id")

// Clean returns an address without the parameters that only say where a reader came from.
// What is left of it is left to the letter. An address that is none of a web page, or that
// is signed, comes back as it is.
func Clean(address string) string {
	cut, fragment, hasFragment := strings.Cut(address, "#")
	before, query, ok := strings.Cut(cut, "?")
	if !ok && !hasFragment {
		return address
	}
	u, err := url.Parse(before)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return address
	}
	kept, ok := keep(query, strings.ToLower(u.Hostname()))
	if !ok {
		return address
	}
	if kept != "" {
		before += "?" + kept
	} else if query == "" && strings.Contains(cut, "?") {
		before += "?"
	}
	if hasFragment && !Tracks(nameOf(fragment)) {
		before += "#" + fragment
	}
	return before
}

// keep returns a query without tracking parameters; ok is false where it is signed.
func keep(query, host string) (kept string, ok bool) {
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		name := nameOf(part)
		switch {
		case signs[name]:
			return "", false
		case Tracks(name) || tracksOn(host, name):
		default:
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "&"), true
}

// nameOf returns the name of a parameter, decoded and in lower case.
func nameOf(part string) string {
	name, _, _ := strings.Cut(part, "=")
	if decoded, err := url.QueryUnescape(name); err == nil {
		name = decoded
	}
	return strings.ToLower(name)
}

// tracksOn tells whether a parameter is of no need on a host.
func tracksOn(host, name string) bool {
	for _, h := range onHosts {
		if h.names[name] && slices.ContainsFunc(h.hosts, func(of string) bool { return host == of || strings.HasSuffix(host, "."+of) }) {
			return true
		}
	}
	return false
}
