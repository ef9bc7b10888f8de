package email_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stackhound"
	"stackhound/notify/email"
	"stackhound/notify/notifytest"
)

const maxMessage = 100_000

func newChannel(t *testing.T, c email.Config) *email.Channel {
	t.Helper()
	if c.From == "" {
		c.From = "Stackhound <jobs@mail.example.com>"
	}
	if c.SMTP.Host == "" && c.EMLDir == "" {
		c.EMLDir = t.TempDir()
	}
	channel, err := email.New(c, notifytest.Terms)
	if err != nil {
		t.Fatal(err)
	}
	return channel
}

func TestRender(t *testing.T) {
	t.Parallel()
	notifytest.Channel(t, "email", "ada@example.com", newChannel(t, email.Config{}), maxMessage)
}

// message is a parsed message: its header and its two parts.
type message struct {
	header     mail.Header
	text, html string
}

func parse(t *testing.T, raw []byte) message {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("not a message: %v", err)
	}
	mediaType, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/alternative" {
		t.Fatalf("content type %q, %v", mediaType, err)
	}
	var parts []string
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part.Header.Get("Content-Type"), string(content))
	}
	if len(parts) != 4 || !strings.HasPrefix(parts[0], "text/plain") || !strings.HasPrefix(parts[2], "text/html") {
		t.Fatalf("parts %q, want a plain and an HTML one", parts)
	}
	return message{m.Header, parts[1], parts[3]}
}

func render(t *testing.T, name string) ([]byte, stackhound.Delivery) {
	t.Helper()
	d := notifytest.Deliveries("email", "ada@example.com")[name]
	raw, err := newChannel(t, email.Config{}).Render(d)
	if err != nil {
		t.Fatal(err)
	}
	return raw, d
}

func TestMessageSaysWhatMatters(t *testing.T) {
	t.Parallel()
	raw, d := render(t, "three")
	m := parse(t, raw)
	for name, want := range map[string]string{
		"From": `"Stackhound" <jobs@mail.example.com>`, "To": "<ada@example.com>",
		"Subject": "3 new jobs for ada: Senior Go Engineer 0 at Larkfield Systems", "Date": "Sat, 21 Nov 2026 07:00:00 +0000",
		"Message-Id": "<" + d.ID + "@mail.example.com>", "X-Mailer": "", "User-Agent": "",
	} {
		if got := m.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for part, content := range map[string]string{"text": m.text, "html": visible(t, m.html)} {
		for _, want := range []string{
			"98/100", "Senior Go Engineer 2", "Larkfield Systems", "70,000–90,000 EUR a year", "remote", "open to EU", "posted 20 November 2026",
			"+40", "go is required", "“You write Go every day”", "-3", "Board sample-html", "Board sample-feed",
			"https://jobs.example.com/2", "https://feed.example.com/2?a=1&b=2", "profile pause ada",
		} {
			if !strings.Contains(content, want) {
				t.Errorf("the %s part does not say %q", part, want)
			}
		}
	}
}

// visible returns what of a page can be read or followed: texts and link targets.
func visible(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "href" {
				b.WriteString(" " + a.Val + " ")
			}
		}
	}
	return b.String()
}

// Every posting is told, in both parts, however many there are: it will not be told
// again.
func TestNothingIsLeftOut(t *testing.T) {
	t.Parallel()
	raw, d := render(t, "many")
	m := parse(t, raw)
	for _, it := range d.Items {
		if !strings.Contains(m.text, it.Snapshot.Title) || !strings.Contains(m.html, it.Snapshot.Title) ||
			!strings.Contains(m.text, it.Snapshot.Sources[0].URL) || !strings.Contains(m.html, it.Snapshot.Sources[0].URL) {
			t.Fatalf("%q is missing", it.Snapshot.Title)
		}
	}
}

// The reasons shown and the sum of the others make the whole plain; remarks come last,
// and nothing is said or quoted twice.
func TestReasonsAddUp(t *testing.T) {
	t.Parallel()
	d := notifytest.Deliveries("email", "ada@example.com")["one"]
	it := &d.Items[0]
	it.Reasons = []stackhound.Reason{
		{Text: "your project Larder shows what they ask for", Quote: "- You write Go"}, {Points: 40, Text: "go is required", Quote: "- You write Go"},
		{Points: 10, Text: "backend role", Quote: "• Backend"}, {Points: 8, Text: "senior level"}, {Points: -6, Text: "asks for 3 years more than you have"},
		{Points: 4, Text: "remote"}, {Points: -3, Text: "requires rust, which you do not list"}, {Points: 2, Text: "is about maps"},
		{Text: "your project Larder shows what they ask for"},
	}
	it.Snapshot.Regions = []string{"europe", "DE", "UTC-5..UTC+2"}
	raw, err := newChannel(t, email.Config{}).Render(d)
	if err != nil {
		t.Fatal(err)
	}
	m := parse(t, raw)
	for part, content := range map[string]string{"text": m.text, "html": visible(t, m.html)} {
		last := 0
		for _, want := range []string{"open to Europe, Germany, UTC-5 to UTC+2", "go is required “You write Go”", "backend role “Backend”", "-6", "and 3 more, together +3", "your project Larder shows what they ask for"} {
			at := strings.Index(content, want)
			if at < last {
				t.Errorf("the %s part does not say %q, or not in its place:\n%s", part, want, content)
			}
			last = max(last, at)
		}
		if strings.Contains(content, "is about maps") || strings.Count(content, "Larder") != 1 || strings.Count(content, "You write Go") != 1 {
			t.Errorf("the %s part says too much:\n%s", part, content)
		}
	}
	if !strings.Contains(m.html, `<meta name="color-scheme" content="light dark">`) {
		t.Error("the page does not say that it may be shown dark")
	}
}

// A board that asks for no name is named by its id.
func TestABoardWithoutANameIsShownByItsID(t *testing.T) {
	t.Parallel()
	c, err := email.New(email.Config{From: "jobs@example.com", EMLDir: t.TempDir()}, func(string) stackhound.Terms { return stackhound.Terms{} })
	if err != nil {
		t.Fatal(err)
	}
	if text := c.Text(notifytest.Deliveries("email", "ada@example.com")["one"]); !strings.Contains(text, "sample-feed: https://feed.example.com/1") {
		t.Errorf("the board is not named:\n%s", text)
	}
}

// What mail programs do not understand, and what would fetch or run something, does not
// occur.
func TestHTMLUsesWhatMailProgramsKnow(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`(?i)flex|grid|var\(|rem\b|position:|float:|@import|url\(|expression`)
	for _, name := range []string{"three", "many", "hostile"} {
		raw, _ := render(t, name)
		root, err := html.Parse(strings.NewReader(parse(t, raw).html))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if slices.Contains([]string{"script", "style", "link", "img", "iframe", "form", "svg", "object", "base"}, n.Data) {
				t.Errorf("%s: element %s", name, n.Data)
			}
			for _, a := range n.Attr {
				if (a.Key == "style" && forbidden.MatchString(a.Val)) || strings.HasPrefix(a.Key, "on") || a.Key == "src" {
					t.Errorf("%s: %s=%q on %s", name, a.Key, a.Val, n.Data)
				}
				if a.Key == "href" && !strings.HasPrefix(a.Val, "https://") {
					t.Errorf("%s: a link to %q", name, a.Val)
				}
			}
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	d := notifytest.Deliveries("email", "ada@example.com")["one"]
	for _, s := range notifytest.Hostile {
		d.Items[0].Snapshot.Title, d.Profile, d.Alert = s, s, s
		raw, err := newChannel(t, email.Config{}).Render(d)
		if err != nil {
			t.Fatal(err)
		}
		m := parse(t, raw)
		var names []string
		for name := range m.header {
			names = append(names, name)
		}
		slices.Sort(names)
		want := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
		if !slices.Equal(names, want) {
			t.Errorf("%.20q: headers %v", s, names)
		}
		if to, err := m.header.AddressList("To"); err != nil || len(to) != 1 {
			t.Errorf("%.20q: receivers %v, %v", s, to, err)
		}
		if subject, err := new(mime.WordDecoder).DecodeHeader(m.header.Get("Subject")); err != nil || strings.ContainsAny(subject, "\r\n\x00") {
			t.Errorf("%.20q: subject %q, %v", s, subject, err)
		}
		for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
			if len(line) > 998 || bytes.ContainsAny(line, "\r\n\x00") {
				t.Errorf("%.20q: a line of %d bytes, or a bare line end", s, len(line))
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	c := newChannel(t, email.Config{})
	for _, to := range []string{
		"", "ada", "ada@", "@example.com", "a@b@example.com", "\"a b\"@example.com", "\"a@evil.example> RCPT TO:<b\"@example.com",
		"ada@example.com, bo@example.com", "ada@example.com\r\nBcc: bo@example.com", "ada@[127.0.0.1]", "ada @example.com", "ada@example.com\x00",
	} {
		if _, err := c.Render(stackhound.Delivery{ID: "msg_1", To: to}); err == nil {
			t.Errorf("%q passes for an address", to)
		}
		if o := c.Send(t.Context(), stackhound.Delivery{ID: "msg_1", To: to}); !o.Permanent {
			t.Errorf("sending to %q: %+v, want a permanent failure", to, o)
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range notifytest.Hostile {
		f.Add(s)
	}
	c, err := email.New(email.Config{From: "jobs@example.com", EMLDir: "x"}, notifytest.Terms)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := notifytest.Deliveries("email", "ada@example.com")["one"]
		d.Items[0].Snapshot.Title, d.Items[0].Snapshot.Company, d.Items[0].Reasons[0].Quote = s, s, s
		raw, err := c.Render(d)
		if err != nil {
			t.Fatal(err)
		}
		if m := parse(t, raw); len(m.header) != 8 || len(raw) >= maxMessage {
			t.Errorf("%d headers, %d bytes", len(m.header), len(raw))
		}
	})
}
