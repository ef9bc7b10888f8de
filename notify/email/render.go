package email

import (
	"bytes"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"stackhound"
)

// Render writes the whole message. Date is when the delivery was planned and the
// boundary follows from its id: the same delivery gives the same bytes.
func (c *Channel) Render(d stackhound.Delivery) ([]byte, error) {
	to, err := parseAddress(d.To)
	if err != nil {
		return nil, err
	}
	v := c.newView(d)
	html, err := writeHTML(v)
	if err != nil {
		return nil, err
	}
	boundary := "part-" + d.ID
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"From", c.from.String()},
		{"To", (&mail.Address{Address: to.Address}).String()},
		{"Subject", header(subject(d))},
		{"Date", d.Created.UTC().Format("Mon, 02 Jan 2006 15:04:05 -0700")},
		{"Message-ID", "<" + d.ID + "@" + c.domain + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"},
		{"Content-Type", `multipart/alternative; boundary="` + boundary + `"`},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	writePart(&b, boundary, "text/plain", []byte(writeText(v)))
	writePart(&b, boundary, "text/html", html)
	fmt.Fprintf(&b, "\r\n--%s--\r\n", boundary)
	return b.Bytes(), nil
}

// header encodes a header's text and folds it. What only looks encoded is kept from
// being decoded by the reader.
func header(s string) string {
	s = mime.QEncoding.Encode("utf-8", strings.ReplaceAll(s, "=?", "= ?"))
	return strings.ReplaceAll(s, "?= =?", "?=\r\n =?")
}

func writePart(b *bytes.Buffer, boundary, mediaType string, content []byte) {
	fmt.Fprintf(b, "\r\n--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", boundary, mediaType)
	w := quotedprintable.NewWriter(b)
	_, _ = w.Write(content) // a bytes.Buffer never fails
	_ = w.Close()
}
