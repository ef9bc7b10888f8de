package identity

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"stackhound"
	"stackhound/lexicon/links"
)

// hiringSystems are the hosts on which employers run their openings (applicant tracking
// systems); the public documentation of each names them.
var hiringSystems = []string{
	"greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "smartrecruiters.com", "recruitee.com", "personio.de", "personio.com", "teamtailor.com",
	"bamboohr.com", "breezy.hr", "jobvite.com", "icims.com", "myworkdayjobs.com", "taleo.net", "successfactors.com", "successfactors.eu", "pinpointhq.com",
	"rippling.com", "comeet.com", "comeet.co", "jazzhr.com", "applytojob.com", "join.com", "paylocity.com", "ultipro.com", "eightfold.ai", "oraclecloud.com", "workday.com", "freshteam.com", "homerun.co", "bullhornstaffing.com", "zohorecruit.com", "zohorecruit.eu", "hrmdirect.com", "softgarden.io", "welcomekit.co", "gem.com", "dover.com", "polymer.co", "hire.trakstar.com", "traffit.com",
}

// tracking are the parameters that mostly say where a reader came from, beside those that
// links knows to say nothing else. No page is asked for by a key, so they may be taken off it.
var tracking = []string{
	"ref", "referrer", "referer", "referral", "source", "src", "via", "from", "ashby_jid_source", "utm", "trk", "trackingid", "sid", "jobboard", "job_board", "jobsource", "job_source", "board", "campaign", "medium", "origin", "cid", "codes", "rx_source",
}

// openingKey returns the canonical address of the one opening a listing is for, in the
// employer's own system; "" when the listing gives none. An address on the board's own
// site, a mail address and a page of many openings ("/careers") are none.
func openingKey(l stackhound.Listing) string {
	for _, raw := range []string{l.ApplyURL, l.URL} {
		u, err := url.Parse(strings.TrimSpace(raw))
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			continue
		}
		if raw == l.URL && !onHiringSystem(u) || raw != l.URL && sameSite(raw, l.URL) {
			continue
		}
		if key := canonical(u); key != "" {
			return key
		}
	}
	return ""
}

// onHiringSystem tells whether an address stands on a host in hiringSystems.
func onHiringSystem(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	return slices.ContainsFunc(hiringSystems, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}

// sameSite tells whether two addresses belong to one site.
func sameSite(a, b string) bool { return site(a) != "" && site(a) == site(b) }

// site returns the registrable domain of an address, or its host where there is none
// (an IP address, with its port).
func site(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil && strings.Trim(host, "0123456789.") != "" {
		return domain
	}
	return strings.ToLower(u.Host)
}

var (
	lastStep = regexp.MustCompile(`(?i)/(apply|application|thanks|form|new)$`)
	opaque   = regexp.MustCompile(`\d`)
)

// canonical writes an address so that equal openings have equal addresses; "" when the
// address does not single out one opening.
func canonical(u *url.URL) string {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	host = strings.TrimPrefix(host, "job-") // job-boards.greenhouse.io shows what boards.greenhouse.io does
	path := lastStep.ReplaceAllString(strings.TrimRight(u.EscapedPath(), "/"), "")
	rest := keepTelling(u.Query())
	if !singlesOut(path, rest) {
		return ""
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	key := host + path
	if len(rest) > 0 {
		key += "?" + rest.Encode()
	}
	return key
}

// keepTelling drops tracking parameters.
func keepTelling(query url.Values) url.Values {
	for name := range query {
		lower := strings.ToLower(name)
		if links.Tracks(lower) || slices.Contains(tracking, lower) {
			query.Del(name)
		}
	}
	return query
}

// singlesOut tells whether an address names one opening: a digit in the last part of
// the path or in a parameter, or at least three words there ("senior-go-engineer").
func singlesOut(path string, query url.Values) bool {
	last := path[strings.LastIndexByte(path, '/')+1:]
	if opaque.MatchString(last) || strings.Count(last, "-")+strings.Count(last, "_") >= 2 {
		return true
	}
	for _, values := range query {
		if slices.ContainsFunc(values, opaque.MatchString) {
			return true
		}
	}
	return false
}
