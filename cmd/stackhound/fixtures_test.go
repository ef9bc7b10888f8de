package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFixtures reads the fixture of every board and family that ships; none may be without.
func TestFixtures(t *testing.T) {
	cases, err := shippedCases()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range checkAll(t.Context(), cases) {
		switch r.State {
		case fixtureOK:
		case fixtureNone:
			t.Errorf("%s: there is no %s: a board that ships has a fixture beside its file", r.Board, r.File)
		default:
			t.Errorf("%s:\n%s", r.Board, indented(append(append([]string{r.Note}, r.Troubles...), r.Diff)))
		}
	}
}

// TestBrokenFiles breaks shipped board files, one place at a time, as a board that changes
// its pages does: their fixtures notice, and the difference names the field.
func TestBrokenFiles(t *testing.T) {
	for _, tt := range []struct{ file, old, new, says string }{
		{"remoteok", "title: {select: position", "title: {select: positoin", "not read"},
		{"remoteok", "company: {select: company", "company: {select: compny", "-company: Acme & Sons"},
		{"remoteok", "skip: 1", "skip: 2", "not read"},
		{"pythondotorg", ".listing-company-name > a\"\n  company", ".listing-company-title > a\"\n  company", "not read"},
		{"pythondotorg", "location: .listing-location", "location: .listing-place", "-location: Graz, Styria, Austria"},
		{"pythondotorg", "html: {select: .job-description,", "html: {select: .job-text,", "-html: <p>We steer boats.</p>"},
		{"weworkremotely", "expires: expires_at", "expires: ends_at", "-closed: expired"},
		{"workingnomads", "title: {select: title, decode: 1}", "title: title", "+title: Go Engineer &amp; Sailor"},
		{"remoteok", "pay_min: salary_min", "pay_min: salary_max", "+pay_min: 80000"},
	} {
		t.Run(tt.file+" "+tt.says, func(t *testing.T) {
			dir := t.TempDir()
			copyBroken(t, dir, tt.file, tt.old, tt.new)
			status, out, errs := cli(t, "board", "test", dir)
			if status != exitFailed || !strings.Contains(out, tt.says) || !strings.Contains(errs, tt.file) {
				t.Errorf("exit %d, want %d and %q in\n%s%s", status, exitFailed, tt.says, out, errs)
			}
		})
	}
}

// copyBroken puts a shipped board into a directory with one part of its file replaced.
func copyBroken(t *testing.T, dir, board, old, new string) {
	t.Helper()
	for _, ext := range []string{".yaml", ".txtar"} {
		data, err := os.ReadFile(filepath.Join("../../configs/boards", board+ext))
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if ext == ".yaml" {
			if !strings.Contains(text, old) {
				t.Fatalf("%s.yaml has no %q", board, old)
			}
			text = strings.Replace(text, old, new, 1)
		}
		if err := os.WriteFile(filepath.Join(dir, board+ext), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
