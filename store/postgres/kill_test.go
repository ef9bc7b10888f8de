package postgres_test

import (
	"context"
	"testing"

	"stackhound/internal/servertest"
	"stackhound/store"
	"stackhound/store/postgres"
	"stackhound/store/storetest"
)

// crashURL, when set, makes the test binary a program that stores listings until it is
// killed: see TestKill.
const crashURL = "STACKHOUND_TEST_CRASH_URL"

func storeUntilKilled(ctx context.Context, address string) error {
	st, err := postgres.Open(ctx, address, postgres.Options{})
	if err != nil {
		return err
	}
	return storetest.PutUntilKilled(ctx, st)
}

func TestKill(t *testing.T) {
	t.Parallel()
	address := servertest.Postgres(t)
	storetest.Kill(t, crashURL+"="+address, func() *store.Store { return open(t, address) })
}
