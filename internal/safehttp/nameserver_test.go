package safehttp

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// nameServer returns a resolver that asks a server on loopback, which gives the listed
// answers in turn and the last one for ever: to each question for IPv4 the next, and to
// one for IPv6 those of the same turn.
func nameServer(t *testing.T, answers [][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 512)
		for asked := 0; ; {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			m.Response, m.Additionals = true, nil
			m.Answers = records(m.Questions[0], answers[min(asked, len(answers)-1)])
			if m.Questions[0].Type == dnsmessage.TypeA {
				asked++
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(packed, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// records returns those of the addresses that a question is for.
func records(q dnsmessage.Question, addrs []string) []dnsmessage.Resource {
	var out []dnsmessage.Resource
	for _, a := range addrs {
		ip := netip.MustParseAddr(a)
		var body dnsmessage.ResourceBody
		switch {
		case ip.Is4() && q.Type == dnsmessage.TypeA:
			body = &dnsmessage.AResource{A: ip.As4()}
		case ip.Is6() && q.Type == dnsmessage.TypeAAAA:
			body = &dnsmessage.AAAAResource{AAAA: ip.As16()}
		default:
			continue
		}
		out = append(out, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: dnsmessage.ClassINET}, Body: body})
	}
	return out
}
