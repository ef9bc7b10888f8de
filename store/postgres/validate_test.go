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

// A standby is passed over for the server that is written to, and alone is no server to
// work with; no error says that nothing answers there.
func TestStandby(t *testing.T) {
	t.Parallel()
	standby := servertest.PostgresStandby(t)
	address := with(t, servertest.PostgresServer(t, "fsync=off"), func(u *url.URL) { u.Host = standby + "," + u.Host })
	if err := storetest.Put(t.Context(), open(t, address), "a"); err != nil {
		t.Error(err)
	}
	openWith(t, address, postgres.Options{ReadOnly: true})
	address = with(t, address, func(u *url.URL) { u.Host = standby })
	for _, readOnly := range []bool{false, true} {
		_, err := postgres.Open(t.Context(), address, postgres.Options{ReadOnly: readOnly})
		refused(t, err, stackhound.CodeUnavailable, "takes no writes now", "standby", standby)
	}
}
