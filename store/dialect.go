package store

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"stackhound"
)

// Dialect is where databases differ.
type Dialect struct {
	// Name is the database's own.
	Name string
	// About is a query yielding one row: the version of the database program, its clock in
	// microseconds since 1970, and how many bytes the database takes.
	About string
	// Integrity is a query whose first row is 'ok', or says what is wrong with the data.
	Integrity string
	// Elements is a query yielding one text row per element of a JSON array of strings
	// that is given as its one parameter.
	Elements string
	// Pairs is a query yielding a row of the columns name, a text, and number for each
	// [name, number] in a JSON array of such that is given as its one parameter.
	Pairs string
	// Listings is a query yielding a row of the columns board and listing, both texts, for
	// each [board, listing] in a JSON array of such that is given as its one parameter.
	Listings string
	// Numbered is set where parameters are written $1, $2, … instead of as question marks.
	Numbered bool
	// Lock is a query that makes a transaction wait until no other holds the part of the
	// store named by its one parameter, and hold it to its own end. Empty where writing
	// transactions run one at a time anyway.
	Lock string
	// SkipLocked stands after a query for rows to lease: it locks them, and leaves out
	// those that another transaction has locked. Empty where Lock is.
	SkipLocked string
	// KeepsStatements is set where the driver itself prepares each statement once for a
	// connection, so that preparing it again for a transaction would only cost time.
	KeepsStatements bool
	// Unwatched is set where a statement that runs need not end with its context: that is
	// looked at before it and between its rows. To watch over each takes a goroutine of the
	// driver's, which costs more than most statements of a database in this process do.
	Unwatched bool
	// Limit is how long one call may take where its context sets no end: a network that
	// swallows everything would else hold it for good. 0 is for ever.
	Limit time.Duration
	// Explain turns a failure a person can do something about, such as a full disk, into
	// one that says so, and returns any other as it is. nil explains nothing.
	Explain func(error) error
	// Retry tells of the error of a transaction or a query whether nothing of it happened,
	// for no fault of its own, so that the same may succeed when run again: the database
	// gave it up because of others, or the connection broke. One that broke while the
	// transaction was being committed leaves open what happened. nil: never.
	Retry func(err error, committing bool) bool
}

// dialect is a Dialect with the statements it has translated.
type dialect struct {
	Dialect
	texts sync.Map // as written in this package → as the database takes it
}

func (d *dialect) explain(err error) error {
	if err == nil || d.Explain == nil {
		return err
	}
	return d.Explain(err)
}

func (d *dialect) retry(err error, committing bool) bool {
	return err != nil && d.Retry != nil && d.Retry(err, committing)
}

// watched is the context that a statement runs under. Its error is that of one that has
// ended.
func (d *dialect) watched(ctx context.Context) (context.Context, error) {
	if !d.Unwatched {
		return ctx, nil
	}
	return context.WithoutCancel(ctx), ctx.Err()
}

// within runs one call, and ends it at the limit where ctx sets no end.
func (d *dialect) within(ctx context.Context, call func(context.Context) error) error {
	if _, set := ctx.Deadline(); set || d.Limit == 0 {
		return call(ctx)
	}
	bounded, cancel := context.WithTimeout(ctx, d.Limit)
	defer cancel()
	err := call(bounded)
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) && stackhound.CodeOf(err) == "" {
		err = stackhound.Errorf(stackhound.CodeUnavailable, "%s did not answer within %s", d.Name, d.Limit).
			WithHint("see whether the server runs and what lies between it and this machine")
	}
	return err
}

// text is a statement as the database takes it. No statement of this package has a
// question mark that is not a parameter.
func (d *dialect) text(query string) string {
	if !d.Numbered {
		return query
	}
	if known, ok := d.texts.Load(query); ok {
		return known.(string)
	}
	text := numbered(query)
	d.texts.Store(query, text)
	return text
}

// numbered writes the parameters of a statement as $1, $2, …
func numbered(query string) string {
	var text strings.Builder
	for i, piece := range strings.Split(query, "?") {
		if i > 0 {
			text.WriteString("$" + strconv.Itoa(i))
		}
		text.WriteString(piece)
	}
	return text.String()
}
