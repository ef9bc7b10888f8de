package localqueue_test

import (
	"testing"

	"stackhound/notify"
	"stackhound/notify/localqueue"
	"stackhound/notify/notifytest"
)

func TestQueue(t *testing.T) {
	t.Parallel()
	notifytest.Queue(t, func(_ *testing.T, capacity int) notify.Queue { return localqueue.New(capacity) })
}

// An id that is queued or being worked on is not queued a second time: the relay may
// publish what it likes.
func TestPublishOfAHeldIDChangesNothing(t *testing.T) {
	t.Parallel()
	q := localqueue.New(1)
	for range 3 {
		if err := q.Publish(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
	_, ack, err := q.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Publish(t.Context(), "a"); err != nil {
		t.Errorf("publish while it is worked on: %v", err)
	}
	if err := q.Publish(t.Context(), "b"); err == nil {
		t.Error("an id being worked on did not count")
	}
	ack()
	if err := q.Publish(t.Context(), "b"); err != nil {
		t.Errorf("publish after the acknowledgement: %v", err)
	}
}
