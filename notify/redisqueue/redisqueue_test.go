package redisqueue_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/internal/servertest"
	"stackhound/notify"
	"stackhound/notify/notifytest"
	"stackhound/notify/redisqueue"
)

const stream = "stackhound:deliveries"

// open returns a queue of one process on a server.
func open(t *testing.T, url string, change func(*redisqueue.Options)) *redisqueue.Queue {
	t.Helper()
	o := redisqueue.Options{
		URL: url, Prefix: "stackhound:", Capacity: 100, Consumer: "here", Takers: 8, Idle: time.Minute,
		Clock: clock.System(), Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&o)
	}
	q, err := redisqueue.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.Close() })
	return q
}

// raw is a client of the server past the queue.
func raw(t *testing.T, r *servertest.Redis) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: r.Addr})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func publish(t *testing.T, q notify.Queue, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := q.Publish(t.Context(), id); err != nil {
			t.Fatalf("publish %s: %v", id, err)
		}
	}
}

// take takes n ids, acknowledging them if it is told to.
func take(t *testing.T, q notify.Queue, n int, done bool) (ids []string) {
	t.Helper()
	for range n {
		id, ack, err := q.Take(t.Context())
		if err != nil {
			t.Fatalf("take: %v", err)
		}
		if done {
			ack()
		}
		ids = append(ids, id)
	}
	return ids
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestQueue(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t)
	n := 0
	notifytest.Queue(t, func(t *testing.T, capacity int) notify.Queue {
		n++
		return open(t, server.URL, func(o *redisqueue.Options) { o.Capacity, o.Prefix = capacity, fmt.Sprint("test", n, ":") })
	})
}

// What a process took and never acknowledged comes to another one, first its own share
// of the new ids or not: nothing is left behind.
func TestTakesOverFromADeadProcess(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t)
	dead := open(t, server.URL, func(o *redisqueue.Options) { o.Consumer = "dead" })
	publish(t, dead, "a", "b", "c")
	same(t, "taken by the one that dies", take(t, dead, 2, false), []string{"a", "b"})
	heir := open(t, server.URL, func(o *redisqueue.Options) { o.Idle = time.Millisecond })
	got := take(t, heir, 3, true)
	slices.Sort(got)
	same(t, "taken over", got, []string{"a", "b", "c"})
	if n := raw(t, server).XLen(t.Context(), stream).Val(); n != 0 {
		t.Errorf("%d entries are left of work that is done", n)
	}
}

// An id that is under way is not taken over before its time.
func TestLeavesOthersTheirWork(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t)
	busy := open(t, server.URL, func(o *redisqueue.Options) { o.Consumer = "busy" })
	publish(t, busy, "a", "b")
	take(t, busy, 1, false)
	same(t, "taken beside it", take(t, open(t, server.URL, nil), 1, true), []string{"b"})
}

// A process that ends leaves the group, unless it would lose what is pending for it.
func TestClose(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t)
	for _, name := range []string{"done", "pending"} {
		q := open(t, server.URL, func(o *redisqueue.Options) { o.Consumer = name })
		publish(t, q, name)
		take(t, q, 1, name == "done")
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var left []string
	for _, c := range raw(t, server).XInfoConsumers(t.Context(), stream, "senders").Val() {
		left = append(left, c.Name)
	}
	same(t, "consumers", left, []string{"pending"})
}

// Whatever happens to the stream, what is published afterwards is taken, and what was
// published before the group is made anew too.
func TestTheStreamIsGone(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t)
	c := raw(t, server)
	for name, lose := range map[string]func(context.Context) error{
		"flushed": func(ctx context.Context) error { return c.FlushAll(ctx).Err() },
		"evicted": func(ctx context.Context) error { return c.Del(ctx, stream).Err() },
		"no group": func(ctx context.Context) error {
			return c.XGroupDestroy(ctx, stream, "senders").Err()
		},
		"an entry without an id": func(ctx context.Context) error {
			return c.XAdd(ctx, &redis.XAddArgs{Stream: stream, Values: []string{"what", "ever"}}).Err()
		},
	} {
		q := open(t, server.URL, nil)
		publish(t, q, "before")
		take(t, q, 1, true)
		if err := lose(t.Context()); err != nil {
			t.Fatal(err)
		}
		publish(t, q, "a", "b")
		same(t, name, take(t, q, 2, true), []string{"a", "b"})
	}
}

// A server that is killed and started again, empty, is used on without a restart.
func TestTheServerComesBack(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t)
	q := open(t, server.URL, nil)
	publish(t, q, "lost")
	server.Kill()
	says(t, q.Publish(t.Context(), "a"), stackhound.CodeUnavailable, "cannot be reached")
	_, _, err := q.Take(t.Context())
	says(t, err, stackhound.CodeUnavailable, "cannot be reached")
	says(t, q.Ready(t.Context()), stackhound.CodeUnavailable, "cannot be reached")
	server.Start()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for err := q.Ready(ctx); err != nil; err = q.Ready(ctx) { // connecting is tried again once a second
		if ctx.Err() != nil {
			t.Fatal(err)
		}
	}
	publish(t, q, "a")
	same(t, "after the restart", take(t, q, 1, true), []string{"a"})
}

// A full memory holds publishing back and is no crash; once there is room it goes on.
func TestMemoryIsFull(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t, "--maxmemory", "3mb", "--maxmemory-policy", "noeviction")
	q := open(t, server.URL, func(o *redisqueue.Options) { o.Capacity = 1_000_000 })
	c := raw(t, server)
	var err error
	for i := 0; err == nil && i < 100_000; i++ {
		err = c.Set(t.Context(), fmt.Sprint("x", i), strings.Repeat("x", 1000), 0).Err()
	}
	if !redis.IsOOMError(err) {
		t.Fatalf("the memory does not fill up: %v", err)
	}
	if err := q.Publish(t.Context(), "a"); !errors.Is(err, notify.ErrFull) {
		t.Errorf("publish: %v, want the queue to be full", err)
	}
	says(t, q.Ready(t.Context()), stackhound.CodeUnavailable, "no memory")
	if err := c.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	publish(t, q, "a")
	same(t, "once there is room", take(t, q, 1, true), []string{"a"})
}

func TestSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t, strings.Fields("--maxmemory 100mb --maxmemory-policy allkeys-lru --user default on >open-sesame ~* &* +@all")...)
	c := redis.NewClient(&redis.Options{Addr: server.Addr, Password: "open-sesame"})
	defer c.Close()
	right := func(o *redisqueue.Options) { o.Password = "open-sesame" }

	q := open(t, server.URL, right)
	state, err := q.State(t.Context())
	if err != nil || !strings.HasPrefix(state.Version, "7.") && !strings.HasPrefix(state.Version, "8.") || !strings.Contains(state.Warning, "noeviction") {
		t.Errorf("state %+v, %v", state, err)
	}
	for _, password := range []string{"", "wrong-secret"} {
		q := open(t, server.URL, func(o *redisqueue.Options) { o.Password = password })
		says(t, q.Ready(t.Context()), stackhound.CodeRefused, "password")
	}
	if err := c.Set(t.Context(), stream, "what", 0).Err(); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{q.Publish(t.Context(), "a"), q.Ready(t.Context()), second(q.Take(t.Context()))} {
		says(t, err, stackhound.CodeRefused, "no stream")
	}
	if err := c.Do(t.Context(), "ACL", "SETUSER", "limited", "on", ">open-sesame", "~*", "+info", "+select", "+client").Err(); err != nil {
		t.Fatal(err)
	}
	limited := open(t, server.URL, func(o *redisqueue.Options) { o.Username, o.Password = "limited", "open-sesame" })
	says(t, limited.Publish(t.Context(), "a"), stackhound.CodeRefused, "deploy/redis.acl")

	full := open(t, server.URL, func(o *redisqueue.Options) { right(o); o.Capacity, o.Prefix = 1, "full:" })
	publish(t, full, "a")
	if err := full.Ready(t.Context()); !errors.Is(err, notify.ErrFull) {
		t.Errorf("a full queue is ready: %v", err)
	}
}

func second(_ string, _ func(), err error) error { return err }

// says fails the test unless an error is one sentence of a code that says something, and
// no secret.
func says(t *testing.T, err error, code stackhound.Code, part string) {
	t.Helper()
	if err == nil || stackhound.CodeOf(err) != code || !strings.Contains(err.Error(), part) {
		t.Errorf("error %v is of code %q, want %q with %q in it", err, stackhound.CodeOf(err), code, part)
	}
	if err != nil && (strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n")) {
		t.Errorf("%q says too much", err)
	}
}

// A server beyond this machine that lets anyone in is warned of.
func TestWarnsOfAnOpenServer(t *testing.T) {
	t.Parallel()
	server := servertest.StartRedis(t)
	state, err := open(t, server.URL, nil).State(t.Context())
	if err != nil || state.Warning != "" {
		t.Errorf("on loopback: %q, %v", state.Warning, err)
	}
	for url, want := range map[string]bool{"redis://127.0.0.1:1": false, "redis://localhost:1": false, "redis://[::1]:1": false, "redis://cache:1": true, "redis://10.0.0.7:1": true} {
		q := open(t, url, nil)
		if got := q.Open(); got != want {
			t.Errorf("%s: %v", url, got)
		}
		if open(t, url, func(o *redisqueue.Options) { o.Password = "open-sesame" }).Open() {
			t.Errorf("%s with a password is open", url)
		}
	}
}

func TestBadAddresses(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "127.0.0.1:6379", "http://127.0.0.1:6379", "redis://:secret@host:port/0", "redis://host/x"} {
		_, err := redisqueue.New(redisqueue.Options{URL: url})
		says(t, err, stackhound.CodeInvalid, "queue.url")
	}
}

// The access list that is shipped lets a queue do its work and nothing else.
func TestShippedAccessList(t *testing.T) {
	t.Parallel()
	rules, err := os.ReadFile("../../deploy/redis.acl")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "users.acl")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(rules), "PASSWORD", "open-sesame")), 0o600); err != nil {
		t.Fatal(err)
	}
	server := servertest.StartRedis(t, "--aclfile", file)
	nobody := open(t, server.URL, nil)
	says(t, nobody.Ready(t.Context()), stackhound.CodeRefused, "password")
	q := open(t, server.URL, func(o *redisqueue.Options) { o.Username, o.Password = "stackhound", "open-sesame" })
	publish(t, q, "a", "b")
	same(t, "taken", take(t, q, 2, true), []string{"a", "b"})
	if err := q.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	heir := open(t, server.URL, func(o *redisqueue.Options) {
		o.Username, o.Password, o.Consumer, o.Idle = "stackhound", "open-sesame", "heir", time.Millisecond
	})
	publish(t, q, "c")
	take(t, q, 1, false)
	same(t, "taken over", take(t, heir, 1, true), []string{"c"})
	c := redis.NewClient(&redis.Options{Addr: server.Addr, Username: "stackhound", Password: "open-sesame"})
	defer c.Close()
	for _, command := range [][]any{
		{"FLUSHALL"}, {"CONFIG", "GET", "*"}, {"KEYS", "*"}, {"SCRIPT", "FLUSH"}, {"EVAL", "return 1", "0"}, {"ACL", "LIST"}, {"GET", "x"},
		{"XADD", "elsewhere", "*", "a", "b"}, {"SHUTDOWN"}, {"MONITOR"},
	} {
		if err := c.Do(t.Context(), command...).Err(); !redis.IsPermissionError(err) {
			t.Errorf("%v: %v, want it refused", command, err)
		}
	}
}
