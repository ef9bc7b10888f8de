package safehttp

import (
	"net/netip"
	"slices"
)

// isPublic tells whether an address belongs to a machine on the public internet. It is
// false for everything in the IANA special-purpose registries (RFC 6890 and its
// successors), and for IPv6 addresses that carry an IPv4 address inside, since a router
// may unpack it.
func isPublic(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsValid() || ip.Zone() != "" {
		return false
	}
	if ip.Is6() && (!globalUnicast6.Contains(ip) || isISATAP(ip)) {
		return false
	}
	return !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// globalUnicast6 is the only part of IPv6 handed out for public use (RFC 4291). Outside
// of it lie loopback, link-local, unique local, multicast, IPv4-compatible addresses and
// NAT64 (64:ff9b::/96, 64:ff9b:1::/48).
var globalUnicast6 = netip.MustParsePrefix("2000::/3")

var special = prefixes(
	"0.0.0.0/8",        // this network
	"10.0.0.0/8",       // private
	"100.64.0.0/10",    // carrier-grade NAT
	"127.0.0.0/8",      // loopback
	"168.63.129.16/32", // a cloud's host agent on a public-looking address
	"169.254.0.0/16",   // link-local, cloud metadata
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // protocol assignments
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // 6to4 relays
	"192.168.0.0/16",   // private
	"198.18.0.0/15",    // benchmarking
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, broadcast
	"2001::/23",        // protocol assignments, with Teredo and ORCHID
	"2001:db8::/32",    // documentation
	"2002::/16",        // 6to4
	"3fff::/20",        // documentation
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// isISATAP recognises the interface part ::5efe:a.b.c.d of RFC 5214, with or without
// the bit that marks the IPv4 address as globally unique.
func isISATAP(ip netip.Addr) bool {
	b := ip.As16()
	return b[8]&^0x02 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}
