package normalize

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stackhound"
	"stackhound/internal/servertest"
	"stackhound/lexicon/fold"
)

func TestReadLanguage(t *testing.T) {
	t.Parallel()
	const text = "Wir suchen eine Entwicklerin für unser Team in Graz, die gerne mit Go arbeitet. Du hast Erfahrung mit Kafka und sprichst gut Deutsch."
	ad := Read(stackhound.Listing{Title: "Go Developer", Description: text}, stackhound.Defaults{})
	if e, ok := ad.Evidence("language", "de"); ad.Language != "de" || !ok || !strings.Contains(text, e.Quote) {
		t.Errorf("the language is %q, shown by %+v", ad.Language, e)
	}
	if ad := Read(stackhound.Listing{Title: "Go Developer", Description: "Go, Kafka"}, stackhound.Defaults{}); ad.Language != "" {
		t.Errorf("a few names are told as %q", ad.Language)
	}
}

// TestLanguageOfLabelledAds reads ads that are all in English but for a few.
func TestLanguageOfLabelledAds(t *testing.T) {
	t.Parallel()
	n, english := 0, 0
	for _, c := range labels(t, "dev") {
		if n++; Read(c.l, stackhound.Defaults{}).Language == "en" {
			english++
		}
	}
	t.Logf("%d of %d ads are told as English", english, n)
	if english*100 < n*90 {
		t.Errorf("%d of %d ads are told as English", english, n)
	}
}

// TestCapturesAreLegible reads what boards answered, some of it misread by themselves.
func TestCapturesAreLegible(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder with boards/captures to read them")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "boards", "captures", "*", "*.json"))
	texts, misread := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var page any
		if json.Unmarshal(data, &page) != nil {
			continue
		}
		eachString(page, func(s string) {
			texts++
			if fold.Repair(s) != s {
				misread++
			}
			text := Text(stackhound.Listing{HTML: s})
			for _, sign := range []string{"â€", "Ã¼", "Ã©", "Â ", "&amp;", "<p>", "\u00ad", "\u200b"} {
				if strings.Contains(text, sign) {
					t.Errorf("%s: %q is left in %.80q", file, sign, text)
				}
			}
		})
	}
	t.Logf("%d texts, %d of them misread by their boards", texts, misread)
	if texts == 0 || misread == 0 {
		t.Errorf("%d texts, %d misread: the captures are not what they were", texts, misread)
	}
}

// eachString visits the texts of a JSON value.
func eachString(v any, visit func(string)) {
	switch v := v.(type) {
	case string:
		visit(v)
	case []any:
		for _, e := range v {
			eachString(e, visit)
		}
	case map[string]any:
		for _, e := range v {
			eachString(e, visit)
		}
	}
}
