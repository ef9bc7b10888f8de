package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// healthServer answers as the pages would, with a status and a text for each path.
func healthServer(t *testing.T, answers map[string]string, status int) (port string) {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(answers[r.URL.Path]))
	}))
	t.Cleanup(srv.Close)
	return srv.URL[strings.LastIndex(srv.URL, ":")+1:]
}

func TestHealthcheck(t *testing.T) {
	const ok, unready = `{"status":"ok"}`, `{"status":"unready","checks":{"store":"ok","queue":"Redis cannot be reached"}}`
	well := healthServer(t, map[string]string{"/healthz": ok, "/readyz": `{"status":"ok","checks":{"store":"ok"}}`}, http.StatusOK)
	ill := healthServer(t, map[string]string{"/readyz": unready}, http.StatusServiceUnavailable)
	other := healthServer(t, map[string]string{"/healthz": "<html>"}, http.StatusOK)
	for _, c := range []struct {
		name, addr string
		args       []string
		status     int
		out, says  string
	}{
		{"well", "127.0.0.1:" + well, nil, exitOK, "ok\n", ""},
		{"on all addresses", "0.0.0.0:" + well, nil, exitOK, "ok\n", ""},
		{"by name", "localhost:" + well, nil, exitOK, "ok\n", ""},
		{"ready", "127.0.0.1:" + well, []string{"--ready"}, exitOK, "ok\nstore: ok\n", ""},
		{"not ready", "127.0.0.1:" + ill, []string{"--ready"}, exitFailed, "unready\nqueue: Redis cannot be reached\nstore: ok\n", "not well: status 503"},
		{"JSON", "127.0.0.1:" + well, []string{"--json"}, exitOK, ok + "\n", ""},
		{"another program", "127.0.0.1:" + other, nil, exitFailed, "", "is not stackhound"},
		{"nobody there", "127.0.0.1:1", nil, exitFailed, "", "nothing answers"},
		{"any port", "127.0.0.1:0", nil, exitUsage, "", "no port"},
		{"another machine", "10.1.2.3:8080", nil, exitRefused, "", "not on this machine"},
		{"another machine's name", "example.com:8080", nil, exitRefused, "", "not on this machine"},
		{"both", "127.0.0.1:" + well, []string{"--ready", "--store"}, exitUsage, "", "one or the other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("STACKHOUND_WEB_ADDR", c.addr)
			status, out, errs := cli(t, append([]string{"healthcheck"}, c.args...)...)
			if status != c.status || out != c.out || !strings.Contains(errs, c.says) {
				t.Errorf("exit %d, want %d; stdout %q, want %q; stderr %q, want %q in it", status, c.status, out, c.out, errs, c.says)
			}
		})
	}
}

// TestHealthcheckStore asks what a process without pages works on.
func TestHealthcheckStore(t *testing.T) {
	data := t.TempDir()
	if status, _, errs := cli(t, "healthcheck", "--store", "--data", data); status != exitFailed || !strings.Contains(errs, "database") {
		t.Errorf("without a store: exit %d, %s", status, errs)
	}
	profile := filepath.Join(data, "me.yaml")
	if err := os.WriteFile(profile, []byte("id: me\nstack: {core: [go]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustCLI(t, "profile", "add", profile, "--data", data)
	if out := mustCLI(t, "healthcheck", "--store", "--data", data); out != "ok\nstore: ok\n" {
		t.Errorf("with one: %q", out)
	}
}
