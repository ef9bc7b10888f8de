package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"stackhound/store/storetest"
)

// ending is a context that ends once it was asked so often whether it did.
type ending struct {
	context.Context
	left int
}

func (c *ending) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestEndedContext(t *testing.T) {
	t.Parallel()
	const rows = 5
	st := open(t, filepath.Join(t.TempDir(), "jobs.db"))
	for i := range rows {
		if err := storetest.Put(t.Context(), st, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	for asked := range rows + 1 { // before the statement, and behind each row
		if _, err := st.Listings.Known(&ending{t.Context(), asked}, "sample"); !errors.Is(err, context.Canceled) {
			t.Errorf("a read whose context ended when it was asked %d times: %v", asked+1, err)
		}
	}
	if err := storetest.Put(&ending{t.Context(), 0}, st, "late"); !errors.Is(err, context.Canceled) {
		t.Errorf("a write whose context has ended: %v", err)
	}
	known, err := st.Listings.Known(&ending{t.Context(), rows + 1}, "sample")
	if err != nil || len(known) != rows {
		t.Errorf("%d listings are known, %v", len(known), err)
	}
}
