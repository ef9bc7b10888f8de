package levels

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stackhound/lexicon/fold"
)

func TestInTitle(t *testing.T) {
	for title, want := range map[string]string{
		"Senior Go Developer (m/w/d)":        "senior",
		"Sr. Backend Engineer":               "senior",
		"Staff Software Engineer":            "staff",
		"Senior Staff Engineer":              "staff",
		"Head of Engineering":                "executive",
		"Engineering Manager":                "manager",
		"Product Manager":                    "",
		"Senior Product Manager":             "senior",
		"Software Engineer II":               "mid",
		"Software Engineer III, Payments":    "senior",
		"Tech Lead":                          "lead",
		"Engineering Fellow":                 "principal",
		"fellow compiler expert":             "",
		"Hiring Managers' Assistant":         "",
		"Lead Engineer / Principal Engineer": "lead principal",
		"Junior/Mid Python Developer":        "junior mid",
		"Werkstudent Softwareentwicklung":    "intern",
		"Chief of Staff":                     "",
		"Member of Technical Staff":          "",
		"VP Engineering":                     "executive",
		"Programador Java pleno":             "mid",
		"Internal Tools Engineer":            "",
		"Trainee Softwareentwicklung":        "intern",
		"Stage - développeur Go":             "intern",
		"Early stage startup engineer":       "",
		"Stagiaire développeur":              "intern",
		"Becario de desarrollo":              "intern",
		"Praktyki: programista Java":         "intern",
		"Estágio em desenvolvimento":         "intern",
		"Berufseinsteiger Java":              "junior",
		"Młodszy programista":                "junior",
		"Starszy programista Java":           "senior",
		"Engenheiro de software sênior":      "senior",
		"Desarrollador semi senior":          "mid",
		"Développeur confirmé":               "mid",
		"Medior ontwikkelaar":                "mid",
		"Developer (mid-to-senior)":          "mid senior",
		"Middle Java Developer":              "mid",
		"Middle School Teacher":              "",
		"Teamleiter Softwareentwicklung":     "lead",
		"Kierownik zespołu":                  "manager",
		"Directeur technique":                "executive",
		"Lead Generation Specialist":         "",
		"Adviser to Senior Management":       "",
		"Nurse, Seniors Living":              "",
		"Event Staff":                        "",
		"Assistant to the Chief Executive":   "",
		"Engineer I":                         "junior",
		"Developer | I love trains":          "",
		"SDE II":                             "mid",
		"Principal/Staff Engineer":           "principal staff",
		"Account Manager":                    "",
		"Shift Supervisor":                   "manager",
		"Non-graduate Scheme":                "",
	} {
		var got []string
		for _, h := range InTitle(title) {
			if !slices.Contains(got, h.Level) {
				got = append(got, h.Level)
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("InTitle(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestHitsAreTheWords(t *testing.T) {
	title := "Ünited Team Lead – Sr. Go"
	var got []string
	for _, h := range InTitle(title) {
		got = append(got, title[h.Start:h.End])
	}
	if strings.Join(got, "|") != "Team Lead|Sr." {
		t.Errorf("got %q", got)
	}
}

func TestResolve(t *testing.T) {
	for in, want := range map[string]string{"Senior": "senior", "Mid-level": "mid", "Entry": "junior", "Head": "executive", "Head of Data": "executive", "middle": "mid", "ENTRY_LEVEL": "", "Whatever": ""} {
		if got, _ := Resolve(in); got != want {
			t.Errorf("Resolve(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestYears(t *testing.T) {
	for text, want := range map[string]string{
		"5+ years of experience with Go":                  "5: 5+ years",
		"3-5 years in backend development":                "3: 3-5 years",
		"more than 2 years of experience in Java":         "2: 2 years",
		"at least three years as a developer":             "3: three years",
		"5 years professional, non-academic experience":   "5: 5 years",
		"3 or more years of hands-on work":                "3: 3 or more years",
		"Minimum 4 yrs":                                   "4: 4 yrs",
		"founded 10 years ago":                            "",
		"must be 18 years old":                            "",
		"over the past 5 years we built experience":       "",
		"a company with 25 years of experience":           "",
		"mindestens 3 Jahre Berufserfahrung":              "3: 3 Jahre",
		"min. 2 lata doświadczenia":                       "2: 2 lata",
		"8+ years building things, 2 years of Kubernetes": "8: 8+ years, 2: 2 years",
		"five (5) years of experience":                    "5: 5) years",

		"an initial term of two years, working in Leeds":                        "",
		"a two-year programme for working engineers":                            "",
		"Al menos 18 años":                                                      "",
		"a two-year-old app keeps working":                                      "",
		"proven two-year experience in Go":                                      "2: two-year",
		"a contract for a period of 3 years, working":                           "",
		"5 años o más desarrollando software":                                   "5: 5 años",
		"5 ou mais anos a desenvolver software":                                 "5: 5 ou mais anos",
		"Doświadczenie w technologii Angular i pokrewnych od co najmniej 6 lat": "6: 6 lat",
		"Praca przy tworzeniu oprogramowania od 6 lat lub dłużej":               "6: 6 lat",
		"Od 6 lat na rynku":                                                     "",
		"6 months of experience with Go":                                        "0.5: 6 months",
		"18 Monate Berufserfahrung":                                             "1.5: 18 Monate",
		"a 6 month contract, experience with Go":                                "",
		"3 ans d'expérience minimum":                                            "3: 3 ans",
		"3 à 5 ans d'expérience":                                                "3: 3 à 5 ans",
		"od 3 do 5 lat doświadczenia":                                           "3: 3 do 5 lat",
		"between 3 and 5 years of experience":                                   "3: 3 and 5 years",
		"due anni di esperienza":                                                "2: due anni",
		"5 years programming in C":                                              "5: 5 years",
		"over 20 years in business":                                             "",
		"Our company has 15 years of experience":                                "",
		"With 12 years of experience in rail, we move parcels":                  "",
		"We have been developing software for 8 years":                          "",
		"a 3 year old product, using Go":                                        "",
		"drie jaar ervaring":                                                    "3: drie jaar",
		"três anos de experiência":                                              "3: três anos",
	} {
		var got []string
		for _, y := range Years(fold.ASCII(text)) {
			got = append(got, fmt.Sprintf("%g: %s", y.Years, text[y.Start:y.End]))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("Years(%q) = %q, want %q", text, strings.Join(got, ", "), want)
		}
	}
}

func TestFromYears(t *testing.T) {
	for years, want := range map[float64]string{0: "junior", 1.9: "junior", 2: "mid", 4: "mid", 5: "senior", 12: "senior"} {
		if got := FromYears(years); got != want {
			t.Errorf("FromYears(%g) = %s, want %s", years, got, want)
		}
	}
}

func FuzzYears(f *testing.F) {
	f.Add("3 to 5+ years; (five) years")
	f.Fuzz(func(t *testing.T, text string) {
		for _, y := range Years(fold.ASCII(text)) {
			if y.Start < 0 || y.End <= y.Start || y.End > len(text) {
				t.Fatalf("%v lies outside %q", y, text)
			}
		}
		for _, h := range InTitle(text) {
			_ = text[h.Start:h.End]
		}
	})
}
