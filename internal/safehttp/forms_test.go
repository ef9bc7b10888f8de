package safehttp

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// forms are the ways to write, in an address, a machine that is not on the public
// internet. Those that are no IP address to Go are names to it, and a resolver may take
// them for one: the tests' own resolver answers every name with loopback.
var forms = []string{
	// Loopback, as resolvers of other systems read it.
	"127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "017700000001",
	"0177.0.0.1", "0177.0.0.01", "0000177.0.0.1", "127.0.0.1.", "localhost", "LOCALHOST", "localhost.", "a.localhost", "ip6-localhost", "127.0.0.1.example.com",
	// Written with other characters.
	"%31%32%37.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1",
	// Other networks of IPv4.
	"0.1.2.3", "10.0.0.1", "0x0a000001", "100.64.0.1", "100.100.100.200", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "168.63.129.16",
	"172.16.0.1", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
	"239.255.255.250", "240.0.0.1", "255.255.255.255",
	// IPv6 and what it carries.
	"[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a9fe:a9fe]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]",
	"[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::1]", "[2002:a9fe:a9fe::]", "[2001:0:7f00:1::]", "[2001:10::1]",
	"[2001:db8::1]", "[3fff::1]", "[100::1]", "[2606:4700::5efe:7f00:1]", "[2606:4700::200:5efe:a00:1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]",
	"[fe80::1%25lo]", "[fe80::1%25eth0]", "[fec0::1]", "[ff02::1]", "[ff0e::1]", "[5f00::1]",
}

// trap is what no request may reach: listeners on both loopbacks, and a client whose
// only barrier is the check of the dialled address, since its policy lets any port pass.
type trap struct {
	client *http.Client
	open   string // port that something listens on, at both loopbacks
	closed string // port nothing listens on
	conns  *atomic.Int64
}

func newTrap(t *testing.T, answers ...[]string) *trap {
	t.Helper()
	base, accepted := serve(t, ok)
	_, port, _ := net.SplitHostPort(hostOf(t, base))
	c := &trap{open: port, closed: unused(t), conns: accepted}
	if six, err := net.Listen("tcp6", "[::1]:"+port); err == nil {
		t.Cleanup(func() { six.Close() })
		go c.accept(six)
	}
	g := newGuard(Policy{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}, MaxRedirects: 5, Timeout: time.Minute})
	g.dialer.Resolver = nameServer(t, answers)
	g.next.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := g.dial(ctx, network, addr)
		if conn != nil {
			c.conns.Add(1)
		}
		return conn, err
	}
	c.client = g.client()
	return c
}

func (c *trap) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		c.conns.Add(1)
		conn.Close()
	}
}

func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// TestNoFormReachesTheInside asks for every form, at a port that is open and at one that
// is closed: nothing is connected to, and the errors do not tell the two apart.
func TestNoFormReachesTheInside(t *testing.T) {
	t.Parallel()
	if len(forms) < 60 {
		t.Fatalf("only %d forms", len(forms))
	}
	c := newTrap(t, []string{"127.0.0.1", "::1"})
	for _, form := range forms {
		_, open := read(c.client, "http://"+form+":"+c.open+"/")
		_, closed := read(c.client, "http://"+form+":"+c.closed+"/")
		if open == nil || closed == nil || strings.ReplaceAll(open.Error(), c.open, "PORT") != strings.ReplaceAll(closed.Error(), c.closed, "PORT") {
			t.Errorf("%s: %v where something listens, %v where nothing does", form, open, closed)
		}
		// What Go refuses to parse or look up at all never comes to the check.
		var unknown *net.DNSError
		if parsed := open != nil && !strings.Contains(open.Error(), "parse "); parsed && !errors.Is(open, ErrBlocked) && !errors.As(open, &unknown) {
			t.Errorf("%s: %v, want ErrBlocked", form, open)
		}
	}
	if n := c.conns.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

// TestNoRedirectReachesTheInside is sent to every form by a server that may be asked.
func TestNoRedirectReachesTheInside(t *testing.T) {
	t.Parallel()
	c := newTrap(t, []string{"127.0.0.1", "::1"})
	outside, reached := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Location"] = []string{r.URL.Query().Get("to")}
		w.WriteHeader(http.StatusFound)
	})
	guard := c.client.Transport.(*guard)
	guard.policy.AllowHosts = []string{hostOf(t, outside)}
	for _, form := range forms {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, outside, nil)
		if err != nil {
			t.Fatal(err)
		}
		q := req.URL.Query()
		q.Set("to", "http://"+form+":"+c.open+"/")
		req.URL.RawQuery = q.Encode()
		res, err := c.client.Do(req)
		if err == nil {
			res.Body.Close()
			t.Errorf("%s: answered %d", form, res.StatusCode)
		}
	}
	if n, outside := c.conns.Load(), reached.Load(); n != outside {
		t.Errorf("%d connections were made, %d of them to the server outside", n, outside)
	}
}

// TestNamesOfEveryNetwork has names that resolve to what may not be reached.
func TestNamesOfEveryNetwork(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{
		"0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.168.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
		"255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:7f00:1::", "fc00::1", "fe80::1", "fec0::1", "ff02::1",
	} {
		c := newTrap(t, []string{addr})
		if _, err := read(c.client, "http://board.example:"+c.open+"/"); !errors.Is(err, ErrBlocked) || c.conns.Load() != 0 {
			t.Errorf("%s: %d connections, %v; want ErrBlocked and none", addr, c.conns.Load(), err)
		}
	}
}

// TestEveryClientIsGuarded holds that the forms are refused by whatever this package makes.
func TestEveryClientIsGuarded(t *testing.T) {
	t.Parallel()
	named, _ := serve(t, ok)
	c := newTrap(t, []string{"127.0.0.1"})
	for name, client := range map[string]*http.Client{
		"Public": Public(Policy{}), "Public, one host named": Public(Policy{AllowHosts: []string{hostOf(t, named)}}), "Operator": toServer(t, named, time.Minute),
	} {
		for _, form := range forms {
			if _, err := read(client, "http://"+form+":"+c.open+"/"); err == nil {
				t.Errorf("%s: %s was reached", name, form)
			}
		}
	}
	if n := c.conns.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}
