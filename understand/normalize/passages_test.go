package normalize

import (
	"testing"

	"stackhound"
	"stackhound/lexicon/fold"
)

func TestHeadings(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]section{
		"Requirements": needsSection, "REQUIREMENTS:": needsSection, "**What you bring**": needsSection, "🚀 What we’re looking for": needsSection, "## Must-haves ##": needsSection,
		"Nice to have": niceSection, "✨ BONUS POINTS ✨": niceSection, "Nice to have (but not required):": niceSection, "What we offer": offerSection, "--- Benefits ---": offerSection,
		"About us": aboutSection, "WHO WE ARE": aboutSection, "Our interview process": processSection, "How to apply:": processSection, "What you'll do": tasksSection, "Equal Opportunity Employer": legalSection,
		"Dein Profil": needsSection, "DAS BRINGST DU MIT": needsSection, "Von Vorteil:": niceSection, "Wünschenswert": niceSection, "Was wir bieten": offerSection, "ÜBER UNS": aboutSection, "Bewerbungsprozess": processSection, "Deine Aufgaben": tasksSection,
		"Requisitos": needsSection, "Se valorará:": niceSection, "Qué ofrecemos": offerSection, "Quiénes somos": aboutSection, "Proceso de selección": processSection, "Tus funciones": tasksSection,
		"Profil recherché": needsSection, "Serait un plus :": niceSection, "Ce que nous offrons": offerSection, "Qui sommes-nous ?": aboutSection, "Processus de recrutement": processSection, "Vos missions": tasksSection,
		"Wymagania": needsSection, "MILE WIDZIANE": niceSection, "Oferujemy:": offerSection, "O nas": aboutSection, "Etapy rekrutacji": processSection, "ZAKRES OBOWIĄZKÓW": tasksSection,
		"Pré-requisitos": needsSection, "Diferenciais": niceSection, "O que oferecemos": offerSection, "Quem somos": aboutSection, "Processo seletivo": processSection, "Suas atividades": tasksSection,
		"Functie-eisen": needsSection, "Een pré:": niceSection, "Wij bieden": offerSection, "Over ons": aboutSection, "Sollicitatieprocedure": processSection, "Wat ga je doen?": tasksSection,
		"Requisiti": needsSection, "Costituisce un plus:": niceSection, "Cosa offriamo": offerSection, "Chi siamo": aboutSection, "Processo di selezione": processSection, "Cosa farai": tasksSection,
		// no headings
		"": noSection, "We offer you a seat, a desk and a view": noSection, "- Experience": noSection, "Our customers came back to us for the third year in a row now": noSection, "Go": noSection, "!!!": noSection,
		"Rust a good plus.": noSection, "2-5 years of industry experience.": noSection, "Nice to have.": niceSection, "Description:": tasksSection, "Company overview:": aboutSection, "What would make you stand out:": niceSection, "Recommended experience:": niceSection,
	} {
		got, _, ok := heading(fold.ASCII(line), line+"\n", span{0, len(line) + 1})
		if ok != (want != noSection) || got != want {
			t.Errorf("%q opens %d, %v; want %d", line, got, ok, want)
		}
	}
}

// TestMarkedSections reads an ad whose headings are marked in many ways.
func TestMarkedSections(t *testing.T) {
	t.Parallel()
	body := newSource(fromBody, Text(stackhound.Listing{HTML: "<p>Intro Go.</p><p><strong>ABOUT US</strong><br>We sell Java.</p><b>🔧 What you bring:</b><ul><li>Rust</li><li>Kafka is a plus</li></ul>" +
		"<p><u>Nice to have</u></p><p>Elixir</p><h3>What we offer</h3>Kotlin lessons<p>How to apply: send Perl</p>"}))
	r := reader{passages: split(body, findCues(body.lower))}
	for word, want := range map[string]struct {
		section section
		want    want
	}{
		"Go": {noSection, required}, "Java": {aboutSection, mentioned}, "Rust": {needsSection, required}, "Kafka": {needsSection, nice}, "Elixir": {niceSection, nice},
		"Kotlin": {offerSection, mentioned}, "Perl": {processSection, mentioned},
	} {
		at := wordAt(body.text, word)
		if p := r.passageAt(at); p.section != want.section || p.want != want.want || p.about != (want.want == mentioned) {
			t.Errorf("%s stands in %+v, want %+v", word, p, want)
		}
	}
}

// TestWants reads ads without markup, whose headings stand where they may.
func TestWants(t *testing.T) {
	t.Parallel()
	for text, wants := range map[string]map[string]want{
		"We look for somebody with Go. Rust a good plus.\nAlso needed is Kafka.":                                                 {"Go": required, "Rust": nice, "Kafka": required},
		"Preferred qualifications:\nTwo years of industry experience.\nKnowing Kafka.":                                           {"Kafka": nice},
		"Experience with the following would make you stand out as a candidate:\n- Kafka\n- Rust":                                {"Kafka": nice, "Rust": nice},
		"*Company:* Quillwork, maker of quills\n*Technologies:* Go on Linux\nWe test with Cypress.":                              {"Go": required, "Linux": required, "Cypress": required},
		"Our customers love what we do and there are more of them each week:\n- \"Like Kafka, but nice\"\nYou know Go and Rust.": {"Kafka": mentioned, "Go": required, "Rust": required},
		"About us: We are a small studio that draws maps with Java.\nYou draw them with Rust.":                                   {"Java": mentioned, "Rust": required},
		"Our stack is Java and Linux (knowing the trade of maps is a bonus), with Kafka.":                                        {"Java": required, "Linux": required, "trade": nice, "Kafka": required},
		"Java, Kafka (nice to have)\nGo (required)":                                                                              {"Kafka": nice, "Go": required},
		"Quillwork | Developer | Location: Porto, Portugal | Hybrid\nYou know Go.":                                               {"Porto": mentioned, "Go": required},
		"You know Linux. Knowing a tool for containers (e.g. Docker) is a plus.":                                                 {"Linux": required, "Docker": nice},
		"We draw maps of harbours for a business partner of ours in the north and look for people to help. Requirements: - Knowledge of Go or Python - Basic Linux - Kafka is welcome - Good with Git Nice to have: - Rust - Elixir Benefits: - Kotlin lessons on each second Friday of the month": {
			"Go": required, "Python": required, "Linux": required, "Kafka": nice, "Git": required, "Rust": nice, "Elixir": nice, "Kotlin": mentioned},
	} {
		body := newSource(fromBody, text)
		r := reader{passages: split(body, findCues(body.lower))}
		for word, want := range wants {
			if p := r.passageAt(wordAt(body.text, word)); p.want != want {
				t.Errorf("%q: %s is wanted %d, not %d", text, word, p.want, want)
			}
		}
	}
}

func passagesOf(text string) []passage {
	body := newSource(fromBody, text)
	return split(body, findCues(body.lower))
}

// FuzzSplit holds that passages are the whole body, one behind another.
func FuzzSplit(f *testing.F) {
	f.Add("About us:\nWe. You!\n\n- Requirements: a; b? c")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, p := range passagesOf(text) {
			if p.start != end || p.end <= p.start {
				t.Fatalf("%q: a passage %d:%d behind %d", text, p.start, p.end, end)
			}
			end = p.end
		}
		if end != len(text) {
			t.Fatalf("%q ends at %d", text, end)
		}
	})
}
