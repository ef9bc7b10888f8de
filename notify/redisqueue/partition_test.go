package redisqueue_test

import (
	"io"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/servertest"
)

// A network that swallows everything holds nobody for good: calls end with a sentence,
// and go on once it is mended, without a goroutine left behind.
func TestPartition(t *testing.T) { // alone: it counts goroutines
	server := servertest.StartRedis(t)
	line := newLine(t, server.Addr)
	before := runtime.NumGoroutine()
	q := open(t, "redis://"+line.addr+"/0", nil)
	publish(t, q, "a")
	same(t, "before", take(t, q, 1, true), []string{"a"})
	line.cut.Store(true)
	says(t, q.Publish(t.Context(), "b"), stackhound.CodeUnavailable, "cannot be reached")
	_, _, err := q.Take(t.Context())
	says(t, err, stackhound.CodeUnavailable, "cannot be reached")
	line.cut.Store(false)
	line.hangUp() // what was swallowed is lost to both ends
	publish(t, q, "c")
	if got := take(t, q, 1, true)[0]; got != "c" && got != "b" {
		t.Errorf("after the partition %q was taken", got)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	line.hangUp()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) { // nobody can be asked when a goroutine has ended
			t.Fatalf("%d goroutines are left, there were %d before", runtime.NumGoroutine(), before)
		}
	}
}

// line is a connection to a server that can be cut without either end noticing.
type line struct {
	addr string
	cut  atomic.Bool

	mu    sync.Mutex
	conns []net.Conn
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{addr: listener.Addr().String()}
	t.Cleanup(func() { listener.Close(); l.hangUp() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", to)
			if err != nil {
				near.Close()
				continue
			}
			l.mu.Lock()
			l.conns = append(l.conns, near, far)
			l.mu.Unlock()
			go l.carry(near, far)
			go l.carry(far, near)
		}
	}()
	return l
}

// carry copies one direction, dropping what is said while the line is cut.
func (l *line) carry(from, to net.Conn) {
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !l.cut.Load() {
			_, err = to.Write(buffer[:n])
		}
		if err != nil {
			_, _ = io.Copy(io.Discard, from)
			return
		}
	}
}

// hangUp ends all connections.
func (l *line) hangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.conns {
		c.Close()
	}
	l.conns = nil
}
