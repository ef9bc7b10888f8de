package matcher

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stackhound"
)

// rule is one reason to reject a posting whatever it scores. breaks returns a sentence
// and the ad's own words when the posting breaks it.
type rule struct {
	name   string
	breaks func(p stackhound.Profile, post stackhound.Posting) (text, words string)
}

// rules are asked in this order; the first that is broken names the rejection.
var rules = []rule{
	{"not_a_job", notAJob},
	{"muted_company", mutedCompany},
	{"muted_word", mutedWord},
	{"never_skill", neverSkill},
	{"role", otherRole},
	{"seniority", otherLevel},
	{"workplace", otherWorkplace},
	{"region", otherRegion},
	{"city", otherCity},
	{"employment", otherEmployment},
	{"visa", noVisa},
	{"degree", degreeRequired},
	{"pay", paysTooLittle},
	{"require_salary", paySilent},
}

// broken returns the first rule the posting breaks, as a reason worth no points.
func broken(p stackhound.Profile, post stackhound.Posting) (name string, why stackhound.Reason) {
	for _, r := range rules {
		if text, words := r.breaks(p, post); text != "" {
			return r.name, stackhound.Reason{Text: text, Quote: words}
		}
	}
	return "", stackhound.Reason{}
}

func notAJob(_ stackhound.Profile, post stackhound.Posting) (string, string) {
	if post.IsJob {
		return "", ""
	}
	return "does not read like a job", ""
}

func mutedCompany(p stackhound.Profile, post stackhound.Posting) (string, string) {
	for _, c := range p.Mute.Companies {
		if at := word(post.Company, c); at != "" {
			return "you muted " + c, at
		}
	}
	return "", ""
}

func mutedWord(p stackhound.Profile, post stackhound.Posting) (string, string) {
	for _, w := range p.Mute.Words {
		if at := cmp.Or(word(post.Title, w), word(post.Text, w)); at != "" {
			return fmt.Sprintf("you muted the word %q", w), at
		}
	}
	return "", ""
}

func neverSkill(p stackhound.Profile, post stackhound.Posting) (string, string) {
	for _, skill := range post.Stack.Required {
		if slices.Contains(p.Stack.Never, skill) {
			return "requires " + skill + ", which you never want", quote(post.Ad, "stack", skill)
		}
	}
	return "", ""
}

func otherRole(p stackhound.Profile, post stackhound.Posting) (string, string) {
	_, full, near := roleFit(p.Roles, post.Roles)
	if full || near || len(p.Roles) == 0 || !tellsRole(post.Ad) {
		return "", ""
	}
	return "for another kind of work: " + strings.Join(post.Roles, ", "), quoteAny(post.Ad, "roles")
}

// otherLevel rejects an ad two or more steps off. An ad for several roles is spared:
// the levels it names are those of some of them.
func otherLevel(p stackhound.Profile, post stackhound.Posting) (string, string) {
	level, off, ok := levelFit(p.Seniority, post.Seniority)
	if !ok || off < 2 || post.NRoles > 1 {
		return "", ""
	}
	return fmt.Sprintf("for %s level, %s off yours", level, count(off, "step")), quote(post.Ad, "seniority", level)
}

func otherWorkplace(p stackhound.Profile, post stackhound.Posting) (string, string) {
	if fitPlace(p, post.Ad).way {
		return "", ""
	}
	return "offers only " + post.Workplace.String() + " work", quoteAny(post.Ad, "workplace")
}

func otherRegion(p stackhound.Profile, post stackhound.Posting) (string, string) {
	f := fitPlace(p, post.Ad)
	if f.remote || f.local || (!f.elsewhere && offered(post.Ad, false)&^stackhound.Remote != 0) {
		return "", ""
	}
	if len(post.Regions) > 0 {
		return "open only to " + strings.Join(post.Regions, ", "), quote(post.Ad, "regions", post.Regions[0])
	}
	return "its places are outside your regions", quoteAny(post.Ad, "locations")
}

func otherCity(p stackhound.Profile, post stackhound.Posting) (string, string) {
	if f := fitPlace(p, post.Ad); f.remote || f.local {
		return "", ""
	}
	return "not in one of your cities", quoteAny(post.Ad, "locations")
}

func otherEmployment(p stackhound.Profile, post stackhound.Posting) (string, string) {
	if len(p.Employment) == 0 || len(post.Employment) == 0 ||
		slices.ContainsFunc(post.Employment, func(e string) bool { return slices.Contains(p.Employment, e) }) {
		return "", ""
	}
	return "offered as " + strings.Join(post.Employment, ", ") + " only", quoteAny(post.Ad, "employment")
}

// noVisa rejects an ad that sponsors nobody for a person who would need it there.
func noVisa(p stackhound.Profile, post stackhound.Posting) (string, string) {
	if p.Visa != "needed" || post.Visa != "not_offered" {
		return "", ""
	}
	authorised := slices.ContainsFunc(post.Locations, func(l stackhound.Location) bool {
		return l.Country != "" && len(p.Authorised) > 0 && inRegions(l, p.Authorised)
	})
	if authorised {
		return "", ""
	}
	return "does not sponsor a visa", quoteAny(post.Ad, "visa")
}

func degreeRequired(p stackhound.Profile, post stackhound.Posting) (string, string) {
	if p.Degree != "none" || post.Degree != "required" {
		return "", ""
	}
	return "requires a degree", quoteAny(post.Ad, "degree")
}

func paysTooLittle(p stackhound.Profile, post stackhound.Posting) (string, string) {
	if p.MinSalary == nil {
		return "", ""
	}
	top, least, ok := payAgainst(*p.MinSalary, post.Salary)
	if !ok || top >= least {
		return "", ""
	}
	return "pays " + post.Salary.String() + ", below your minimum", post.SalaryQuote
}

func paySilent(p stackhound.Profile, post stackhound.Posting) (string, string) {
	if !p.RequirePay || post.Salary != nil {
		return "", ""
	}
	return "says nothing about pay", ""
}

// word returns where w stands in text as a whole word, in the text's own letters and
// without regard to case; "" when it does not.
func word(text, w string) string {
	if w == "" {
		return ""
	}
	for i := range text {
		end := i + len(w)
		if end > len(text) {
			return ""
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if strings.EqualFold(text[i:end], w) && !inWord(before) && !inWord(after) {
			return text[i:end]
		}
	}
	return ""
}

// inWord tells whether a rune is part of a word. The error rune, which also stands for
// the ends of the text, is not.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
