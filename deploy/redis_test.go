package deploy_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"stackhound/internal/servertest"
)

// here changes a text of the compose file to what runs on this machine, each place once.
func here(t *testing.T, text string, places ...string) string {
	t.Helper()
	text = strings.ReplaceAll(text, "$$", "$")
	for i := 0; i < len(places); i += 2 {
		if strings.Count(text, places[i]) != 1 {
			t.Fatalf("%q does not stand once in %q", places[i], text)
		}
		text = strings.Replace(text, places[i], places[i+1], 1)
	}
	return text
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}

// TestRedisStarts starts Redis by the very command of the compose file, on loopback, and
// asks whether it is what the file says: one user, one prefix, nothing dropped, and no
// password where others could read it.
func TestRedisStarts(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("redis-server"); err != nil {
		servertest.Missing(t, "redis", "no redis-server in PATH, so the command that starts it was not run; install version 7 or newer (Debian: apt-get install redis-server)")
	}
	const password = "0123456789abcdefghijklmnopqrstuvwxyz"
	secret, port, dir := filepath.Join(t.TempDir(), "redis_password"), freePort(t), t.TempDir()
	if err := os.WriteFile(secret, []byte(password), 0o600); err != nil {
		t.Fatal(err)
	}
	s := loadCompose(t).Services["redis"]
	entry := append([]string(nil), s.Entrypoint...)
	script := here(t, entry[len(entry)-1], "/run/secrets/redis_password", secret, "bind * -::*", "bind 127.0.0.1", "port 6379", "port "+port, "dir /data", "dir "+dir)
	entry[len(entry)-1] = script
	pid := servertest.Run(t, exec.Command(entry[0], entry[1:]...), "Ready to accept connections")
	if args := readText(t, fmt.Sprintf("/proc/%d/cmdline", pid)); strings.Contains(args, password) || !strings.Contains(args, "redis-server") {
		t.Errorf("the arguments of the process are %q", args)
	}
	askRedis(t, "127.0.0.1:"+port, password)
	if left, err := os.ReadDir(filepath.Join(dir, "appendonlydir")); err != nil || len(left) == 0 {
		t.Errorf("nothing is kept on disk: %v", err)
	}
	check := here(t, s.Healthcheck.Test[1], "/run/secrets/redis_password", secret, "redis-cli ", "redis-cli -p "+port+" ")
	if said, err := exec.Command("sh", "-c", check).CombinedOutput(); err != nil {
		t.Errorf("the health check fails: %v\n%s", err, said)
	}
	if err := os.WriteFile(secret, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if exec.Command("sh", "-c", check).Run() == nil {
		t.Error("the health check passes with another password")
	}
}

// askRedis holds what the program may do there, and that nobody else may do anything.
func askRedis(t *testing.T, addr, password string) {
	t.Helper()
	nobody, program := redis.NewClient(&redis.Options{Addr: addr}), redis.NewClient(&redis.Options{Addr: addr, Username: "stackhound", Password: password})
	defer nobody.Close()
	defer program.Close()
	if err := nobody.Ping(t.Context()).Err(); err == nil || !strings.Contains(err.Error(), "NOAUTH") {
		t.Errorf("without a password the answer is %v", err)
	}
	if err := program.XAdd(t.Context(), &redis.XAddArgs{Stream: "stackhound:x", Values: []string{"id", "1"}}).Err(); err != nil {
		t.Error(err)
	}
	for _, forbidden := range [][]any{{"XADD", "other", "*", "id", "1"}, {"FLUSHALL"}, {"CONFIG", "GET", "*"}, {"ACL", "LIST"}, {"SHUTDOWN"}} {
		if err := program.Do(t.Context(), forbidden...).Err(); err == nil || !strings.Contains(err.Error(), "NOPERM") {
			t.Errorf("%v: %v", forbidden, err)
		}
	}
	info, err := program.Info(t.Context(), "memory", "persistence").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"maxmemory:268435456\r\n", "maxmemory_policy:noeviction\r\n", "aof_enabled:1\r\n"} {
		if !strings.Contains(info, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

// TestEmptySecret holds that no server starts with an empty password.
func TestEmptySecret(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(secret, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := loadCompose(t)
	for name, path := range map[string]string{"redis": "/run/secrets/redis_password", "meilisearch": "/run/secrets/meili_master_key"} {
		entry := append([]string(nil), c.Services[name].Entrypoint...)
		entry[len(entry)-1] = here(t, entry[len(entry)-1], path, secret)
		said, err := exec.Command(entry[0], entry[1:]...).CombinedOutput()
		if err == nil || !bytes.Contains(said, []byte(filepath.Base(path)+" is empty")) {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
	}
}
