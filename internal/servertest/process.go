package servertest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// running are the servers that live as long as the test binary.
var running struct {
	sync.Mutex
	servers []*server
}

// Main runs a test binary's tests, ends the servers they shared and returns the exit
// status. It is for use in TestMain.
func Main(m *testing.M) int {
	defer func() {
		running.Lock()
		defer running.Unlock()
		for _, s := range running.servers {
			s.stop()
		}
	}()
	return m.Run()
}

// keep lets a server live until Main returns.
func keep(s *server) {
	running.Lock()
	defer running.Unlock()
	running.servers = append(running.servers, s)
}

// server is a started server and the folder that is all its own.
type server struct {
	process *os.Process
	dir     string
	ended   chan struct{}
}

// start starts a server and returns once it writes a line that holds ready. The server gets the folder removed when it is stopped. Should the test
// binary be killed the server ends with it.
func start(command *exec.Cmd, dir, ready string) (*server, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	command.Stdout, command.Stderr = w, w
	dieWithParent(command)
	s := &server{dir: dir, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		// The signal that ends a child with its parent comes when the thread that started
		// it ends, so that thread is kept.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := command.Start()
		w.Close()
		started <- err
		if err == nil {
			command.Wait()
		}
		close(s.ended)
	}()
	if err := <-started; err != nil {
		return nil, errors.Join(err, r.Close())
	}
	s.process = command.Process
	if err := await(r, ready); err != nil {
		s.stop()
		return nil, fmt.Errorf("%s did not start: %w", command.Path, err)
	}
	return s, nil
}

// await reads what a server says until a line holds ready, and leaves the rest to be
// read and forgotten, so that the server never waits for a reader.
func await(log *os.File, ready string) error {
	lines := bufio.NewReader(log)
	var said strings.Builder
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return errors.Join(fmt.Errorf("it said: %s", said.String()), log.Close())
		}
		said.WriteString(line)
		if strings.Contains(line, ready) {
			go func() {
				io.Copy(io.Discard, lines)
				log.Close()
			}()
			return nil
		}
	}
}

// stop ends the server by its process id and removes its folder.
func (s *server) stop() {
	s.process.Signal(syscall.SIGQUIT)
	<-s.ended
	os.RemoveAll(s.dir)
}

// kill ends the server at once, as a crash would, and leaves its folder.
func (s *server) kill() {
	s.process.Kill()
	<-s.ended
}

// freePort is a port of the loopback address that nothing listens on.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
