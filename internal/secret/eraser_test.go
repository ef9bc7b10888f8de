package secret_test

import (
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"

	"stackhound/internal/secret"
)

// TestEraser finds a secret in whatever way a text holds it, and nothing else.
func TestEraser(t *testing.T) {
	t.Parallel()
	e := secret.NewEraser("a/b+c=&'\"<\\ ü😀\xff", "", "hunter2")
	asJSON := func(s string) string {
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Trim(string(data), `"`)
	}
	plain := strings.TrimSuffix("a/b+c=&'\"<\\ ü😀\xff", "\xff")
	for _, spelled := range []string{
		plain + "\xff", url.QueryEscape(plain + "\xff"), url.PathEscape(plain + "\xff"), strings.ToLower(url.QueryEscape(plain + "\xff")),
		url.QueryEscape(url.QueryEscape(plain + "\xff")), html.EscapeString(plain) + "\xff", html.EscapeString(html.EscapeString(plain)) + "\xff", asJSON(plain) + "\xff",
		asJSON(asJSON(plain)) + "\xff", `a\/b\u002Bc=&amp;&#x27;&quot;&#60;\\&#32;\u00fc\ud83d\uDE00` + "\xff", "hunter2",
	} {
		text := "x" + spelled + "y"
		if got := e.Text(text); got != "xSCRUBBEDy" || !e.Finds(text) {
			t.Errorf("%q became %q", text, got)
		}
		if got, found := e.Bytes([]byte(text)); string(got) != "xSCRUBBEDy" || !found {
			t.Errorf("%q became %q, %v", text, got, found)
		}
	}
	for _, other := range []string{"", "hunter", "HUNTER2", "a/b+c=", "a%2"} {
		if got, found := e.Bytes([]byte(other)); e.Text(other) != other || string(got) != other || found || e.Finds(other) {
			t.Errorf("%q became %q", other, got)
		}
	}
	if none := secret.NewEraser("", ""); none.Text("a") != "a" || none.Finds("") {
		t.Error("without secrets something is erased")
	}
}

// FuzzEraser holds that whatever a secret is, an eraser can be made of it, and leaves it
// nowhere as it is or as the query of an address spells it.
func FuzzEraser(f *testing.F) {
	f.Add("hunter2", "a hunter2 and hunter2hunter2")
	f.Add("a/b+c=&'\"<\\ ü😀\xff", "?x=")
	f.Add("(?i:[", "%%")
	f.Add("hunter2%", "")
	f.Add("hunter2&", "hunter2&amp;")
	f.Fuzz(func(t *testing.T, s, text string) {
		if s == "" || strings.Contains(secret.Erased, s) {
			return
		}
		e := secret.NewEraser(s)
		for _, spelled := range []string{s, url.QueryEscape(s)} {
			got := e.Text(text + "\n" + spelled + "\n" + text)
			if before, after, found := strings.Cut(got, "\n"+secret.Erased+"\n"); !found && !strings.Contains(s, "\n") {
				t.Fatalf("%q is left in %q, %q, %q", s, got, before, after)
			}
		}
	})
}
