package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"stackhound"
)

const where = "database jobs at 127.0.0.1:5432"

// TestExplain holds that what a person can do something about says what, where and what
// to do, and is no fault of how the program was called.
func TestExplain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state string
		code  stackhound.Code
		says  string
	}{
		{"28P01", stackhound.CodeRefused, "user and password"},
		{"28000", stackhound.CodeRefused, "pg_hba.conf"},
		{"3D000", stackhound.CodeNotFound, "does not exist"},
		{"42501", stackhound.CodeRefused, "grant"},
		{"53100", stackhound.CodeUnavailable, "no space left"},
		{"53200", stackhound.CodeUnavailable, "run out"},
		{"53300", stackhound.CodeUnavailable, "max_connections"},
		{"55P03", stackhound.CodeUnavailable, "held by another process"},
		{"57014", stackhound.CodeUnavailable, "took too long"},
		{"57P01", stackhound.CodeUnavailable, "shutting down"},
		{"57P03", stackhound.CodeUnavailable, "starting up"},
		{"25006", stackhound.CodeRefused, "takes no writes"},
		{"08006", stackhound.CodeUnavailable, "lost the connection"},
		{"25P03", stackhound.CodeUnavailable, "stood still"},
		{"42P01", "", "of the server"},
	} {
		told := explain(where, fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: c.state, Message: "words of the server"}))
		if stackhound.CodeOf(told) != c.code || !strings.Contains(told.Error(), c.says) {
			t.Errorf("%s became %v of code %q, want %q saying %q", c.state, told, stackhound.CodeOf(told), c.code, c.says)
		}
		if c.code != "" && !strings.Contains(told.Error(), where) {
			t.Errorf("%s: %v does not say where", c.state, told)
		}
	}
	if told := explain(where, fmt.Errorf("reading: %w", io.ErrUnexpectedEOF)); stackhound.CodeOf(told) != stackhound.CodeUnavailable {
		t.Errorf("a broken connection became %v", told)
	}
	if told := explain(where, fmt.Errorf("connecting: %w", pgconn.ErrStandbyConnection)); stackhound.CodeOf(told) != stackhound.CodeUnavailable || !strings.Contains(told.Error(), "takes no writes now") {
		t.Errorf("a standby became %v", told)
	}
	if odd := errors.New("odd"); explain(where, odd) != odd {
		t.Error("another error did not stay as it is")
	}
}

// Only what failed for no fault of its own is worth another try, also once it was
// explained, and only when nothing of it can have happened.
func TestAgain(t *testing.T) {
	t.Parallel()
	server := func(state string) error { return &pgconn.PgError{Code: state} }
	for _, c := range []struct {
		err                error
		before, committing bool
	}{
		{server("40001"), true, true},
		{server("40P01"), true, true},
		{server("57P01"), true, false},
		{io.ErrUnexpectedEOF, true, false},
		{server("55P03"), false, false},
		{server("23505"), false, false},
		{server("53100"), false, false},
		{context.Canceled, false, false},
		{context.DeadlineExceeded, false, false},
		{errors.New("odd"), false, false},
	} {
		told := explain(where, c.err)
		if before, committing := again(told, false), again(told, true); before != c.before || committing != c.committing {
			t.Errorf("%v: %v before and %v while committing", c.err, before, committing)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	fine := facts{server: 150004, release: "15.4", encoding: "UTF8", schema: "public"}
	if err := fine.check(where); err != nil {
		t.Error(err)
	}
	for says, f := range map[string]func(*facts){
		"PostgreSQL 14.9 and this program needs 15": func(f *facts) { f.server, f.release = 140009, "14.9" },
		"as LATIN1": func(f *facts) { f.encoding = "LATIN1" },
	} {
		bad := fine
		f(&bad)
		if err := bad.check(where); stackhound.CodeOf(err) != stackhound.CodeRefused || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want what says %q", err, says)
		}
	}
}
