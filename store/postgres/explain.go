package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"stackhound"
)

// told says of an error the server can answer with what it means to a person. Every text
// but the hint begins after the name of the database.
type told struct {
	code stackhound.Code
	says string
	hint string
}

// meanings are by SQLSTATE, or by its first two characters where all of a class mean the
// same (PostgreSQL's documentation, appendix A).
var meanings = map[string]told{
	"28P01": {stackhound.CodeRefused, "does not accept this user and password", "check the user in store.url and the password in it or in its file"},
	"28":    {stackhound.CodeRefused, "does not let this user in from here", "check the user in store.url and the server's pg_hba.conf"},
	"3D000": {stackhound.CodeNotFound, "does not exist", "make it with createdb, or correct its name in store.url"},
	"42501": {stackhound.CodeRefused, "does not allow this user what the program needs", "make the user the owner of the database, or grant it CREATE on the schema"},
	"53100": {stackhound.CodeUnavailable, "has no space left on the server's disk", "free space on the server"},
	"53300": {stackhound.CodeUnavailable, "takes no more connections", "lower store.connections, or raise the server's max_connections"},
	"53":    {stackhound.CodeUnavailable, "has run out of what it needs on its server", "look at the server's log"},
	"55P03": {stackhound.CodeUnavailable, "was held by another process for too long", "see which processes use it and whether one of them hangs"},
	"57014": {stackhound.CodeUnavailable, "took too long over a statement", "see what else keeps the server busy"},
	"57P":   {stackhound.CodeUnavailable, "is starting up or shutting down", "try again when the server runs"},
	"08":    {stackhound.CodeUnavailable, "lost the connection", "see whether the server runs"},
	"25P03": {stackhound.CodeUnavailable, "ended the connection, as this process stood still for too long", "see whether the machine sleeps or is overloaded"},
	"58":    {stackhound.CodeUnavailable, "failed on its server's disk", "check the server's disk and its log"},
}

// States that lead to more than a sentence.
const (
	serialization = "40001"
	deadlock      = "40P01"
	terminated    = "57P01" // the server or an administrator ended the connection
	readOnlyState = "25006"
)

// again tells whether what failed may succeed when run again: the server gave it up
// because of other transactions, or the connection was lost before it was committed.
func again(err error, committing bool) bool {
	var e *pgconn.PgError
	switch {
	case errors.As(err, &e):
		return e.Code == serialization || e.Code == deadlock || e.Code == terminated && !committing
	case committing, ended(err), connecting(err):
		return false
	}
	return lost(err)
}

// cannotOpen says in one sentence why a database cannot be used.
func cannotOpen(where string, err error) error {
	if told := explain(where, err); stackhound.CodeOf(told) != "" {
		return told
	}
	return stackhound.Errorf(stackhound.CodeUnavailable, "cannot open the %s: %w", where, err)
}

// explain turns what a person can do something about into words for them, and returns
// any other error as it is. What the driver says of a connection is taken apart: its own
// words run over lines and tell more than they should.
func explain(where string, err error) error {
	var e *pgconn.PgError
	switch {
	case ended(err) && !connecting(err), stackhound.CodeOf(err) != "":
		return err
	case errors.As(err, &e) && e.Code == readOnlyState:
		return readOnlyServer(where)
	case e != nil && meaning(e.Code) != nil:
		t := meaning(e.Code)
		return failure(t.code, "the "+where+" "+t.says, err).WithHint("%s", t.hint)
	case errors.Is(err, pgconn.ErrReadOnlyConnection), errors.Is(err, pgconn.ErrStandbyConnection):
		return failure(stackhound.CodeUnavailable, "the "+where+" takes no writes now: its server is a standby or set to read only", err).
			WithHint("give the address of the server that is written to in store.url, or see why there is none")
	case connecting(err), e == nil && lost(err):
		return failure(stackhound.CodeUnavailable, "the "+where+" cannot be reached: "+leaf(err), err).
			WithHint("see whether the server runs there and lets this machine in, or correct store.url")
	}
	return err
}

// meaning is what a state means, nil for one that nobody can do something about.
func meaning(state string) *told {
	for _, length := range []int{len(state), 3, 2} {
		if t, ok := meanings[state[:min(length, len(state))]]; ok {
			return &t
		}
	}
	return nil
}

func readOnlyServer(where string) error {
	return stackhound.Errorf(stackhound.CodeRefused, "the %s takes no writes: its server is a standby or set to read only", where).
		WithHint("give the address of the server that is written to in store.url")
}

// failure is an error whose message leaves its cause out.
func failure(code stackhound.Code, message string, cause error) *stackhound.Error {
	return &stackhound.Error{Code: code, Message: message, Err: cause}
}

// ended tells whether the caller no longer waits.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// connecting tells whether an error is of making a connection.
func connecting(err error) bool {
	return errors.As(err, new(*pgconn.ConnectError))
}

// lost tells whether a connection broke under way.
func lost(err error) bool {
	return errors.As(err, new(net.Error)) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, pgconn.ErrConnClosed)
}

// leaf is the cause at the bottom of an error, in one line. Of several attempts the last
// one tells: those before were with TLS, or of another address.
func leaf(err error) string {
	for {
		var next error
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			next = e.Unwrap()
		case interface{ Unwrap() []error }:
			if all := e.Unwrap(); len(all) > 0 {
				next = all[len(all)-1]
			}
		}
		if next == nil {
			return strings.Join(strings.Fields(err.Error()), " ")
		}
		err = next
	}
}
