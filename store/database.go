package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stackhound"
)

// database is the open database all aggregates share.
type database struct {
	write   *sql.DB // nil when open for reading only
	read    *sql.DB
	dialect Dialect
	feeds   []*feed
}

// session runs statements for one call. Its context lives as long as that call.
type session struct {
	ctx context.Context
	q   interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
	dialect Dialect
}

// reading returns a session outside any transaction.
func (db *database) reading(ctx context.Context) session {
	return session{ctx: ctx, q: db.read, dialect: db.dialect}
}

// tx is a session inside a writing transaction. It prepares each statement once, so
// that a batch pays for parsing its SQL only on the first row.
type tx struct {
	session
	sql        *sql.Tx
	statements map[string]*sql.Stmt
	changed    map[string]bool // feeds that got a change
}

// writing runs fn in one transaction, commits it and wakes those who wait on the feeds
// it changed. What is said of an error begins with what was being done.
func (db *database) writing(ctx context.Context, what string, fn func(*tx) error) error {
	if db.write == nil {
		return stackhound.Errorf(stackhound.CodeRefused, "cannot %s: the store is open for reading only", what)
	}
	sqlTx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return failed(what, db.dialect.explain(err))
	}
	defer sqlTx.Rollback() // without effect once committed
	t := &tx{sql: sqlTx, statements: map[string]*sql.Stmt{}, changed: map[string]bool{}}
	t.session = session{ctx: ctx, q: t, dialect: db.dialect}
	if err := fn(t); err != nil {
		return failed(what, err)
	}
	if err := sqlTx.Commit(); err != nil {
		return failed(what, db.dialect.explain(err))
	}
	for _, f := range db.feeds {
		if t.changed[f.name] {
			f.bell.ring()
		}
	}
	return nil
}

// failed says what was being done when err happened. Errors made for people already
// say so.
func failed(what string, err error) error {
	if err == nil || stackhound.CodeOf(err) != "" {
		return err
	}
	return fmt.Errorf("store: %s: %w", what, err)
}

func (t *tx) statement(query string) (*sql.Stmt, error) {
	if s, ok := t.statements[query]; ok {
		return s, nil
	}
	s, err := t.sql.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, t.dialect.explain(err)
	}
	t.statements[query] = s
	return s, nil
}

// QueryContext runs a query inside the transaction.
func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := t.statement(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (int, error) {
	s, err := t.statement(query)
	if err != nil {
		return 0, err
	}
	result, err := s.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, t.dialect.explain(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// elements is the query for use after IN with the parameter list(…).
func (s session) elements() string { return "(" + s.dialect.Elements + ")" }

// row is what a scan function reads from.
type row interface{ Scan(dest ...any) error }

// collect runs a query and scans all its rows.
func collect[T any](s session, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.q.QueryContext(s.ctx, query, args...)
	if err != nil {
		return nil, s.dialect.explain(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, s.dialect.explain(rows.Err())
}

// first runs a query and scans its first row; ok is false when there is none.
func first[T any](s session, scan func(row) (T, error), query string, args ...any) (one T, ok bool, err error) {
	rows, err := s.q.QueryContext(s.ctx, query, args...)
	if err != nil {
		return one, false, s.dialect.explain(err)
	}
	defer rows.Close()
	if !rows.Next() {
		return one, false, s.dialect.explain(rows.Err())
	}
	one, err = scan(rows)
	return one, err == nil, errors.Join(err, rows.Close())
}

// value scans a single column.
func value[T any](r row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}
