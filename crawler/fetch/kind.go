package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"

	"stackhound"
	"stackhound/internal/safehttp"
)

// fault makes err, which says in a sentence what happened at u, a Fault of a kind.
func fault(kind stackhound.FaultKind, u *url.URL, err error) *stackhound.Fault {
	return &stackhound.Fault{Kind: kind, Host: u.Host, URL: u.Redacted(), Err: err}
}

// kindOf tells the kind of a failed request. What matches nothing came from the parser of
// HTTP, whose errors have no types.
func kindOf(err error) stackhound.FaultKind {
	switch {
	case errors.Is(err, safehttp.ErrBlocked):
		return stackhound.FaultBlocked
	case errors.Is(err, safehttp.ErrTooSlow):
		return stackhound.FaultTooSlow
	case errors.Is(err, safehttp.ErrTooLarge), headTooLarge(err):
		return stackhound.FaultTooLarge
	case errors.Is(err, safehttp.ErrRedirects):
		return stackhound.FaultRedirects
	case errors.Is(err, safehttp.ErrEncoding), errors.Is(err, safehttp.ErrInflate):
		return stackhound.FaultBadEncoding
	case badTLS(err):
		return stackhound.FaultTLS
	case timedOut(err):
		return stackhound.FaultTimeout
	case broken(err):
		return stackhound.FaultReset
	case unreachable(err):
		return stackhound.FaultUnreachable
	}
	return stackhound.FaultMalformed
}

// headTooLarge knows the transport's error by its words: it has no type.
func headTooLarge(err error) bool {
	return err != nil && strings.Contains(err.Error(), "response headers exceeded")
}

func badTLS(err error) bool {
	var (
		verify *tls.CertificateVerificationError
		record tls.RecordHeaderError
		alert  tls.AlertError
		name   x509.HostnameError
	)
	// To https at a port that speaks HTTP the transport gives an error without a type.
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) || errors.As(err, &name) ||
		err != nil && strings.Contains(err.Error(), "HTTP response to HTTPS client")
}

func timedOut(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

func broken(err error) bool {
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

func unreachable(err error) bool {
	var op *net.OpError
	var name *net.DNSError
	return errors.As(err, &op) || errors.As(err, &name)
}

// passes tells whether another try soon may help. What takes too long is not asked for
// again at once: a host in trouble is not helped by it, and the next run comes.
func passes(kind stackhound.FaultKind) bool {
	switch kind {
	case stackhound.FaultReset, stackhound.FaultMalformed, stackhound.FaultUnreachable:
		return true
	}
	return false
}
