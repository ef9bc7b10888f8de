package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stackhound"
)

// database is the open database all aggregates share.
type database struct {
	write   *sql.DB // nil when open for reading only
	read    *sql.DB
	dialect *dialect
	feeds   []*feed
	turns   map[part]chan struct{} // what a writer of a part holds within this process
}

// session runs statements for one call. Its context lives as long as that call.
type session struct {
	ctx context.Context
	q   interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
	dialect *dialect
}

// reading returns a session outside any transaction.
func (db *database) reading(ctx context.Context) session {
	return session{ctx: ctx, q: reader{db}, dialect: db.dialect}
}

// reader runs queries outside any transaction, again where a connection was found broken.
type reader struct{ *database }

func (r reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := r.read.QueryContext(ctx, query, args...)
	for try := 1; try < maxTries && r.dialect.retry(err, false); try++ {
		rows, err = r.read.QueryContext(ctx, query, args...)
	}
	return rows, err
}

// part is what a writing transaction changes. Where several processes write, those that
// change the same part run one after the other, and each sees all that the ones before
// it did; this is also what makes the positions of a feed appear in their order.
type part string

// The parts of a store. Most postings-side work is one part, as it is tied together: a
// merge moves what was told, and what was told decides what is planned.
const (
	listingsPart part = "listings" // listings and their feed
	postingsPart part = "postings" // postings and their feed, links, aliases, what was told, matches, profiles, plans, positions
	rowsPart     part = ""         // single rows, each compared and set by one statement
)

// maxTries is how often something is run that fails for no fault of its own.
const maxTries = 5

// tx is a session inside a writing transaction.
type tx struct {
	session
	sql        *sql.Tx
	statements map[string]*sql.Stmt
	changed    map[string]bool // feeds that got a change
}

// writing runs fn in one transaction, commits it and wakes those who wait on the feeds
// it changed. fn may be run again after the database gave the transaction up, so it must
// begin with nothing left of the time before. What is said of an error begins with what
// was being done.
func (db *database) writing(ctx context.Context, p part, what string, fn func(*tx) error) error {
	if db.write == nil {
		return stackhound.Errorf(stackhound.CodeRefused, "cannot %s: the store is open for reading only", what)
	}
	committing := false
	once := func(ctx context.Context) (err error) {
		committing, err = db.once(ctx, p, fn)
		return err
	}
	err := db.dialect.within(ctx, once)
	for try := 1; try < maxTries && db.dialect.retry(err, committing); try++ {
		err = db.dialect.within(ctx, once)
	}
	return failed(what, err)
}

// once runs fn in one transaction. committing tells whether it was the commit that
// failed.
func (db *database) once(ctx context.Context, p part, fn func(*tx) error) (committing bool, err error) {
	leave, err := db.turn(ctx, p)
	if err != nil {
		return false, err
	}
	defer leave()
	sqlTx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return false, db.dialect.explain(err)
	}
	defer sqlTx.Rollback() // without effect once committed
	t := &tx{sql: sqlTx, statements: map[string]*sql.Stmt{}, changed: map[string]bool{}}
	t.session = session{ctx: ctx, q: t, dialect: db.dialect}
	if err := t.hold(p); err != nil {
		return false, err
	}
	if err := fn(t); err != nil {
		return false, err
	}
	if err := sqlTx.Commit(); err != nil {
		return true, db.dialect.explain(err)
	}
	for _, f := range db.feeds {
		if t.changed[f.name] {
			f.bell.ring()
		}
	}
	return false, nil
}

// turn waits until no other transaction of this process changes a part, so that those
// who wait for each other anyway do not use up the connections meanwhile.
func (db *database) turn(ctx context.Context, p part) (leave func(), err error) {
	turn := db.turns[p]
	if turn == nil || db.dialect.Lock == "" {
		return func() {}, nil
	}
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hold keeps other transactions off a part until this one ends. It must be the first
// statement: what a later one reads is then all that was committed before.
func (t *tx) hold(p part) error {
	if p == rowsPart || t.dialect.Lock == "" {
		return nil
	}
	_, err := t.exec(t.dialect.Lock, string(p))
	return err
}

// failed says what was being done when err happened. Errors made for people already
// say so.
func failed(what string, err error) error {
	if err == nil || stackhound.CodeOf(err) != "" {
		return err
	}
	return fmt.Errorf("store: %s: %w", what, err)
}

// statement prepares each statement once, so that a batch pays for parsing its SQL only
// on the first row.
func (t *tx) statement(query string) (*sql.Stmt, error) {
	if s, ok := t.statements[query]; ok {
		return s, nil
	}
	s, err := t.sql.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, err
	}
	t.statements[query] = s
	return s, nil
}

// QueryContext runs a query inside the transaction.
func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if t.dialect.KeepsStatements {
		return t.sql.QueryContext(ctx, query, args...)
	}
	s, err := t.statement(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// execContext runs a statement inside the transaction.
func (t *tx) execContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if t.dialect.KeepsStatements {
		return t.sql.ExecContext(ctx, query, args...)
	}
	s, err := t.statement(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (int, error) {
	ctx, err := t.dialect.watched(t.ctx)
	if err != nil {
		return 0, err
	}
	result, err := t.execContext(ctx, t.dialect.text(query), clean(args)...)
	if err != nil {
		return 0, t.dialect.explain(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// rowsAtOnce is how many rows one statement inserts. Fewer are inserted by ones, so that
// two statements serve any number.
const rowsAtOnce = 32

// insert inserts rows, all of as many values. into is what stands between INSERT and
// VALUES, then what stands after the rows.
func (t *tx) insert(into, then string, rows [][]any) error {
	for len(rows) > 0 {
		n := 1
		if len(rows) >= rowsAtOnce {
			n = rowsAtOnce
		}
		one := "(?" + strings.Repeat(", ?", len(rows[0])-1) + ")"
		if _, err := t.exec("INSERT "+into+" VALUES "+one+strings.Repeat(", "+one, n-1)+" "+then, slices.Concat(rows[:n]...)...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// rows runs a query and lets read have its rows.
func (s session) rows(query string, args []any, read func(*sql.Rows) error) error {
	return s.dialect.within(s.ctx, func(ctx context.Context) error {
		ctx, err := s.dialect.watched(ctx)
		if err != nil {
			return err
		}
		rows, err := s.q.QueryContext(ctx, s.dialect.text(query), clean(args)...)
		if err != nil {
			return s.dialect.explain(err)
		}
		defer rows.Close()
		return read(rows)
	})
}

// elements is the query for use after IN with the parameter list(…).
func (s session) elements() string { return "(" + s.dialect.Elements + ")" }

// row is what a scan function reads from.
type row interface{ Scan(dest ...any) error }

// collect runs a query and scans all its rows.
func collect[T any](s session, scan func(row) (T, error), query string, args ...any) (all []T, err error) {
	err = s.rows(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return err
			}
			all = append(all, one)
			if err := s.ctx.Err(); err != nil {
				return err
			}
		}
		return s.dialect.explain(rows.Err())
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// first runs a query and scans its first row; ok is false when there is none.
func first[T any](s session, scan func(row) (T, error), query string, args ...any) (one T, ok bool, err error) {
	err = s.rows(query, args, func(rows *sql.Rows) error {
		if !rows.Next() {
			return s.dialect.explain(rows.Err())
		}
		one, err = scan(rows)
		ok = err == nil
		return errors.Join(err, rows.Close())
	})
	return one, ok && err == nil, err
}

// value scans a single column.
func value[T any](r row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}
