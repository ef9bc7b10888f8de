package fetch

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func TestToUTF8(t *testing.T) {
	t.Parallel()
	cyrillic := func(s string) string { out, _ := charmap.Windows1251.NewEncoder().String(s); return out }
	western := func(s string) string { out, _ := charmap.Windows1252.NewEncoder().String(s); return out }
	japan := func(s string) string { out, _ := japanese.ShiftJIS.NewEncoder().String(s); return out }
	wide := func(s string) string {
		out, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
		return out
	}
	long := strings.Repeat("Разработчик программного обеспечения в Москве. ", 5)
	for _, tt := range []struct{ name, body, kind, want string }{
		{"nothing", "", "", ""},
		{"plain", "Zürich", "text/html", "Zürich"},
		{"header", cyrillic("Привет"), "text/html; charset=windows-1251", "Привет"},
		{"header, quoted", cyrillic("Привет"), `text/html; charset="Windows-1251"`, "Привет"},
		{"shift_jis", japan("東京"), "text/html; charset=shift_jis", "東京"},
		{"meta", cyrillic(`<meta charset="windows-1251">Привет`), "text/html", `<meta charset="windows-1251">Привет`},
		{"old meta", western(`<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">Zürich`), "", `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">Zürich`},
		{"xml", western(`<?xml version="1.0" encoding="ISO-8859-1"?><a>Zürich</a>`), "application/xml", `<?xml version="1.0" encoding="ISO-8859-1"?><a>Zürich</a>`},
		{"byte order mark", "\xef\xbb\xbfZürich", "text/html; charset=iso-8859-1", "Zürich"},
		{"utf-16", wide("Zürich"), "", "Zürich"},
		{"header before meta", western(`<meta charset=utf-8>Zürich`), "text/html; charset=iso-8859-1", `<meta charset=utf-8>Zürich`},
		{"header lies", cyrillic("<meta charset=windows-1251>Привет"), "text/html; charset=utf-8", "<meta charset=windows-1251>Привет"},
		{"all lie", western("<meta charset=utf-8>Zürich"), "text/html; charset=utf-8", "<meta charset=utf-8>Zürich"},
		{"unknown name", "Zürich", "text/html; charset=klingon", "Zürich"},
		{"one broken byte", "Zürich, München, Köln \xff", "text/html; charset=utf-8", "Zürich, München, Köln \uFFFD"},
		{"guessed", cyrillic(long), "text/html", long},
		{"meta in json", `{"a":"<meta charset=windows-1252>Zürich"}`, "application/json", `{"a":"<meta charset=windows-1252>Zürich"}`},
		{"meta in json called a page", ` [{"a":"<meta charset=windows-1252>Zürich"}]`, "text/html", ` [{"a":"<meta charset=windows-1252>Zürich"}]`},
		{"json", `{"a":"Zürich"}`, "application/json", `{"a":"Zürich"}`},
	} {
		got, doubt := toUTF8([]byte(tt.body), tt.kind)
		if string(got) != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if lies := strings.Contains(tt.name, "lie") || tt.name == "unknown name" || tt.name == "guessed"; lies != (doubt != "") {
			t.Errorf("%s: doubt %q", tt.name, doubt)
		}
	}
}

func FuzzToUTF8(f *testing.F) {
	f.Add([]byte("<meta charset=shift_jis>\x93\x8c"), "text/html")
	f.Add([]byte("\xff\xfea"), "text/html; charset=utf-16")
	f.Add([]byte("<?xml encoding='x'?>\xe4"), "text/xml; charset=;")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		if out, _ := toUTF8(body, kind); !utf8.Valid(out) {
			t.Errorf("%q is not UTF-8", out)
		}
	})
}
