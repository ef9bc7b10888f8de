package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stackhound/search/meili/meilitest"
)

// keyFiles writes a file with a master key and names a directory that does not exist yet.
func keyFiles(t *testing.T, master string) (masterFile, dir string) {
	t.Helper()
	masterFile = filepath.Join(t.TempDir(), "master")
	if err := os.WriteFile(masterFile, []byte(master), 0o600); err != nil {
		t.Fatal(err)
	}
	return masterFile, filepath.Join(t.TempDir(), "keys")
}

// readKeys returns both keys and holds that only their owner can read them.
func readKeys(t *testing.T, dir string) [2]string {
	t.Helper()
	var keys [2]string
	for i, name := range []string{"search_key", "search_write_key"} {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		keys[i] = strings.TrimSuffix(string(data), "\n")
	}
	return keys
}

func TestSearchkeys(t *testing.T) {
	server := meilitest.Start(t)
	master, dir := keyFiles(t, server.MasterKey+"\n")
	args := []string{"searchkeys", "--url", server.URL, "--index", "jobs", "--master-key-file", master, "--write-to", dir}
	out := mustCLI(t, args...)
	first := readKeys(t, dir)
	if first[0] == "" || first[1] == "" || first[0] == first[1] {
		t.Fatalf("the keys are %q", first)
	}
	out += mustCLI(t, append(args, "--json")...)
	if again := readKeys(t, dir); again != first {
		t.Error("the second time there are other keys")
	}
	for _, secret := range append(first[:], server.MasterKey) {
		if strings.Contains(out, secret) {
			t.Errorf("a key is printed: %s", out)
		}
	}
	if !strings.Contains(out, filepath.Join(dir, "search_write_key")) {
		t.Errorf("it does not say where the keys are: %s", out)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	if may := tryKey(t, server.URL, first[0]); may != http.StatusForbidden {
		t.Errorf("the search key lists keys: status %d", may)
	}
}

// tryKey asks for the list of keys.
func tryKey(t *testing.T, url, key string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/keys", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// TestSearchkeysRefusals holds that each mistake is a sentence, and that none of them
// leaves a file or tells a key.
func TestSearchkeysRefusals(t *testing.T) {
	server, old := meilitest.Start(t), meilitest.Start(t)
	old.Version = "1.49.2"
	master, dir := keyFiles(t, server.MasterKey)
	empty, _ := keyFiles(t, "\n")
	wrong, _ := keyFiles(t, "not-the-master-key-at-all")
	for _, c := range []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"no server", []string{"--master-key-file", master, "--write-to", dir}, exitUsage, "search.url"},
		{"no address", []string{"--url", "meili", "--master-key-file", master, "--write-to", dir}, exitUsage, "http://HOST:PORT"},
		{"no master key", []string{"--url", server.URL, "--write-to", dir}, exitUsage, "--master-key-file"},
		{"nowhere to write", []string{"--url", server.URL, "--master-key-file", master}, exitUsage, "never prints keys"},
		{"the key itself", []string{"--url", server.URL, "--master-key", server.MasterKey, "--write-to", dir}, exitUsage, "unknown flag: --master-key"},
		{"no such file", []string{"--url", server.URL, "--master-key-file", filepath.Join(dir, "none"), "--write-to", dir}, exitUsage, "no such file"},
		{"empty file", []string{"--url", server.URL, "--master-key-file", empty, "--write-to", dir}, exitUsage, "is empty"},
		{"wrong key", []string{"--url", server.URL, "--master-key-file", wrong, "--write-to", dir}, exitRefused, "master key"},
		{"older server", []string{"--url", old.URL, "--master-key-file", master, "--write-to", dir}, exitRefused, "1.50 or newer"},
		{"nobody there", []string{"--url", "http://127.0.0.1:1", "--master-key-file", master, "--write-to", dir}, exitFailed, "cannot be reached"},
		{"no directory", []string{"--url", server.URL, "--master-key-file", master, "--write-to", master}, exitUsage, "cannot be written"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, out, errs := cli(t, append([]string{"searchkeys"}, c.args...)...)
			if status != c.status || !strings.Contains(errs, c.says) {
				t.Errorf("exit %d, want %d; stderr %q, want %q in it", status, c.status, errs, c.says)
			}
			if strings.Contains(out+errs, server.MasterKey) || strings.Contains(errs, "not-the-master") {
				t.Errorf("a key is told: %s%s", out, errs)
			}
			if _, err := os.Stat(dir); err == nil {
				t.Error("something was written")
			}
		})
	}
}
