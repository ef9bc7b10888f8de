package deploy_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// makeSecrets runs secrets.sh for a directory and returns what the secrets are.
func makeSecrets(t *testing.T, root string) map[string]string {
	t.Helper()
	if said, err := exec.Command("sh", "secrets.sh", root).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	dir := filepath.Join(root, "deploy", "secrets")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]string{}
	for _, e := range entries {
		made[e.Name()] = readText(t, filepath.Join(dir, e.Name()))
		if info, err := e.Info(); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s has mode %v, %v", e.Name(), info.Mode(), err)
		}
	}
	return made
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	made := makeSecrets(t, root)
	wanted := slices.Sorted(maps.Keys(loadCompose(t).Secrets))
	if got := slices.Sorted(maps.Keys(made)); !slices.Equal(got, wanted) {
		t.Errorf("made are %v, docker-compose.yml mounts %v", got, wanted)
	}
	random, seen := regexp.MustCompile(`^[0-9a-f]{64}$`), map[string]bool{}
	for name, content := range made {
		if !random.MatchString(content) || seen[content] {
			t.Errorf("%s holds %d bytes, or what another holds", name, len(content))
		}
		seen[content] = true
	}
	if info, err := os.Stat(filepath.Join(root, "deploy", "secrets")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory has mode %v, %v", info.Mode(), err)
	}
	env := readText(t, filepath.Join(root, ".env"))
	if m := regexp.MustCompile(`(?m)^OWNER_UID=([1-9]\d*)\nOWNER_GID=([1-9]\d*)$`).FindStringSubmatch(env); m == nil {
		t.Errorf(".env names no owner who is not root: %q", env)
	}
	if again := makeSecrets(t, root); !maps.Equal(again, made) {
		t.Error("the second time there are other secrets")
	}
	if now := readText(t, filepath.Join(root, ".env")); now != env {
		t.Errorf("the second time .env is %q", now)
	}
	if other := makeSecrets(t, t.TempDir()); other["redis_password"] == made["redis_password"] {
		t.Error("another directory has the same secrets")
	}
}

// TestSecretsKept holds that what the operator put there stays, and that what is missing
// beside it is made.
func TestSecretsKept(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir := filepath.Join(root, "deploy", "secrets")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string]string{filepath.Join(dir, "redis_password"): "mine", filepath.Join(root, ".env"): "ROLES=web\nOWNER_UID=4711\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made := makeSecrets(t, root)
	if made["redis_password"] != "mine" || made["postgres_password"] == "" {
		t.Error("a secret that was there is another one, or one that was missing still is")
	}
	if env := readText(t, filepath.Join(root, ".env")); env != "ROLES=web\nOWNER_UID=4711\n" {
		t.Errorf(".env became %q", env)
	}
}

// TestSecretsAreIgnored holds that git never takes a secret in.
func TestSecretsAreIgnored(t *testing.T) {
	t.Parallel()
	lines := strings.Fields(readText(t, "../.gitignore"))
	for _, need := range []string{"/deploy/secrets/", "/.env"} {
		if !slices.Contains(lines, need) {
			t.Errorf(".gitignore lets in %s", need)
		}
	}
}
