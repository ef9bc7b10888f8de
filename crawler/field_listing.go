package crawler

import (
	"math"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"stackhound"
	"stackhound/lexicon/fold"
)

// BuildListing makes a listing of the values read for it. Addresses are resolved against
// the page they were found on, white space in one-line texts is folded, times and figures
// are parsed; an unreadable date or figure counts as not given. The id defaults to the
// address. Characters that show nothing, or turn the direction of what follows, are left
// out. The error names the field that is missing, too long or cannot be used.
func BuildListing(board stackhound.Board, pageURL string, values map[string][]string) (stackhound.Listing, error) {
	if err := checkSizes(pageURL, values); err != nil {
		return stackhound.Listing{}, err
	}
	l := stackhound.Listing{
		Title:       line(values["title"]),
		Company:     line(values["company"]),
		Location:    strings.Join(folded(values["location"]), "; "),
		Salary:      line(values["salary"]),
		Tags:        folded(values["tags"]),
		Description: visible(strings.Join(values["description"], "\n\n")),
		HTML:        visible(strings.Join(values["html"], "\n")),
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
			Currency:   line(values["currency"]),
			Period:     line(values["period"]),
		},
	}
	l.Board = board.Name
	if l.Title == "" {
		return l, stackhound.Errorf(stackhound.CodeInvalid, "an item on %s has no title", pageURL)
	}
	var err error
	if l.URL, err = resolve(pageURL, first(values["url"])); err != nil {
		return l, stackhound.Errorf(stackhound.CodeInvalid, "item %.200q on %s: url: %w", l.Title, pageURL, err)
	}
	l.ApplyURL = applyAddress(pageURL, first(values["apply_url"]))
	if l.ID = line(values["id"]); l.ID == "" {
		l.ID = l.URL
	}
	return l, nil
}

// maxText bounds what is read for one field of an item, in bytes. The longest ads are a
// few hundred kilobytes of markup; more is a page taken for a field. The store takes no
// longer texts either.
const maxText = 1 << 20

// checkSizes refuses values that are too long to be those of one job.
func checkSizes(page string, values map[string][]string) error {
	for _, name := range stackhound.FieldNames {
		size := 2 * max(len(values[name])-1, 0) // what joins them
		for _, v := range values[name] {
			size += len(v)
		}
		if size > maxText {
			return stackhound.Errorf(stackhound.CodeInvalid, "an item on %s: %s has %d bytes, %d are allowed", page, name, size, maxText).
				WithHint("the board file may take the whole page for one field")
		}
	}
	return nil
}

// line returns the first value as a text of one line.
func line(values []string) string {
	return strings.Join(strings.Fields(visible(first(values))), " ")
}

// visible is a text without what it hides and without white space around it.
func visible(s string) string { return strings.TrimSpace(fold.Visible(s)) }

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
		v = strings.Join(strings.Fields(visible(v)), " ")
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
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%.200q is no address", page)
	}
	u, err := base.Parse(ref)
	if err != nil {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%.200q is no address", ref)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", stackhound.Errorf(stackhound.CodeInvalid, "%.200q is not an http address", ref)
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

// maxFigure is above any pay in any currency.
const maxFigure = 1e15

// figure reads an amount as boards put it into fields of their own: digits with an
// optional fraction, thousands separated by commas. Anything else counts as not stated.
func figure(values []string) float64 {
	s := strings.ReplaceAll(strings.TrimSpace(first(values)), ",", "")
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || f <= 0 || f > maxFigure {
		return 0
	}
	return f
}
