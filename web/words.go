package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"stackhound"
	"stackhound/lexicon/places"
)

// thousands writes a whole number with separators: 12,345.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// counted writes "1 job" or "12,345 jobs".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	s = capital(s)
	if strings.ContainsAny(s[len(s)-1:], ".!?:") {
		return s
	}
	return s + "."
}

// capital makes the first letter a capital, unless the first word is more than letters:
// an address or a board's name stays as it is.
func capital(s string) string {
	word, _, _ := strings.Cut(s, " ")
	word = strings.TrimRight(word, ".,:;?!")
	if word == "" || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// cut shortens s to at most n letters, after a whole word where there is one.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	s = string([]rune(s)[:n])
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return s + "…"
}

// moment is a point in time as a page shows it.
type moment struct {
	Ago   string // "3 days ago", or the date when that is long past
	Exact string // for a tooltip: "18 November 2026, 09:30 UTC"
	ISO   string // for machines
}

// at describes a time seen from now; the zero time has no words.
func at(now, t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	t = t.UTC()
	return moment{Ago: ago(now, t), Exact: t.Format("2 January 2006, 15:04 UTC"), ISO: t.Format(time.RFC3339)}
}

// ago says how long before now t was. A board's clock may run ahead: the future is now.
func ago(now, t time.Time) string {
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return counted(int(d.Minutes()), "minute", "minutes") + " ago"
	case d < 24*time.Hour:
		return counted(int(d.Hours()), "hour", "hours") + " ago"
	case d < 60*24*time.Hour:
		return counted(int(d.Hours()/24), "day", "days") + " ago"
	}
	return t.Format("2 January 2006")
}

// duration writes a time span as an operator set it: 90 s, 30 min, 6 h, 7 days.
func duration(d time.Duration) string {
	switch {
	case d >= 48*time.Hour && d%(24*time.Hour) == 0:
		return fmt.Sprint(int(d.Hours()/24), " days")
	case d >= time.Hour && d%time.Hour == 0:
		return fmt.Sprint(int(d.Hours()), " h")
	case d >= time.Minute && d%time.Minute == 0:
		return fmt.Sprint(int(d.Minutes()), " min")
	}
	return fmt.Sprint(d.Seconds(), " s")
}

// schedule writes a board's schedule in words where it is one of the plain kinds; any
// other cron spec stays as it is.
func schedule(spec string) string {
	if rest, ok := strings.CutPrefix(spec, "@every "); ok {
		if d, err := time.ParseDuration(rest); err == nil {
			return "every " + duration(d)
		}
	}
	var minute, hour int
	if n, _ := fmt.Sscanf(spec, "%d */%d * * *", &minute, &hour); n == 2 && fmt.Sprintf("%d */%d * * *", minute, hour) == spec {
		return "every " + duration(time.Duration(hour)*time.Hour)
	}
	if n, _ := fmt.Sscanf(spec, "%d %d * * *", &minute, &hour); n == 2 && fmt.Sprintf("%d %d * * *", minute, hour) == spec {
		return fmt.Sprintf("daily at %02d:%02d", hour, minute)
	}
	return strings.TrimPrefix(spec, "@")
}

// regionNames are the words for regions larger than a country.
var regionNames = map[string]string{
	"worldwide": "worldwide", "EU": "EU", "europe": "Europe", "north-america": "North America",
	"latam": "Latin America", "apac": "Asia-Pacific", "emea": "EMEA",
}

// place names a country, a region or a span of time zones as people do; what is none of
// these stays as it is.
func place(code string) string {
	if from, to, ok := strings.Cut(code, ".."); ok {
		return from + " to " + to
	}
	if name, ok := regionNames[code]; ok {
		return name
	}
	return cmp.Or(places.CountryName(code), code)
}

// location writes a place of work: "Berlin, Germany".
func location(l stackhound.Location) string {
	if l.Country != "" {
		l.Country = place(l.Country)
	}
	return l.String()
}

// plain writes a name of the closed lists with spaces: full_time is "full time".
func plain(s string) string { return strings.ReplaceAll(s, "_", " ") }

func plainAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = plain(n)
	}
	return out
}

// someOf joins the first few and says how many there are beyond them.
func someOf(parts []string, most int, by string) string {
	if extra := len(parts) - most; extra > 0 {
		return strings.Join(parts[:most], by) + fmt.Sprintf(" and %d more", extra)
	}
	return strings.Join(parts, by)
}

// where says in one line how and where a posting's work is done: "Remote (EU) or hybrid ·
// Berlin, Germany".
func where(ad stackhound.Ad) string {
	ways := ad.Workplace.Names()
	if ad.Workplace&stackhound.Remote != 0 && len(ad.Regions) > 0 {
		ways[0] += " (" + someOf(each(ad.Regions, place), 3, ", ") + ")"
	}
	parts := []string{capital(strings.Join(ways, " or ")), someOf(each(ad.Locations, location), 2, "; ")}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

func each[T any](values []T, name func(T) string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = name(v)
	}
	return out
}

// euros gives the pay as EUR a year where it is stated otherwise, rounded to hundreds,
// "" when it is that already or cannot be converted.
func (s *site) euros(p *stackhound.Pay) string {
	if p == nil || p.Currency == "EUR" && p.Period == "year" {
		return ""
	}
	low, high := s.yearly(*p, p.Min), s.yearly(*p, p.Max)
	if low == nil && high == nil {
		return ""
	}
	return "≈ " + stackhound.Pay{Min: low, Max: high, Currency: "EUR", Period: "year"}.String()
}

// yearly converts one bound of a pay.
func (s *site) yearly(p stackhound.Pay, bound *float64) *float64 {
	if bound == nil {
		return nil
	}
	p.Min, p.Max = bound, bound
	eur, ok := s.Yearly(p)
	if !ok {
		return nil
	}
	eur = math.Round(eur/100) * 100
	return &eur
}

// ladder orders levels by Levels, any other values by count.
func ladder(field string) func(a, b stackhound.FacetCount) int {
	return func(a, b stackhound.FacetCount) int {
		if field == "level" {
			return cmp.Compare(slices.Index(stackhound.Levels, a.Value), slices.Index(stackhound.Levels, b.Value))
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	}
}
