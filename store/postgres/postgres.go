// Package postgres opens the store in a PostgreSQL database, for several processes that
// write at the same time. It holds only what is PostgreSQL's own: connections, migrations
// and what its errors mean to a person.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/store"
)

// connections is how many are open at most where Options do not say.
const connections = 16

// fewest connections a store works with: for each of reading and writing one for listings,
// one for postings and one for single rows, which else wait for each other.
const fewest = 6

// idle is how long an unused connection is kept.
const idle = 5 * time.Minute

// dialTime bounds making one connection.
const dialTime = 10 * time.Second

// callTime bounds one call to the store whose caller set no end. It is generous: what the
// server itself limits ends before.
const callTime = 2 * time.Minute

// settings hold for every connection unless the URL says otherwise. Each transaction must
// see what was committed before each of its statements; the times keep a process that
// hangs from holding up the others for good.
var settings = map[string]string{
	"application_name":                    "stackhound",
	"default_transaction_isolation":       "read committed",
	"lock_timeout":                        "30s",
	"statement_timeout":                   "5min",
	"idle_in_transaction_session_timeout": "60s",
}

// Options say how to open a database.
type Options struct {
	Password    string      // takes the place of the URL's; "" leaves that
	ReadOnly    bool        // never write; the database must be of this version
	Connections int         // most at the same time, half of them for writing; 0 means 16, fewer than 6 mean 6
	Clock       clock.Clock // paces looking for other processes' changes; nil means the machine's
}

// Open opens the database a URL names (postgres://USER@HOST:PORT/DATABASE) and brings it
// to this program's version; with ReadOnly it leaves it as it is. The tables stand in the
// first schema of the search path. An older server than PostgreSQL 15, and a schema of a
// newer version or with another program's tables, are refused unchanged. No error holds
// the password.
func Open(ctx context.Context, address string, o Options) (*store.Store, error) {
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	config, err := configure(address, o.Password)
	if err != nil {
		return nil, err
	}
	where := name(config)
	half := max(o.Connections, fewest) / 2
	if o.Connections == 0 {
		half = connections / 2
	}
	read := openPool(config, true, half)
	if o.ReadOnly {
		if err := checkReadable(ctx, read, where); err != nil {
			return nil, errors.Join(err, read.Close())
		}
		return store.New(nil, read, dialect(where), o.Clock), nil
	}
	write := openPool(config, false, half)
	if err := prepare(ctx, write, where); err != nil {
		return nil, errors.Join(err, write.Close(), read.Close())
	}
	return store.New(write, read, dialect(where), o.Clock), nil
}

// dialect is PostgreSQL's own SQL, and what it has to say of the database named where.
func dialect(where string) store.Dialect {
	return store.Dialect{
		Name:            "PostgreSQL",
		About:           "SELECT current_setting('server_version'), CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint), pg_database_size(current_database())",
		Integrity:       "SELECT 'ok'", // there is no quick way: amcheck is an extension
		Elements:        "SELECT value FROM json_array_elements_text(CAST(CAST(? AS text) AS json))",
		Pairs:           "SELECT value ->> 0 AS name, CAST(value ->> 1 AS bigint) AS number FROM json_array_elements(CAST(CAST(? AS text) AS json))",
		Listings:        "SELECT value ->> 0 AS board, value ->> 1 AS listing FROM json_array_elements(CAST(CAST(? AS text) AS json))",
		Numbered:        true,
		Lock:            "SELECT pg_advisory_xact_lock(" + lockClass + ", CAST(CAST(? AS text) AS regclass)::oid::int4)",
		SkipLocked:      " FOR UPDATE SKIP LOCKED",
		KeepsStatements: true,
		Limit:           callTime,
		Explain:         func(err error) error { return explain(where, err) },
		Retry:           again,
	}
}

// lockClass tells this program's advisory locks from others' in the same database: "StHd".
// Beside it stands the object id of what is locked, a part's table or the schema, so that
// two stores in one database do not wait for each other.
const lockClass = "1400129636"

// configure reads a URL. What is wrong with one is not quoted: a password with a character
// that should have been written otherwise can stand anywhere in it.
func configure(address, password string) (*pgx.ConnConfig, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, badAddress()
	}
	config, err := pgx.ParseConfig(address)
	if file := (*fs.PathError)(nil); errors.As(err, &file) {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "a file that store.url names cannot be read: %w", file)
	}
	if err != nil {
		return nil, badAddress()
	}
	if password != "" {
		config.Password = password
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = dialTime
	}
	config.DialFunc = dialer().DialContext
	for setting, value := range settings {
		if _, given := config.RuntimeParams[setting]; !given {
			config.RuntimeParams[setting] = value
		}
	}
	config.RuntimeParams["client_encoding"] = "UTF8"
	return config, nil
}

func badAddress() error {
	return stackhound.Errorf(stackhound.CodeInvalid, "store.url is not the address of a PostgreSQL database").
		WithHint("write postgres://USER@HOST:PORT/DATABASE; in a password, what is not a letter or digit is written as %%XX")
}

// name is what messages call the database.
func name(c *pgx.ConnConfig) string {
	return "database " + c.Database + " at " + net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
}

// openPool opens up to n connections as they are needed. Those for reading cannot write,
// whatever they are asked to.
func openPool(c *pgx.ConnConfig, readOnly bool, n int) *sql.DB {
	c = c.Copy()
	c.RuntimeParams["default_transaction_read_only"] = map[bool]string{true: "on", false: "off"}[readOnly]
	c.ValidateConnect = suits(readOnly)
	db := stdlib.OpenDB(*c)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(idle)
	return db
}

// suits refuses a server that does not fit, so that the next one of the address is tried.
// What the address itself asks for cannot hold for both pools: read-write would refuse
// connections that may not write. Reading goes to the server that is written to as well,
// as a standby lags behind it.
func suits(readOnly bool) pgconn.ValidateConnectFunc {
	if readOnly {
		return pgconn.ValidateConnectTargetSessionAttrsPrimary
	}
	return pgconn.ValidateConnectTargetSessionAttrsReadWrite
}
