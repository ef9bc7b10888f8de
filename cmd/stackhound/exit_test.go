package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"database/sql"
)

// TestExitStatuses holds what scripts rely on: 0 ok, 1 failed, 2 wrong usage, 3 refused,
// and one sentence on standard error that says what to do.
func TestExitStatuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	data := filepath.Join(dir, "data")
	mustCLI(t, "profile", "add", write("good.yaml", "id: ada\nstack: {core: [go]}\n"), "--data", data)
	for _, c := range []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"version", []string{"version"}, exitOK, ""},
		{"help", nil, exitOK, ""},
		{"broken board file", []string{"board", "check", write("broken.yaml", "version: 9\n")}, exitFailed, "broken.yaml"},
		{"no such board file", []string{"board", "check", filepath.Join(dir, "none.yaml")}, exitUsage, "cannot be read"},
		{"no such board", []string{"crawl", "nosuch", "--once", "--data", data}, exitFailed, "board list"},
		{"unreadable configuration", []string{"board", "list", "--config", filepath.Join(dir, "none.yaml")}, exitUsage, "none.yaml"},
		{"unknown skill", []string{"profile", "add", write("odd.yaml", "id: bo\nstack: {core: [pythn]}\n"), "--data", data}, exitUsage, "python"},
		{"unknown command", []string{"crwal"}, exitUsage, "crawl"},
		{"missing argument", []string{"profile", "show"}, exitUsage, "usage"},
		{"no such profile", []string{"profile", "show", "nobody", "--data", data}, exitFailed, "nobody"},
		{"no contact", []string{"crawl", "remotive", "--once", "--data", data}, exitRefused, "crawler.contact"},
		{"off-loopback", []string{"serve", "--addr", "0.0.0.0:0", "--data", data}, exitRefused, "loopback"},
		{"no database yet", []string{"export", "--data", filepath.Join(dir, "empty")}, exitFailed, "crawl"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, _, errs := cli(t, c.args...)
			if status != c.status || !strings.Contains(errs, c.says) {
				t.Errorf("exit %d, want %d; stderr %q, want %q in it", status, c.status, errs, c.says)
			}
			if c.status != exitOK && errs == "" {
				t.Error("nothing on standard error")
			}
		})
	}
}

// TestPortInUse holds that a taken port is said in a sentence and nothing else happens.
func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	status, _, errs := cli(t, "serve", "--addr", taken.Addr().String(), "--data", t.TempDir())
	if status != exitFailed || !strings.Contains(errs, "in use") {
		t.Errorf("exit %d, stderr %q", status, errs)
	}
}

// TestNewerDatabase holds that a database of a newer version is refused and left alone.
func TestNewerDatabase(t *testing.T) {
	data := t.TempDir()
	profile := filepath.Join(data, "ada.yaml")
	if err := os.WriteFile(profile, []byte("id: ada\nstack: {core: [go]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustCLI(t, "profile", "add", profile, "--data", data)
	path := filepath.Join(data, "stackhound.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 9999"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	status, _, errs := cli(t, "profile", "add", profile, "--data", data)
	if status != exitRefused || !strings.Contains(errs, "newer") {
		t.Errorf("exit %d, stderr %q", status, errs)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) {
		t.Error("the file was changed")
	}
}
