package servertest

import (
	"bufio"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// Redis is a redis-server of a test's own.
type Redis struct {
	Addr string // host:port on loopback
	URL  string

	t    testing.TB
	args []string
	cmd  *exec.Cmd
}

// StartRedis starts a redis-server with further arguments ("--name", "value"), which
// keeps its data in a folder of the test and ends with it.
func StartRedis(t testing.TB, args ...string) *Redis {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		Missing(t, "redis", "install a redis-server 7 or newer (Debian: redis-server)")
	}
	port := freePort(t)
	r := &Redis{t: t, Addr: fmt.Sprint("127.0.0.1:", port), URL: fmt.Sprint("redis://127.0.0.1:", port, "/0")}
	r.args = append([]string{"--port", fmt.Sprint(port), "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "", "--daemonize", "no"}, args...)
	r.Start()
	t.Cleanup(r.Kill)
	return r
}

// Start starts the server, again on its port after a Kill, and returns when it answers.
func (r *Redis) Start() {
	r.t.Helper()
	r.cmd = exec.Command("redis-server", r.args...)
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // never outlives the test
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	var said []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		said = append(said, lines.Text())
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			go func() { // a full pipe would stop the server
				for lines.Scan() {
				}
			}()
			return
		}
	}
	r.t.Fatalf("redis-server ended: %s", strings.Join(said, "\n"))
}

// Kill ends the server at once, as a crash would; what it kept only in memory is gone.
func (r *Redis) Kill() {
	if r.cmd != nil {
		_ = r.cmd.Process.Kill()
		_ = r.cmd.Wait()
		r.cmd = nil
	}
}

// freePort is a port of loopback that nobody listens on.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
