package bigsite

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"
	"time"
)

// Ad is one job of a Row, with all that its page says of it.
type Ad struct {
	Path        string
	Title       string
	Company     string
	Location    string
	Salary      string // "" where the page names none
	Posted      string // a date, 2006-01-02
	Tags        []string
	Description string // its words, divided by single spaces
	ApplyURL    string

	markup string // of the description
}

var (
	grades   = []string{"", "", "Junior ", "Senior ", "Lead ", "Principal "}
	trades   = []string{"Backend Developer", "Go Engineer", "Platform Developer", "Reliability Engineer", "Java Developer", "Python Engineer", "API Engineer", "Rust Developer", "Database Engineer"}
	stack    = []string{"Go", "Java", "Kotlin", "Python", "Rust", "C++", "C#", "Node.js", "PostgreSQL", "Redis", "Kafka", "Docker", "Kubernetes", "Terraform", "gRPC", "Linux", "Elixir", "AWS"}
	towns    = []string{"Graz, Austria", "Remote (Europe)", "Zürich, Switzerland", "Kraków, Poland", "Remote (worldwide)", "Århus, Denmark", "Leeds, UK", "Porto, Portugal", "Boston, MA", "Gent, Belgium"}
	forms    = []string{" GmbH", " Ltd", " & Sons", " Inc.", "", " AG", " Works"}
	syllable = []string{"bri", "mor", "fen", "tal", "ost", "lin", "gar", "vey", "ash", "dun", "kel", "wick", "ran", "sol"}
	plain    = strings.Fields("you will build and run the services behind our product with a team that writes things down measures before it changes and keeps what it " +
		"promises we care for plain code careful reviews quiet nights and people who ask the work reaches from storage and queues to public interfaces and the tools " +
		"that others use every day there is time to learn a budget for books and travel and nobody to watch how long you sit at a desk")
)

// newAd makes job n of a board; the same numbers always make the same.
func newAd(board, n int) Ad {
	rng := rand.New(rand.NewPCG(uint64(board), uint64(n)))
	a := Ad{
		Path:     fmt.Sprintf("/jobs/%d", n),
		Title:    one(rng, grades) + one(rng, trades),
		Company:  employer(rng),
		Location: one(rng, towns),
		Posted:   time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -rng.IntN(50)).Format(time.DateOnly),
		ApplyURL: fmt.Sprintf("https://apply.example.com/%d/%d?via=board&copy=%x", board, n, rng.IntN(1<<20)),
	}
	if rng.IntN(4) > 0 {
		low := 40 + 5*rng.IntN(15)
		a.Salary = fmt.Sprintf("€%d,000 - €%d,000 a year", low, low+10+5*rng.IntN(6))
	}
	for _, at := range rng.Perm(len(stack))[:3+rng.IntN(4)] {
		a.Tags = append(a.Tags, stack[at])
	}
	a.describe(rng)
	return a
}

func one(rng *rand.Rand, of []string) string { return of[rng.IntN(len(of))] }

func employer(rng *rand.Rand) string {
	name := one(rng, syllable) + one(rng, syllable) + one(rng, syllable)
	return strings.ToUpper(name[:1]) + name[1:] + one(rng, forms)
}

// describe writes paragraphs and lists, as text and as markup.
func (a *Ad) describe(rng *rand.Rand) {
	var text, markup strings.Builder
	add := func(before, words, after string) {
		markup.WriteString(before + html.EscapeString(words) + after)
		text.WriteString(words + " ")
	}
	for part := range 5 + rng.IntN(5) {
		markup.WriteString("<p>")
		for range 3 + rng.IntN(3) {
			add("", sentence(rng), " ")
		}
		markup.WriteString("</p>\n")
		if part%2 == 0 {
			continue
		}
		markup.WriteString("<ul>\n")
		for range 3 + rng.IntN(3) {
			add("<li><strong>", one(rng, stack), "</strong> ")
			add("", sentence(rng), "</li>\n")
		}
		markup.WriteString("</ul>\n")
	}
	a.Description, a.markup = strings.TrimSpace(text.String()), markup.String()
}

func sentence(rng *rand.Rand) string {
	words := make([]string, 8+rng.IntN(14))
	for i := range words {
		words[i] = one(rng, plain)
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	return strings.Join(words, " ") + "."
}
