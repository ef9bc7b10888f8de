package postgres

import (
	"context"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stackhound"
	"stackhound/store"
)

// A network that swallows everything holds nobody for good, not even who sets no end: calls
// end with a sentence, and go on once it is mended.
func TestPartition(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(d *store.Dialect) { d.Limit = 300 * time.Millisecond })
	u, err := url.Parse(c.address)
	if err != nil {
		t.Fatal(err)
	}
	line := newLine(t, u.Host)
	u.Host = line.addr
	c.address = u.String()
	st := c.store()
	endless := context.WithoutCancel(t.Context())
	read := func() error {
		_, err := st.Listings.Known(endless, "sample")
		return err
	}
	write := func() error {
		_, err := st.Listings.Put(endless, c.run, []stackhound.Listing{ad("a", "Go Engineer")}, noon)
		return err
	}
	for _, call := range []func() error{read, write} {
		for line.cut.Store(false); call() != nil; { // with connections made, however slow this machine
			if t.Context().Err() != nil || c.ctx.Err() != nil {
				t.Fatal("no call succeeds")
			}
		}
		line.cut.Store(true)
		for range 2 { // over the connection that was made, then over a new one
			if err := call(); stackhound.CodeOf(err) != stackhound.CodeUnavailable {
				t.Errorf("a cut line became %v", err)
			}
		}
	}
	line.cut.Store(false)
	line.hangUp() // what was swallowed is lost to both ends
	for _, call := range []func() error{read, write} {
		for call() != nil {
			if c.ctx.Err() != nil {
				t.Fatal("no call succeeds again")
			}
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
