package postgres

import (
	"context"
	"net/url"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/servertest"
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
	line := servertest.NewLine(t, u.Host)
	u.Host = line.Addr
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
		for line.Cut(false); call() != nil; { // with connections made, however slow this machine
			if t.Context().Err() != nil || c.ctx.Err() != nil {
				t.Fatal("no call succeeds")
			}
		}
		line.Cut(true)
		for range 2 { // over the connection that was made, then over a new one
			if err := call(); stackhound.CodeOf(err) != stackhound.CodeUnavailable {
				t.Errorf("a cut line became %v", err)
			}
		}
	}
	line.Cut(false)
	line.HangUp() // what was swallowed is lost to both ends
	for _, call := range []func() error{read, write} {
		for call() != nil {
			if c.ctx.Err() != nil {
				t.Fatal("no call succeeds again")
			}
		}
	}
}
