package stackhound

import (
	"errors"
	"fmt"
)

// Code says what kind of failure an Error is; a command's exit status follows from it.
type Code string

// The kinds of failure a person is told about.
const (
	CodeInvalid     Code = "invalid"     // what was given cannot be used as it is (exit 2)
	CodeNotFound    Code = "not_found"   // the thing named does not exist (exit 1)
	CodeRefused     Code = "refused"     // possible, but not allowed as things stand (exit 3)
	CodeUnavailable Code = "unavailable" // something outside did not answer; may pass (exit 1)
	CodeConflict    Code = "conflict"    // another was quicker: look again how things stand (exit 1)
)

// Error is a failure with a sentence a person can act on: Message says what and where,
// Hint what to do next. Err is the cause, already told in Message; it may be nil.
type Error struct {
	Code    Code
	Message string
	Hint    string
	Err     error
}

// Error returns the message and the hint in one line. A cause given to Errorf by %w is
// part of the message already.
func (e *Error) Error() string {
	if e.Hint != "" {
		return e.Message + " (" + e.Hint + ")"
	}
	return e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of the given kind; a %w verb sets its cause.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), Err: errors.Unwrap(err)}
}

// WithHint returns the error with the sentence that says what to do next.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// CodeOf returns the code of the first Error in err's chain, "" if there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
