package postgres_test

import (
	"net/url"
	"testing"

	"stackhound"
	"stackhound/internal/servertest"
	"stackhound/store/postgres"
	"stackhound/store/storetest"
)

// Whatever sort of server the address asks for, as it does where there are several, both
// reading and writing go to the one that is written to.
func TestSortOfServer(t *testing.T) {
	t.Parallel()
	for _, sort := range []string{"read-write", "primary", "any", "prefer-standby"} {
		t.Run(sort, func(t *testing.T) {
			t.Parallel()
			address := with(t, servertest.Postgres(t), setting("target_session_attrs", sort))
			address = with(t, address, func(u *url.URL) { u.Host = nobody(t) + "," + u.Host })
			st := open(t, address)
			if err := storetest.Put(t.Context(), st, "a"); err != nil {
				t.Fatal(err)
			}
			if known, err := st.Listings.Known(t.Context(), "sample"); err != nil || len(known) != 1 {
				t.Errorf("%d listings, %v", len(known), err)
			}
			reader := openWith(t, address, postgres.Options{ReadOnly: true})
			refused(t, storetest.Put(t.Context(), reader, "b"), stackhound.CodeRefused, "reading only")
		})
	}
}
