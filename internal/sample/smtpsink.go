package sample

import (
	"bytes"
	"context"
	"io"
	"log"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"stackhound"
)

const (
	maxMailBytes  = 1 << 20  // of one message
	maxMailTotal  = 64 << 20 // of all messages kept; further ones are answered 452
	maxRecipients = 50       // of one message
)

// Mail is a message as it was handed over.
type Mail struct {
	From string
	To   []string
	Data []byte // header and body, with CR LF
}

// SMTPSink takes mail on a loopback port and keeps it in memory. It speaks plain SMTP
// without sign-in. It is safe for concurrent use.
type SMTPSink struct {
	addr     string
	listener *closingListener
	server   *smtp.Server
	done     sync.WaitGroup

	mu      sync.Mutex
	mails   []Mail
	size    int // bytes of all mails
	failing int
}

// NewSMTPSink listens on a free loopback port.
func NewSMTPSink() (*SMTPSink, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeUnavailable, "the mail sink found no loopback port: %w", err)
	}
	s := &SMTPSink{addr: listener.Addr().String(), listener: &closingListener{Listener: listener, open: map[net.Conn]bool{}}}
	s.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{sink: s}, nil }))
	s.server.Domain = "sink.example"
	s.server.MaxMessageBytes = maxMailBytes
	s.server.MaxRecipients = maxRecipients
	s.server.ReadTimeout = 10 * time.Second
	s.server.WriteTimeout = 10 * time.Second
	s.server.EnableSMTPUTF8 = true
	s.server.ErrorLog = log.New(io.Discard, "", 0) // a client that hangs up is no news
	s.done.Go(func() { _ = s.server.Serve(s.listener) })
	return s, nil
}

// Addr is the host and port to send to.
func (s *SMTPSink) Addr() string { return s.addr }

// FailNext has the next n messages answered 451, to be tried again later.
func (s *SMTPSink) FailNext(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = n
}

// Mails returns the messages taken, in the order of arrival.
func (s *SMTPSink) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Mail, len(s.mails))
	for i, m := range s.mails {
		out[i] = Mail{m.From, slices.Clone(m.To), bytes.Clone(m.Data)}
	}
	return out
}

// Close stops listening, hangs up and waits until every conversation has ended.
func (s *SMTPSink) Close() {
	s.listener.closeAll()
	s.done.Wait()
	_ = s.server.Shutdown(context.Background()) // conversations end at once, their connections being closed
}

// take keeps a message or says why not.
func (s *SMTPSink) take(m Mail) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failing > 0 {
		s.failing--
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Told to fail, try again later"}
	}
	if s.size+len(m.Data) > maxMailTotal {
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "The sink is full"}
	}
	s.mails = append(s.mails, m)
	s.size += len(m.Data)
	return nil
}

// session is one conversation.
type session struct {
	sink *SMTPSink
	mail Mail
}

// Reset forgets the message begun.
func (c *session) Reset() { c.mail = Mail{} }

// Logout ends the conversation.
func (c *session) Logout() error { return nil }

// Mail names the sender.
func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	c.mail.From = from
	return nil
}

// Rcpt names a recipient.
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.mail.To = append(c.mail.To, to)
	return nil
}

// Data takes the message itself.
func (c *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r) // bounded by the server's MaxMessageBytes
	if err != nil {
		return err
	}
	c.mail.Data = data
	return c.sink.take(c.mail)
}

// closingListener can close the connections it has handed out, which the server does not
// wait for by itself.
type closingListener struct {
	net.Listener
	mu     sync.Mutex
	closed bool
	open   map[net.Conn]bool
}

// Accept hands out the next connection.
func (l *closingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		_ = c.Close()
		return nil, net.ErrClosed
	}
	l.open[c] = true
	return &closingConn{c, l}, nil
}

func (l *closingListener) closeAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	_ = l.Listener.Close()
	for c := range l.open {
		_ = c.Close()
	}
}

// closingConn leaves its listener's care when it is closed.
type closingConn struct {
	net.Conn
	from *closingListener
}

// Close closes the connection.
func (c *closingConn) Close() error {
	c.from.mu.Lock()
	delete(c.from.open, c.Conn)
	c.from.mu.Unlock()
	return c.Conn.Close()
}
