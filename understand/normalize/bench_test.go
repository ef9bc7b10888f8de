//go:build unix

package normalize

import (
	"fmt"
	"html"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"stackhound"
	"stackhound/lexicon/language"
)

// What reading must reach: ads a second on one core, and megabytes that all words together
// may take.
const (
	leastAds       = 2000
	aimedAds       = 3000
	mostVocabulary = 30
)

// madeAds is how many ads are made, and timesRead how often each is read.
const (
	madeAds   = 400
	timesRead = 5
)

// kept holds what a pass came to, so that none is left out.
var kept string

// BenchmarkRates reads ads of 1,500 to 4,000 characters as boards serve them, prints what
// the parts of reading take beside one plain pass over the same bytes, and whether that is
// enough.
func BenchmarkRates(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for b.Loop() {
		ads, bytes := adsOf(madeAds)
		lower := spent(b, ads, func(l stackhound.Listing) { kept = strings.ToLower(l.HTML) })
		fmt.Printf("%d ads of %d bytes of markup on one core\n%-28s %10s %10s %10s %14s\n", len(ads), bytes/len(ads), "", "ads/s", "µs an ad", "MB/s", "x lower-casing")
		row := func(name string, fn func(stackhound.Listing)) float64 {
			took := spent(b, ads, fn)
			fmt.Printf("%-28s %10.0f %10.1f %10.1f %14.1f\n", name, 1/took, took*1e6, float64(bytes)/float64(len(ads))/took/1e6, took/lower)
			return 1 / took
		}
		row("lower-casing", func(l stackhound.Listing) { kept = strings.ToLower(l.HTML) })
		row("text", func(l stackhound.Listing) { Text(l) })
		row("text, cues, sections, language", func(l stackhound.Listing) {
			body := newSource(fromBody, Text(l))
			split(body, findCues(body.lower))
			language.Of(body.text)
		})
		rate := row("all of an ad", func(l stackhound.Listing) { Read(l, stackhound.Defaults{}) })
		ads = nil
		verdict(rate, vocabulary())
	}
}

// verdict prints the last line.
func verdict(rate, megabytes float64) {
	word := "ok"
	if rate < leastAds || megabytes > mostVocabulary {
		word = "FALLS SHORT"
	}
	fmt.Printf("%s: %.0f ads/s (aim %d, at least %d), vocabulary %.1f MB (at most %d)\n", word, rate, aimedAds, leastAds, megabytes, mostVocabulary)
}

// vocabulary returns the megabytes on the heap once everything was used and nothing is being
// read. The words are loaded before any code of a test runs; a program without them holds
// less than 0.3.
func vocabulary() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// spent returns the processor time that doing something with an ad takes, in seconds. Other
// processes of the machine do not count.
func spent(b *testing.B, ads []stackhound.Listing, fn func(stackhound.Listing)) float64 {
	before := processor(b)
	for range timesRead {
		for _, l := range ads {
			fn(l)
		}
	}
	return (processor(b) - before) / float64(timesRead*len(ads))
}

func processor(b *testing.B) float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return float64(used.Utime.Sec+used.Stime.Sec) + float64(used.Utime.Usec+used.Stime.Usec)/1e6
}

// adsOf makes ads, always the same, and says how many bytes their markup has.
func adsOf(n int) (ads []stackhound.Listing, bytes int) {
	for i := range n {
		l := madeAd(rand.New(rand.NewPCG(7, uint64(i))))
		ads, bytes = append(ads, l), bytes+len(l.HTML)
	}
	return ads, bytes
}

func oneOf(rng *rand.Rand, list []string) string { return list[rng.IntN(len(list))] }

// madeAd makes one ad in one of the languages of made.
func madeAd(rng *rand.Rand) stackhound.Listing {
	words := made[min(rng.IntN(2*len(made)), len(made)-1)] // half of them English
	l := stackhound.Listing{Title: oneOf(rng, madeTitles), Company: "Tarnwick", Location: oneOf(rng, madePlaces)}
	if rng.IntN(3) == 0 {
		l.Title = "Tarnwick | " + l.Title + " | " + l.Location + " | Remote or onsite"
	}
	if rng.IntN(2) == 0 {
		l.Salary = fmt.Sprintf("€%d,000 - €%d,000 a year", 50+rng.IntN(20), 75+rng.IntN(40))
	}
	for range rng.IntN(6) {
		l.Tags = append(l.Tags, oneOf(rng, madeSkills))
	}
	var b strings.Builder
	size := 1500 + rng.IntN(2500)
	for at := 0; b.Len() < size; at = (at + 1) % len(words.headings) {
		b.WriteString("<p><strong>" + html.EscapeString(words.headings[at]) + "</strong></p>\n<p>")
		for range 2 {
			b.WriteString(html.EscapeString(sentenceOf(rng, words.sentences)) + " ")
		}
		b.WriteString("</p>\n<ul class=\"list\">\n")
		for range 2 + rng.IntN(3) {
			b.WriteString("<li style=\"margin: 0\">" + html.EscapeString(sentenceOf(rng, words.sentences)) + "</li>\n")
		}
		b.WriteString("</ul>\n")
	}
	l.HTML = b.String()
	return l
}

// sentenceOf fills the gaps of a sentence with technologies.
func sentenceOf(rng *rand.Rand, sentences []string) string {
	s := oneOf(rng, sentences)
	for strings.Contains(s, "_") {
		s = strings.Replace(s, "_", oneOf(rng, madeSkills), 1)
	}
	return s
}

var (
	madeTitles = []string{"Senior Backend Engineer (m/f/d)", "Go Developer", "Platform Engineer / SRE", "Staff Software Engineer, Payments", "Java Entwickler (m/w/d)", "Full Stack Developer", "Data Engineer", "Développeur Python H/F", "Programista Kotlin", "Engineering Manager"}
	madePlaces = []string{"Graz, Austria", "Remote (Europe)", "Kraków, Poland", "Lyon, France", "Leeds, UK", "Remote - US only", "Porto, Portugal", "Boston, MA", "Berlin", ""}
	madeSkills = []string{"Go", "Java", "Kotlin", "Python", "Rust", "C++", "C#", "Node.js", "TypeScript", "PostgreSQL", "Redis", "Kafka", "Docker", "Kubernetes", "Terraform", "gRPC", "Linux", "Elixir", "AWS", "React", "Spring Boot", "Django", "GraphQL", "MongoDB"}
)

// made are the words of the ads by language; the last is met most often.
var made = []struct{ headings, sentences []string }{
	{[]string{"Über uns", "Deine Aufgaben", "Dein Profil", "Von Vorteil", "Wir bieten"}, []string{"Wir bauen mit _ und _ eine Plattform für kleine Läden & Werkstätten.", "Du bringst mindestens 3 Jahre Erfahrung mit _ mit und sprichst gut Deutsch.", "Kenntnisse in _ sind ein Plus.", "Unser Büro liegt in Graz, zwei Tage pro Woche arbeitest du von zu Hause.",
		"Das Gehalt liegt bei mindestens 60.000 € brutto im Jahr.", "30 Tage Urlaub, flexible Zeiten und ein Budget für Bücher."}},
	{[]string{"Qui sommes-nous ?", "Vos missions", "Profil recherché", "Ce que nous offrons"}, []string{"Notre équipe développe des services en _ et _ pour l'industrie.", "Vous avez au moins cinq ans d'expérience avec _.", "La connaissance de _ serait un plus.", "Télétravail deux jours par semaine depuis Lyon.", "Salaire de 50 à 60 k€ selon votre profil."}},
	{[]string{"O nas", "Twoje zadania", "Wymagania", "Mile widziane", "Oferujemy"}, []string{"Tworzymy systemy płatności w _ i _ dla małych firm.", "Masz co najmniej cztery lata doświadczenia w _.", "Mile widziana znajomość _.", "Praca zdalna albo w biurze w Krakowie.", "Umowa B2B, 18 000 - 24 000 PLN netto miesięcznie."}},
	{[]string{"About us", "What you'll do", "What you bring", "Nice to have", "What we offer", "How to apply"}, []string{"We build the ledger that shops & markets settle their day with, mostly in _ and _.", "You have 5+ years of experience with _ or _ and you like to write things down.", "Experience with _ is a plus, but not required.", "You will own services from design to on-call, together with a team of six engineers.",
		"Our customers include co-operatives in twelve countries; no two of them count in the same way.", "We pay $120,000 - $150,000 plus equity, and 25 days of vacation.", "The role is hybrid: two days a week in our Leeds office, the rest from home.", "We cannot sponsor visas at this time.", "A degree in computer science or equivalent experience.",
		"Our stack: _, _, _ and a little _.", "The interview process has a phone call, a pairing session and a chat with the founders."}},
}
