package redisqueue

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"stackhound"
	"stackhound/notify"
)

// oldest is the major version of Redis that is needed: from 7 on, XAUTOCLAIM drops
// entries that were removed instead of handing out empty ones.
const oldest = 7

// State is what there is to know of the server for an operator.
type State struct {
	Version string // of the server
	Waiting int    // ids that wait or are under way
	Warning string // what should be set otherwise, "" if nothing
}

// State asks the server. The error is a sentence that says why the queue cannot be
// used as things stand.
func (q *Queue) State(ctx context.Context) (State, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	text, err := q.client.InfoMap(ctx, "server", "memory").Result()
	if err != nil {
		return State{}, q.explain(err)
	}
	s := State{Version: text["Server"]["redis_version"], Warning: warning(text["Memory"])}
	if s.Warning == "" && q.Open() {
		s.Warning = "it lets anyone in without a password; give it the users of deploy/redis.acl, and set queue.username and queue.password_file"
	}
	major, _, _ := strings.Cut(s.Version, ".")
	if n, err := strconv.Atoi(major); err == nil && n < oldest {
		return s, stackhound.Errorf(stackhound.CodeRefused, "Redis at %s is version %s", q.addr, s.Version).WithHint("version %d or newer is needed", oldest)
	}
	n, err := q.client.XLen(ctx, q.stream).Result()
	s.Waiting = int(n)
	if err == nil && full(text["Memory"]) {
		return s, stackhound.Errorf(stackhound.CodeUnavailable, "Redis at %s has no memory left", q.addr).
			WithHint("what is due stays in the store; raise maxmemory or remove other keys")
	}
	return s, q.explain(err)
}

// Open tells whether the server is beyond this machine and asked without a password.
func (q *Queue) Open() bool {
	host, _, err := net.SplitHostPort(q.client.Options().Addr)
	ip, notIP := netip.ParseAddr(host)
	here := host == "localhost" || notIP == nil && ip.IsLoopback()
	return err == nil && !here && q.client.Options().Password == ""
}

// Ready returns nil when ids can be published and taken, and a sentence otherwise.
func (q *Queue) Ready(ctx context.Context) error {
	s, err := q.State(ctx)
	if err == nil && s.Waiting >= q.Capacity {
		err = fmt.Errorf("%d ids wait in Redis: %w", s.Waiting, notify.ErrFull)
	}
	return err
}

// warning says what of the memory settings can make the server drop ids.
func warning(memory map[string]string) string {
	if policy := memory["maxmemory_policy"]; policy != "" && policy != "noeviction" {
		return "maxmemory-policy is " + policy + ": Redis may drop the queue, which then comes again from the store a minute late; set it to noeviction"
	}
	return ""
}

// full tells whether the memory a server may use is used up.
func full(memory map[string]string) bool {
	used, _ := strconv.ParseInt(memory["used_memory"], 10, 64)
	most, _ := strconv.ParseInt(memory["maxmemory"], 10, 64)
	return most > 0 && used >= most
}
