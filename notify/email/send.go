package email

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/smtp"
	"net/textproto"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"stackhound"
)

// timeout bounds one attempt from the first byte to the last answer.
const timeout = 25 * time.Second

// Send writes the message to the folder and gives it to the mail server, whichever is
// set up. Answers of the 5xx kind are permanent, all other failures temporary (RFC 5321,
// section 4.2.1).
func (c *Channel) Send(ctx context.Context, d stackhound.Delivery) stackhound.Outcome {
	to, err := parseAddress(d.To)
	if err != nil {
		return stackhound.Outcome{Permanent: true, Err: err.Error()}
	}
	if c.config.EMLDir != "" {
		if err := writeFile(c.config.EMLDir, d.ID+".eml", d.Body); err != nil {
			return stackhound.Outcome{Err: err.Error()}
		}
	}
	if c.config.SMTP.Host == "" {
		return stackhound.Outcome{Sent: true}
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return outcome(c.submit(ctx, to.Address, d.Body))
}

// outcome reads what the server's answer means.
func outcome(err error) stackhound.Outcome {
	if err == nil {
		return stackhound.Outcome{Sent: true, Status: 250}
	}
	o := stackhound.Outcome{Err: err.Error()}
	var answer *textproto.Error
	if errors.As(err, &answer) {
		o.Status = answer.Code
		o.Permanent = answer.Code >= 500
	}
	return o
}

// submit hands one message to the server.
func (c *Channel) submit(ctx context.Context, to string, body []byte) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := c.secure(client); err != nil {
		return err
	}
	if err := client.Mail(c.from.Address); err != nil {
		return fmt.Errorf("the mail server refused the sender: %w", err)
	}
	if err := client.Rcpt(to); err != nil {
		return fmt.Errorf("the mail server refused the receiver: %w", err)
	}
	w, err := client.Data()
	if err != nil {
		return fmt.Errorf("the mail server takes no message: %w", err)
	}
	if _, err := w.Write(body); err != nil {
		return fmt.Errorf("sending the message stopped: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("the mail server refused the message: %w", err)
	}
	_ = client.Quit() // the message is accepted, whatever becomes of the farewell
	return nil
}

// Check goes the way of a message up to where the message would come: it connects, starts
// TLS and logs in as it is set up, and takes its leave. Without a mail server it sees
// whether files can be written. The error says what does not work.
func (c *Channel) Check(ctx context.Context) error {
	if c.config.SMTP.Host == "" {
		return checkFolder(c.config.EMLDir)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	client, err := c.connect(ctx)
	if err != nil {
		return stackhound.Errorf(stackhound.CodeUnavailable, "%w", err).WithHint("check that it runs and that email.smtp.host and port are right; what is due stays in the store")
	}
	defer client.Close()
	if err := c.secure(client); err != nil {
		return stackhound.Errorf(stackhound.CodeRefused, "%w", err).WithHint("check email.smtp.tls, username and password_file")
	}
	_ = client.Quit() // all that was to be seen was seen
	return nil
}

// connect opens the conversation; the connection ends with ctx.
func (c *Channel) connect(ctx context.Context) (*smtp.Client, error) {
	address := net.JoinHostPort(c.config.SMTP.Host, strconv.Itoa(c.config.SMTP.Port))
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("the mail server cannot be reached: %w", err)
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	if c.config.SMTP.Port == 465 && c.config.SMTP.TLS != TLSNone {
		conn = tls.Client(conn, c.tls())
	}
	client, err := smtp.NewClient(conn, c.config.SMTP.Host)
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("the mail server did not greet: %w", err)
	}
	return client, nil
}

// secure starts TLS as the policy says and logs in. What fails here is a matter of the
// set-up and not of the message, so the server's code is left out of the errors: they
// count as temporary, whatever it is.
func (c *Channel) secure(client *smtp.Client) error {
	if err := client.Hello(c.domain); err != nil {
		return fmt.Errorf("the mail server refused the greeting: %v", err)
	}
	_, encrypted := client.TLSConnectionState()
	offered, _ := client.Extension("STARTTLS")
	switch {
	case encrypted || c.config.SMTP.TLS == TLSNone:
	case offered:
		if err := client.StartTLS(c.tls()); err != nil {
			return fmt.Errorf("TLS with the mail server failed: %v", err)
		}
	case c.config.SMTP.TLS == TLSRequired:
		return errors.New("the mail server offers no TLS, which email.smtp.tls requires")
	}
	if c.config.SMTP.Username == "" {
		return nil
	}
	if err := client.Auth(smtp.PlainAuth("", c.config.SMTP.Username, c.config.SMTP.Password, c.config.SMTP.Host)); err != nil {
		return fmt.Errorf("the mail server refused the login: %v", err)
	}
	return nil
}

func (c *Channel) tls() *tls.Config {
	return &tls.Config{ServerName: c.config.SMTP.Host, MinVersion: tls.VersionTLS12}
}

// checkFolder sees whether messages can be written into a folder. One that does not exist
// is made with the first of them.
func checkFolder(dir string) error {
	f, err := os.CreateTemp(dir, ".new-*")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return stackhound.Errorf(stackhound.CodeUnavailable, "no message can be written into a file: %w", err).WithHint("make the folder writable to this user, or set email.eml_dir")
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// writeFile puts a file into place in one step: a reader never sees half a message.
func writeFile(dir, name string, content []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder for messages: %w", err)
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.ReadFrom(bytes.NewReader(content))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	return os.Rename(f.Name(), filepath.Join(dir, name))
}
