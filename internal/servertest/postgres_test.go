package servertest_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"stackhound/internal/servertest"
)

// orphan, when set, makes the test binary start a server and wait to be killed: see
// TestKilledBinaryLeavesNoServer.
const orphan = "STACKHOUND_TEST_ORPHAN"

func TestMain(m *testing.M) { os.Exit(servertest.Main(m)) }

func ask(t *testing.T, address, query string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var answer string
	if err := conn.QueryRow(t.Context(), query).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	one, other := servertest.Postgres(t), servertest.Postgres(t)
	const name, server = "SELECT current_database()", "SELECT pg_postmaster_start_time()::text"
	if ask(t, one, name) == ask(t, other, name) || ask(t, one, server) != ask(t, other, server) {
		t.Errorf("%s and %s are not two databases of one server", one, other)
	}
	if got := ask(t, one, "SELECT count(*)::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"); got != "0" {
		t.Errorf("an empty database has %s tables", got)
	}
}

func TestPostgresServer(t *testing.T) {
	t.Parallel()
	if got := ask(t, servertest.PostgresServer(t, "work_mem=1234kB"), "SELECT current_setting('work_mem') || current_setting('fsync')"); got != "1234kBon" {
		t.Errorf("its settings are %s", got)
	}
}

// A test binary that is killed cannot clean up; the server ends all the same.
func TestKilledBinaryLeavesNoServer(t *testing.T) {
	t.Parallel()
	if os.Getenv(orphan) != "" {
		address := servertest.PostgresServer(t, "fsync=off")
		fmt.Println(address)
		fmt.Println(filepath.Dir(ask(t, address, "SELECT current_setting('data_directory')")))
		select {} // until killed
	}
	servertest.Postgres(t) // or say that there is none
	binary := exec.Command(os.Args[0], "-test.run=^TestKilledBinaryLeavesNoServer$")
	binary.Env = append(slices.Clone(os.Environ()), orphan+"=1")
	out, err := binary.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := binary.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewScanner(out); len(said) < 2 && lines.Scan(); {
		said = append(said, lines.Text())
	}
	if len(said) < 2 {
		t.Fatalf("the binary said only %q", said)
	}
	t.Cleanup(func() { os.RemoveAll(said[1]) })
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, said[0])
	if err != nil {
		t.Fatal(err)
	}
	binary.Process.Kill()
	binary.Wait()
	if conn.WaitForNotification(ctx); ctx.Err() != nil { // returns when the server ends
		t.Fatal("the server is still there")
	}
}
