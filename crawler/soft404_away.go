package crawler

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
)

// notJobs are last parts of paths that no job's page has, in the languages of boards: of
// lists, of searches and of pages for what is not there.
var notJobs = words(`
	jobs job-search jobsearch job-board jobboard all-jobs joblist job-list careers career vacancies openings open-positions positions opportunities
	search search-jobs results 404 error404 error-404 error not-found notfound page-not-found job-not-found expired job-expired expired-job
	job-closed gone unavailable
	stellen stellenangebote stellenmarkt karriere jobsuche suche
	emplois emploi offres offres-emploi offres-d-emploi carrieres recherche
	empleos empleo ofertas ofertas-de-empleo ofertas-empleo trabajos vacantes buscar
	vagas empregos oportunidades
	oferty oferty-pracy praca kariera
	vacatures werkenbij zoeken
	lavori offerte offerte-di-lavoro lavora-con-noi`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// leadsAway says how an address led away from its job: to the board's home or list, to a
// page that is neither a job's by its path, or to one marked as an error. An end that still
// names the job does not count: the page of a job may move.
func (p *pass) leadsAway(asked, final string) (how string) {
	if addressKey(asked) == addressKey(final) || namesJob(final, asked) {
		return ""
	}
	from, to := parsed(asked), parsed(final)
	switch {
	// So Greenhouse leads from a job that is over to the list of its employer.
	case to.Query().Get("error") == "true" && from.Query().Get("error") != "true":
		return "it leads to " + final + ", which is marked as an error"
	case notJobs[lastPart(to)]:
		return "it leads to " + final + ", which is no job's by its path"
	case p.isHome(from, to):
		return "it leads to the home page, " + final
	case p.isList(asked, final):
		return "it leads to the list, " + final
	}
	return ""
}

func (p *pass) isHome(from, to *url.URL) bool {
	if addressKey(to.String()) == addressKey(p.board.Home) {
		return true
	}
	root := strings.Trim(to.Path, "/") == "" && to.RawQuery == ""
	return root && slices.Contains([]string{site(from), site(parsed(p.board.Base)), site(parsed(p.board.Home))}, site(to))
}

// isList tells whether an address is one of the list's. Where jobs have the path of the
// list and differ from it by their query, only the whole address tells.
func (p *pass) isList(asked, final string) bool {
	for list := range p.lists {
		if addressKey(list) == addressKey(final) || pathKey(list) == pathKey(final) && pathKey(list) != pathKey(asked) {
			return true
		}
	}
	return false
}

// namesJob tells whether an address still names the job that another one does: by the last
// part of its path or the last number in it, unless both have the same path, or by a value
// of its query.
func namesJob(final, asked string) bool {
	from, to := parsed(asked), parsed(final)
	marks := queryValues(from)
	if pathKey(asked) != pathKey(final) {
		marks = append(marks, pathMarks(from)...)
	}
	there := append(pieces(to.Path), strings.FieldsFunc(strings.ToLower(to.Path), isSlash)...)
	for _, v := range queryValues(to) {
		there = append(append(there, v, path.Base(v)), pieces(v)...)
	}
	return slices.ContainsFunc(there, func(s string) bool { return s != "" && slices.Contains(marks, s) })
}

// pathMarks are what of a path may name a job.
func pathMarks(u *url.URL) []string {
	marks, number := []string{lastPart(u)}, ""
	for _, piece := range pieces(u.Path) {
		if strings.ContainsFunc(piece, unicode.IsDigit) {
			number = piece
		}
	}
	return append(marks, number)
}

func queryValues(u *url.URL) []string {
	var out []string
	for _, values := range u.Query() {
		for _, v := range values {
			out = append(out, strings.ToLower(v))
		}
	}
	return out
}

func isSlash(r rune) bool { return r == '/' }

// pieces cuts a path into the words of its parts.
func pieces(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// lastPart is the last part of a path, in lower case and without the ending of a file.
func lastPart(u *url.URL) string {
	last := strings.ToLower(path.Base(strings.Trim(u.Path, "/")))
	for _, ending := range []string{".html", ".htm", ".php", ".aspx", ".jsp"} {
		last = strings.TrimSuffix(last, ending)
	}
	if last == "." {
		return ""
	}
	return last
}

func parsed(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		return &url.URL{}
	}
	return u
}

func site(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Host), "www.") }

// addressKey is equal for two addresses that differ as those of one page commonly do.
func addressKey(address string) string {
	return pathKey(address) + "?" + parsed(address).Query().Encode()
}

func pathKey(address string) string {
	u := parsed(address)
	return site(u) + "/" + strings.Trim(u.Path, "/")
}
