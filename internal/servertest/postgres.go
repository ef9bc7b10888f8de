package servertest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// PostgresURL names the variable with the address of a PostgreSQL server that tests may
// make databases and users on, instead of one they start. It must ask for passwords.
const PostgresURL = "STACKHOUND_TEST_POSTGRES_URL"

const (
	postgresUser     = "stackhound"
	postgresPassword = "open-sesame" // of servers on loopback that hold made-up data
	postgresReady    = "database system is ready to accept connections"
)

// errNoPostgres is when there are no programs to start a server with.
var errNoPostgres = errors.New("no initdb and postgres in PATH or /usr/lib/postgresql/*/bin")

// hasty makes a server quick and its data worthless after a crash of the machine.
var hasty = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off"}

// sharedPostgres is the server that the tests of one binary share.
var sharedPostgres = sync.OnceValues(func() (string, error) {
	if address := os.Getenv(PostgresURL); address != "" {
		return address, nil
	}
	s, address, err := startPostgres(hasty)
	if err == nil {
		keep(s)
	}
	return address, err
})

// databases counts those made by this process.
var databases atomic.Int64

// Postgres returns the URL of an empty database of the test's own, removed when the test
// ends. The server is started at the first call, is shared by the test binary and trades
// durability for speed; Main ends it. Its texts sort as people expect, not by bytes,
// where PostgreSQL was built for that.
func Postgres(t testing.TB) string {
	t.Helper()
	address, err := sharedPostgres()
	postgresFound(t, err)
	name := fmt.Sprintf("stackhound_test_%d_%d", os.Getpid(), databases.Add(1))
	onPostgres(t, address, "CREATE DATABASE "+name+" TEMPLATE template0")
	t.Cleanup(func() { onPostgres(t, address, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// PostgresServer starts a server for one test and returns the URL of an empty database
// on it. It keeps what is committed through a crash of the machine, unless settings
// ("name=value") say otherwise.
func PostgresServer(t testing.TB, settings ...string) string {
	t.Helper()
	s, address, err := startPostgres(settings)
	postgresFound(t, err)
	t.Cleanup(s.stop)
	return address
}

func postgresFound(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errNoPostgres) {
		Missing(t, "postgres", err.Error()+"; install the server (Debian: apt-get install postgresql) or name one in "+PostgresURL)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// onPostgres runs a statement. It goes on when the test's own context has ended, so that
// it can clean up.
func onPostgres(t testing.TB, address, statement string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}

// startPostgres makes a cluster in a folder of its own and starts a server on it.
func startPostgres(settings []string) (*server, string, error) {
	bin, err := postgresPrograms()
	if err != nil {
		return nil, "", err
	}
	dir, err := os.MkdirTemp("", "stackhound-postgres-")
	if err != nil {
		return nil, "", err
	}
	s, port, err := startCluster(bin, dir, settings)
	if err != nil {
		return nil, "", errors.Join(err, os.RemoveAll(dir))
	}
	address := url.URL{Scheme: "postgres", User: url.UserPassword(postgresUser, postgresPassword), Host: "127.0.0.1:" + port, Path: "/postgres"}
	return s, address.String(), nil
}

func startCluster(bin, dir string, settings []string) (*server, string, error) {
	if err := initCluster(bin, dir); err != nil {
		return nil, "", err
	}
	return serveCluster(bin, dir, postgresReady, settings)
}

// PostgresStandby starts a server for one test that takes no writes, as one that follows
// another, and returns its address, host and port.
func PostgresStandby(t testing.TB) string {
	t.Helper()
	bin, err := postgresPrograms()
	postgresFound(t, err)
	dir, err := os.MkdirTemp("", "stackhound-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := initCluster(bin, dir); err != nil {
		t.Fatal(err)
	}
	signal := filepath.Join(dir, "data", "standby.signal")
	if err := os.WriteFile(signal, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := unprivileged(exec.Command(bin), signal); err != nil {
		t.Fatal(err)
	}
	s, port, err := serveCluster(bin, dir, "database system is ready to accept read-only connections", hasty)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return "127.0.0.1:" + port
}

// serveCluster starts a server on a cluster.
func serveCluster(bin, dir, ready string, settings []string) (*server, string, error) {
	port, err := freePort()
	if err != nil {
		return nil, "", err
	}
	args := []string{"-D", filepath.Join(dir, "data"), "-p", port}
	for _, setting := range append([]string{"listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "shared_buffers=64MB"}, settings...) {
		args = append(args, "-c", setting)
	}
	command := exec.Command(filepath.Join(bin, "postgres"), args...)
	command.Dir = dir
	if err := unprivileged(command); err != nil {
		return nil, "", err
	}
	s, err := start(command, dir, ready)
	return s, port, err
}

// initCluster makes a cluster that asks for a password.
func initCluster(bin, dir string) error {
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(postgresPassword), 0o600); err != nil {
		return err
	}
	var failed error
	for _, locale := range [][]string{{"--locale-provider=icu", "--icu-locale=en-US"}, nil} { // not every build has ICU
		command := exec.Command(filepath.Join(bin, "initdb"), append(locale, "-D", filepath.Join(dir, "data"), "--locale=C", "-E", "UTF8",
			"-U", postgresUser, "-A", "scram-sha-256", "--pwfile="+secret, "--no-sync")...)
		command.Dir = dir
		if err := unprivileged(command, dir, secret); err != nil {
			return err
		}
		said, err := command.CombinedOutput()
		if err == nil {
			return nil
		}
		failed = fmt.Errorf("%s: %w: %s", command.Path, err, said)
	}
	return failed
}

// postgresPrograms returns the folder with the server's programs: the newest that Debian
// keeps apart from the path, or where PATH leads to.
func postgresPrograms() (string, error) {
	for _, program := range []string{"postgres", "initdb"} {
		if path, err := exec.LookPath(program); err == nil {
			if path, err = filepath.EvalSymlinks(path); err == nil && has(filepath.Dir(path), "initdb") && has(filepath.Dir(path), "postgres") {
				return filepath.Dir(path), nil
			}
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	for i := len(found) - 1; i >= 0; i-- {
		if has(found[i], "initdb") && has(found[i], "postgres") {
			return found[i], nil
		}
	}
	return "", errNoPostgres
}

func has(dir, program string) bool {
	_, err := os.Stat(filepath.Join(dir, program))
	return err == nil
}
