package crawler

import (
	"math"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"stackhound"
)

// BuildListing makes a listing of the values read for it. Addresses are resolved against
// the page they were found on, white space in one-line texts is folded, times and figures
// are parsed; an unreadable date or figure counts as not given. The id defaults to the
// address. The error names the field that is missing or cannot be used.
func BuildListing(board stackhound.Board, pageURL string, values map[string][]string) (stackhound.Listing, error) {
	line := func(name string) string { return strings.Join(strings.Fields(first(values[name])), " ") }
	l := stackhound.Listing{
		Title:       line("title"),
		Company:     line("company"),
		Location:    strings.Join(folded(values["location"]), "; "),
		Salary:      line("salary"),
		Tags:        folded(values["tags"]),
		Description: strings.TrimSpace(strings.Join(values["description"], "\n\n")),
		HTML:        strings.TrimSpace(strings.Join(values["html"], "\n")),
		Posted:      date(values["posted"]),
		Expires:     date(values["expires"]),
		Stated: stackhound.Stated{
			Workplace:  folded(values["workplace"]),
			Employment: folded(values["employment"]),
			Level:      folded(values["level"]),
			Regions:    folded(values["regions"]),
			Category:   folded(values["category"]),
			PayMin:     figure(values["pay_min"]),
			PayMax:     figure(values["pay_max"]),
			Currency:   line("currency"),
			Period:     line("period"),
		},
	}
	l.Board = board.Name
	if l.Title == "" {
		return l, stackhound.Errorf(stackhound.CodeInvalid, "an item on %s has no title", pageURL)
	}
	var err error
	if l.URL, err = resolve(pageURL, first(values["url"])); err != nil {
		return l, stackhound.Errorf(stackhound.CodeInvalid, "item %q on %s: url: %w", l.Title, pageURL, err)
	}
	l.ApplyURL = applyAddress(pageURL, first(values["apply_url"]))
	if l.ID = line("id"); l.ID == "" {
		l.ID = l.URL
	}
	return l, nil
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// folded folds white space in each value and drops empty ones and repetitions.
func folded(values []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, v := range values {
		v = strings.Join(strings.Fields(v), " ")
		if v != "" && !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// resolve makes an address absolute against the page it stands on, without a user
// or password in it. Only http and https lead to pages.
func resolve(page, ref string) (string, error) {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "there is none")
	}
	base, err := url.Parse(page)
	if err != nil {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%q is no address", page)
	}
	u, err := base.Parse(ref)
	if err != nil {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%q is no address", ref)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%q is not an http address", ref)
	}
	u.User = nil
	return u.String(), nil
}

// applyAddress makes an address to apply at of a link or a mail address. One that is
// neither costs only itself: the listing's own page still leads there.
func applyAddress(page, ref string) string {
	ref = strings.TrimSpace(ref)
	if m, err := mail.ParseAddress(strings.TrimPrefix(ref, "mailto:")); err == nil {
		return "mailto:" + m.Address
	}
	address, _ := resolve(page, ref)
	return address
}

func date(values []string) time.Time {
	t, err := ParseTime(first(values), "")
	if err != nil {
		return time.Time{}
	}
	return t
}

// figure reads an amount as boards put it into fields of their own: digits with an
// optional fraction, thousands separated by commas. Anything else counts as not stated.
func figure(values []string) float64 {
	s := strings.ReplaceAll(strings.TrimSpace(first(values)), ",", "")
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f <= 0 || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0
	}
	return f
}
