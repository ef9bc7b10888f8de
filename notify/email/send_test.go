package email_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"stackhound"
	"stackhound/notify/email"
	"stackhound/notify/notifytest"
)

// server is a mail server in this process that answers as told.
type server struct {
	mu                     sync.Mutex
	atMail, atRcpt, atData error
	from, to               []string
	messages               [][]byte
	host                   string
	port                   int
}

func newServer(t *testing.T) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{host: "127.0.0.1", port: listener.Addr().(*net.TCPAddr).Port}
	srv := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return session{s}, nil }))
	srv.ErrorLog = discard{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = srv.Close()
		<-done
	})
	return s
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

type session struct{ *server }

func (s session) Mail(from string, _ *smtp.MailOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.from = append(s.from, from)
	return s.atMail
}

func (s session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = append(s.to, to)
	return s.atRcpt
}

func (s session) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.atData != nil {
		return s.atData
	}
	s.messages = append(s.messages, body)
	return err
}

func (session) Reset()        {}
func (session) Logout() error { return nil }

func (s *server) channel(t *testing.T, tls email.TLS) *email.Channel {
	return newChannel(t, email.Config{SMTP: email.SMTP{Host: s.host, Port: s.port, TLS: tls}})
}

func composed(t *testing.T, c *email.Channel) stackhound.Delivery {
	t.Helper()
	d := notifytest.Deliveries("email", "ada@example.com")["three"]
	body, err := c.Render(d)
	if err != nil {
		t.Fatal(err)
	}
	d.Body = body
	return d
}

func TestSendBySMTP(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	c := s.channel(t, email.TLSNone)
	d := composed(t, c)
	if o := c.Send(t.Context(), d); !o.Sent || o.Status != 250 {
		t.Fatalf("not sent: %+v", o)
	}
	if len(s.messages) != 1 || !bytes.Equal(bytes.TrimSpace(s.messages[0]), bytes.TrimSpace(d.Body)) {
		t.Errorf("%d messages arrived, or not as they were sent", len(s.messages))
	}
	if len(s.to) != 1 || s.to[0] != "ada@example.com" || s.from[0] != "jobs@mail.example.com" {
		t.Errorf("from %v to %v", s.from, s.to)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	answer := func(code int) error { return &smtp.SMTPError{Code: code, Message: "no"} }
	table := []notifytest.Answer{
		{Name: "450 to RCPT", Status: 450}, {Name: "550 to RCPT", Status: 550, Permanent: true},
		{Name: "421 to MAIL", Status: 421}, {Name: "553 to MAIL", Status: 553, Permanent: true},
		{Name: "452 to DATA", Status: 452}, {Name: "554 to DATA", Status: 554, Permanent: true},
		{Name: "250 to DATA", Status: 250, Sent: true},
	}
	notifytest.Answers(t, table, func(t *testing.T, a notifytest.Answer) stackhound.Outcome {
		s := newServer(t)
		switch {
		case a.Sent:
		case strings.HasSuffix(a.Name, "RCPT"):
			s.atRcpt = answer(a.Status)
		case strings.HasSuffix(a.Name, "MAIL"):
			s.atMail = answer(a.Status)
		default:
			s.atData = answer(a.Status)
		}
		c := s.channel(t, email.TLSNone)
		return c.Send(t.Context(), composed(t, c))
	})
}

// A message never leaves unencrypted where TLS is required, and a set-up that does not
// work is no fault of the message: it is tried again.
func TestSendWithoutTLS(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	required := s.channel(t, "")
	if o := required.Send(t.Context(), composed(t, required)); o.Sent || o.Permanent || !strings.Contains(o.Err, "TLS") {
		t.Errorf("TLS required and not offered: %+v, want a temporary failure that says so", o)
	}
	if len(s.from) != 0 {
		t.Error("the conversation went on without TLS")
	}
	opportunistic := s.channel(t, email.TLSOpportunistic)
	if o := opportunistic.Send(t.Context(), composed(t, opportunistic)); !o.Sent {
		t.Errorf("TLS where offered: %+v", o)
	}
}

// A check goes as far as a message does, and sends none.
func TestCheck(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	if err := s.channel(t, email.TLSNone).Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.channel(t, email.TLSRequired).Check(t.Context()); err == nil || !strings.Contains(err.Error(), "TLS") || !strings.Contains(err.Error(), "email.smtp.tls") {
		t.Errorf("TLS required and not offered: %v", err)
	}
	login := newChannel(t, email.Config{SMTP: email.SMTP{Host: s.host, Port: s.port, Username: "me", Password: "sesame-of-the-test", TLS: email.TLSOpportunistic}})
	if err := login.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "login") || strings.Contains(err.Error(), "sesame") {
		t.Errorf("a server that lets nobody log in: %v", err)
	}
	if len(s.from)+len(s.messages) > 0 {
		t.Error("something was sent")
	}
	nobody := newChannel(t, email.Config{SMTP: email.SMTP{Host: "127.0.0.1", Port: 1, TLS: email.TLSNone}})
	if err := nobody.Check(t.Context()); stackhound.CodeOf(err) != stackhound.CodeUnavailable || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("no server there: %v", err)
	}
}

// Files can be checked before there is a folder, and a check leaves nothing there.
func TestCheckFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, folder := range []string{dir, filepath.Join(dir, "later")} {
		if err := newChannel(t, email.Config{EMLDir: folder}).Check(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("the check left %v, %v", files, err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := newChannel(t, email.Config{EMLDir: file}).Check(t.Context()); stackhound.CodeOf(err) != stackhound.CodeUnavailable {
		t.Errorf("a file instead of a folder: %v", err)
	}
}

func TestSendToNobody(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c := newChannel(t, email.Config{SMTP: email.SMTP{Host: "127.0.0.1", Port: port, TLS: email.TLSNone}})
	if o := c.Send(t.Context(), composed(t, c)); o.Sent || o.Permanent || o.Status != 0 || !strings.Contains(o.Err, strconv.Itoa(port)) {
		t.Errorf("no server there: %+v, want a temporary failure naming the address", o)
	}
}

func TestSendToAFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mail")
	c := newChannel(t, email.Config{EMLDir: dir})
	d := composed(t, c)
	for range 2 { // a second attempt writes the same file
		if o := c.Send(t.Context(), d); !o.Sent {
			t.Fatalf("not sent: %+v", o)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || files[0].Name() != d.ID+".eml" {
		t.Fatalf("files %v, %v; want one named after the delivery", files, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, files[0].Name())); err != nil || !bytes.Equal(got, d.Body) {
		t.Errorf("the file holds something else: %v", err)
	}
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]email.Config{
		"no way out": {From: "jobs@example.com"},
		"email.from": {From: "nobody", EMLDir: "x"},
		"smtp.tls":   {From: "jobs@example.com", SMTP: email.SMTP{Host: "localhost", TLS: "maybe"}},
	} {
		_, err := email.New(c, notifytest.Terms)
		var e *stackhound.Error
		if !errors.As(err, &e) || e.Code != stackhound.CodeInvalid || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
