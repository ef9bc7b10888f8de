package crawler

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"stackhound"
)

// relative is the unit of a time that is told by how long ago it was.
const relative = "relative"

// distance is a count and a unit of time, with the words around it that say it lies in the
// past: "3 days ago", "vor 3 Tagen", "hace 2 días", "il y a 3 jours", or nothing but "3d".
var (
	distance = regexp.MustCompile(`(?:^|[^\p{L}\d])(\d{1,4}|an?|one|einem|einer|einen|una?|une|uma?|een|één)\s*(\p{L}+)\.?(?:$|[^\p{L}])`)
	past     = regexp.MustCompile(`(?:^|\P{L})(ago|vor|hace|il y a|fa|há|atrás|geleden|temu|sedan|siden)(?:$|\P{L})`)
	short    = regexp.MustCompile(`^\d{1,4}\s?(min|h|hr|hrs|d|w|wk|mo|y|yr)$`)
	// vague says that it was longer ago than that, and not how long.
	vague = regexp.MustCompile(`\d\s*\+|(?:^|\P{L})(over|more than|mehr als|über|más de|plus de|oltre|mais de|meer dan|ponad)\P{L}`)
)

// today and yesterday in the languages of the units below.
var (
	today     = regexp.MustCompile(`(?:^|\P{L})(today|just now|just posted|heute|gerade eben|hoy|aujourd['’]hui|oggi|hoje|vandaag)(?:$|\P{L})`)
	yesterday = regexp.MustCompile(`(?:^|\P{L})(yesterday|gestern|ayer|hier|ieri|ontem|gisteren)(?:$|\P{L})`)
)

// spans are the words for units of time, in English, German, Spanish, French, Italian,
// Portuguese and Dutch.
var spans = map[string]string{}

func init() {
	for span, words := range map[string]string{
		"minute": "min mins minute minutes minuten minuto minutos minuti minuut",
		"hour":   "h hr hrs hour hours stunde stunden std hora horas heure heures ora ore uur uren",
		"day":    "d day days tag tage tagen día días dia dias jour jours giorno giorni dag dagen",
		"week":   "w wk wks week weeks woche wochen semana semanas semaine semaines settimana settimane weken",
		"month":  "mo mos month months monat monate monaten mes meses mois mese mesi mês maand maanden",
		"year":   "y yr yrs year years jahr jahre jahren año años an ans anno anni ano anos jaar",
	} {
		for word := range strings.FieldsSeq(words) {
			spans[word] = span
		}
	}
}

// relativeTime reads a time that is told by its distance from now (in RFC 3339), as the day
// it fell on: such texts know no hours. One that says no more than "over 30 days ago" names
// no day.
func relativeTime(s, now string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, now)
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if err == nil && !vague.MatchString(s) {
		if t, ok := daysBefore(at.UTC(), s); ok {
			return t.Truncate(24 * time.Hour), nil
		}
	}
	return time.Time{}, stackhound.Errorf(stackhound.CodeInvalid, "%q does not say how long ago it was", s)
}

func daysBefore(at time.Time, s string) (time.Time, bool) {
	if m := distance.FindStringSubmatch(s); m != nil && (past.MatchString(s) || short.MatchString(s)) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = 1
		}
		return back(at, n, spans[m[2]])
	}
	switch {
	case today.MatchString(s):
		return at, true
	case yesterday.MatchString(s):
		return at.AddDate(0, 0, -1), true
	}
	return at, false
}

// back goes n spans back from a time.
func back(at time.Time, n int, span string) (time.Time, bool) {
	switch span {
	case "minute":
		return at.Add(-time.Duration(n) * time.Minute), true
	case "hour":
		return at.Add(-time.Duration(n) * time.Hour), true
	case "day":
		return at.AddDate(0, 0, -n), true
	case "week":
		return at.AddDate(0, 0, -7*n), true
	case "month":
		return at.AddDate(0, -n, 0), true
	case "year":
		return at.AddDate(-n, 0, 0), true
	}
	return at, false
}
