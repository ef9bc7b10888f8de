package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"stackhound/internal/secret"
)

// TestNeverPrints shows a secret in every way there is, by itself and in a struct.
func TestNeverPrints(t *testing.T) {
	t.Parallel()
	s := secret.Text("hunter2")
	held := struct{ Password secret.Text }{s}
	asJSON, err := json.Marshal([]any{s, held})
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "password", s, "held", held)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "password", s, "held", held)
	for _, printed := range []string{fmt.Sprint(s, held), fmt.Sprintf("%v %+v %#v %s %q %x", s, held, held, s, s, s), string(asJSON), logged.String()} {
		if strings.Contains(printed, "hunter2") || strings.Contains(printed, "68756e74657232") || !strings.Contains(printed, "***") {
			t.Errorf("it is printed as %s", printed)
		}
	}
	if s.Reveal() != "hunter2" {
		t.Errorf("it is %q", s.Reveal())
	}
	if empty := secret.Text(""); empty.String() != "" || fmt.Sprintf("%#v", empty) != `""` {
		t.Errorf("an empty one is printed as %q and %#v", empty, empty)
	}
}
