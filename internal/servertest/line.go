package servertest

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// Line is a way to a server that can be cut without either end noticing.
type Line struct {
	Addr string // where it begins

	cut atomic.Bool

	mu    sync.Mutex
	conns []net.Conn
}

// NewLine opens a line to a server for as long as the test runs.
func NewLine(t testing.TB, to string) *Line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{Addr: listener.Addr().String()}
	t.Cleanup(func() { listener.Close(); l.HangUp() })
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

// Cut has the line swallow all that is said, or carry it again.
func (l *Line) Cut(cut bool) { l.cut.Store(cut) }

// carry copies one direction, dropping what is said while the line is cut.
func (l *Line) carry(from, to net.Conn) {
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

// HangUp ends all connections.
func (l *Line) HangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.conns {
		c.Close()
	}
	l.conns = nil
}
