package servertest

import (
	"os"
	"os/exec"
	"testing"
)

// Redis is a redis-server of a test's own.
type Redis struct {
	Addr string // host:port on loopback
	URL  string

	t      testing.TB
	args   []string
	server *server
}

// StartRedis starts a redis-server with further arguments ("--name", "value"). It keeps
// nothing on disk unless they say so, and ends with the test.
func StartRedis(t testing.TB, args ...string) *Redis {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		Missing(t, "redis", "no redis-server in PATH; install version 7 or newer (Debian: apt-get install redis-server)")
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	r := &Redis{t: t, Addr: "127.0.0.1:" + port, URL: "redis://127.0.0.1:" + port + "/0"}
	r.args = append([]string{"--port", port, "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "", "--daemonize", "no"}, args...)
	r.Start()
	t.Cleanup(r.Kill)
	return r
}

// Start starts the server, again on its port after a Kill, and returns when it answers.
func (r *Redis) Start() {
	r.t.Helper()
	empty, err := os.MkdirTemp("", "stackhound-redis-")
	if err != nil {
		r.t.Fatal(err)
	}
	if r.server, err = start(exec.Command("redis-server", r.args...), empty, "Ready to accept connections"); err != nil {
		r.t.Fatal(err)
	}
}

// Kill ends the server at once, as a crash would: what it kept only in memory is gone.
func (r *Redis) Kill() {
	if r.server != nil {
		r.server.kill()
		r.server.stop()
		r.server = nil
	}
}
