package fold

import "testing"

func TestLetters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                        "",
		"plain Ünïcode":           "plain Ünïcode",
		"ﬁnance, ofﬂine, eﬃcient": "finance, offline, efficient",
		"Ｇｏ １２（日本）":               "Go 12（日本）",
		"𝗥𝗲𝗾𝘂𝗶𝗿𝗲𝗺𝗲𝗻𝘁𝘀: 𝘎𝘰, 𝟯 years 🚀": "Requirements: Go, 3 years 🚀",
	} {
		if got := Letters(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
