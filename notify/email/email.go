// Package email sends deliveries as mail: one complete MIME message with a plain and an
// HTML part, over SMTP, into a folder of .eml files, or both.
package email

import (
	"cmp"
	"net/mail"
	"strings"
	"unicode"

	"stackhound"
	"stackhound/notify"
)

// TLS says how a connection to the mail server is secured.
type TLS string

// The choices. On port 465 every one but TLSNone means TLS from the first byte.
const (
	TLSRequired      TLS = "required"      // never without; the default
	TLSOpportunistic TLS = "opportunistic" // when the server offers it
	TLSNone          TLS = "none"          // for a server on this machine
)

// SMTP says how the mail server is reached.
type SMTP struct {
	Host     string // "" sends nothing by SMTP
	Port     int    // 0 means 587
	Username string // "" does not log in
	Password string
	TLS      TLS // "" means TLSRequired
}

// Config says who writes and by which way. At least one way must be set.
type Config struct {
	From   string // an address, with or without a name
	SMTP   SMTP
	EMLDir string // "" writes no files; else one file ID.eml for each delivery
}

// Channel sends by e-mail.
type Channel struct {
	config Config
	from   mail.Address
	domain string // of From, for message ids
	terms  func(board string) stackhound.Terms
}

var _ notify.Channel = (*Channel)(nil)

// New returns the channel. terms gives what a board asks of those who show its
// listings. The error says what is missing or wrong in the configuration.
func New(c Config, terms func(board string) stackhound.Terms) (*Channel, error) {
	if c.SMTP.Host == "" && c.EMLDir == "" {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "e-mail has no way out").
			WithHint("set email.smtp.host, or email.eml_dir for files")
	}
	c.SMTP.Port = cmp.Or(c.SMTP.Port, 587)
	c.SMTP.TLS = cmp.Or(c.SMTP.TLS, TLSRequired)
	switch c.SMTP.TLS {
	case TLSRequired, TLSOpportunistic, TLSNone:
	default:
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "email.smtp.tls: %q is not one of required, opportunistic, none", c.SMTP.TLS)
	}
	from, err := parseAddress(c.From)
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "email.from: %w", err).WithHint("write an address such as jobs@example.com")
	}
	return &Channel{config: c, from: from, domain: from.Address[strings.LastIndexByte(from.Address, '@')+1:], terms: terms}, nil
}

// parseAddress reads an address and refuses what a mail server could read in two ways:
// quotes, spaces, angle brackets and control characters in the address itself.
func parseAddress(s string) (mail.Address, error) {
	if strings.ContainsFunc(s, unicode.IsControl) {
		return mail.Address{}, stackhound.Errorf(stackhound.CodeInvalid, "an address may not hold control characters")
	}
	a, err := mail.ParseAddress(s)
	if err != nil || len(a.Address) > 254 || strings.ContainsAny(a.Address, "\"<> \\,;:()[]") || strings.Count(a.Address, "@") != 1 {
		return mail.Address{}, stackhound.Errorf(stackhound.CodeInvalid, "%q is not an e-mail address", s)
	}
	return *a, nil
}
