package redisqueue_test

import (
	"runtime"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/servertest"
)

// A network that swallows everything holds nobody for good: calls end with a sentence,
// and go on once it is mended, without a goroutine left behind.
func TestPartition(t *testing.T) { // alone: it counts goroutines
	server := servertest.StartRedis(t)
	line := servertest.NewLine(t, server.Addr)
	before := runtime.NumGoroutine()
	q := open(t, "redis://"+line.Addr+"/0", nil)
	publish(t, q, "a")
	same(t, "before", take(t, q, 1, true), []string{"a"})
	line.Cut(true)
	says(t, q.Publish(t.Context(), "b"), stackhound.CodeUnavailable, "cannot be reached")
	_, _, err := q.Take(t.Context())
	says(t, err, stackhound.CodeUnavailable, "cannot be reached")
	line.Cut(false)
	line.HangUp() // what was swallowed is lost to both ends
	publish(t, q, "c")
	if got := take(t, q, 1, true)[0]; got != "c" && got != "b" {
		t.Errorf("after the partition %q was taken", got)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	line.HangUp()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) { // nobody can be asked when a goroutine has ended
			t.Fatalf("%d goroutines are left, there were %d before", runtime.NumGoroutine(), before)
		}
	}
}
