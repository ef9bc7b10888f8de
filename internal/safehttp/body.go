package safehttp

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

type meterKey struct{}

// WithMeter returns a context under which the bytes of bodies, as received and before
// inflating, are added to n.
func WithMeter(ctx context.Context, n *atomic.Int64) context.Context {
	return context.WithValue(ctx, meterKey{}, n)
}

type packedKey struct{}

// WithPacked returns a context under which a body that comes as gzip is also added to
// packed, as it was received.
func WithPacked(ctx context.Context, packed *[]byte) context.Context {
	return context.WithValue(ctx, packedKey{}, packed)
}

// wireSlack is what a body may have on the wire beyond its limit after inflating, in
// bytes: compressing what cannot be compressed adds a little.
const wireSlack = 64 << 10

// What inflates to more than maxRatio times its size is a bomb, once it is larger than
// ratioFrom bytes. Our own bounds: text of job boards shrinks to a twentieth at best, and
// DEFLATE reaches a thousandth.
const (
	maxRatio  = 200
	ratioFrom = 1 << 20
)

// limitBody puts the answer's body behind the policy's limit and inflates it. Afterwards
// the answer looks as if it had never been compressed.
func limitBody(res *http.Response, p Policy) error {
	limit := cmp.Or(p.ReadFirst, p.MaxBody)
	if res.ContentLength > limit && p.ReadFirst == 0 {
		return fmt.Errorf("%d bytes announced, %d allowed: %w", res.ContentLength, limit, ErrTooLarge)
	}
	wire := &metered{body: res.Body, left: limit + wireSlack}
	if res.Request != nil {
		wire.meter, _ = res.Request.Context().Value(meterKey{}).(*atomic.Int64)
	}
	body := &limited{in: wire, wire: wire, body: res.Body, left: limit, limit: limit, cut: p.ReadFirst > 0}
	switch encoding := strings.ToLower(strings.TrimSpace(res.Header.Get("Content-Encoding"))); encoding {
	case "", "identity":
		body.sniff = isArchive(res)
	case "gzip", "x-gzip":
		body.gzip = res.StatusCode != http.StatusNoContent && res.StatusCode != http.StatusNotModified
		if body.gzip && res.Request != nil {
			wire.keep(res)
		}
	default:
		return fmt.Errorf("%q: %w", encoding, ErrEncoding)
	}
	if body.gzip || body.sniff {
		res.ContentLength = -1
		res.Header.Del("Content-Length")
		res.Header.Del("Content-Encoding")
	}
	res.Uncompressed = true
	res.Body = body
	return nil
}

// isArchive tells whether the answer is a gzip file, such as sitemap.xml.gz, rather
// than one compressed on the way.
func isArchive(res *http.Response) bool {
	if strings.Contains(res.Header.Get("Content-Type"), "gzip") {
		return true
	}
	return res.Request != nil && strings.HasSuffix(strings.ToLower(res.Request.URL.Path), ".gz")
}

// limited reads a body up to a number of bytes and turns what is beyond into an error.
type limited struct {
	in    io.Reader
	wire  *metered // below in
	body  io.Closer
	cut   bool // what is beyond the limit is left unread, and no error
	gzip  bool // inflate
	sniff bool // inflate if it begins like a gzip file
	open  bool
	err   error    // of opening; every later read meets it too
	tools *inflate // what in is made of; nil: nothing
	left  int64
	limit int64
}

func (l *limited) Read(p []byte) (int, error) {
	if !l.open {
		l.open, l.err = true, l.start()
	}
	if l.err != nil {
		return 0, l.err
	}
	if l.left < 0 {
		return 0, l.tooLarge()
	}
	// One byte more than allowed is asked for, to tell "full" from "too much".
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.in.Read(p)
	err = inflating(err)
	if l.left -= int64(n); l.left < 0 {
		return n - 1, l.tooLarge()
	}
	if out := l.limit - l.left; out > ratioFrom && out > maxRatio*l.wire.n {
		return n, fmt.Errorf("it inflates to more than %d times its size: %w", maxRatio, ErrTooLarge)
	}
	return n, err
}

func (l *limited) tooLarge() error {
	if l.cut {
		return io.EOF
	}
	return fmt.Errorf("more than %d bytes: %w", l.limit, ErrTooLarge)
}

var gzipMagic = []byte{0x1f, 0x8b}

// start makes the reader at the first read, so that a body nobody reads costs nothing.
func (l *limited) start() error {
	l.tools = inflates.Get().(*inflate)
	buffered := l.tools.buffered
	buffered.Reset(l.in)
	l.in = buffered
	head, err := buffered.Peek(len(gzipMagic))
	if l.gzip && len(head) == 0 && err == io.EOF {
		return nil // an empty answer marked as compressed
	}
	if !l.gzip && !(l.sniff && bytes.Equal(head, gzipMagic)) {
		return nil
	}
	if err := l.tools.gzip.Reset(buffered); err != nil {
		return inflating(err)
	}
	l.in = &l.tools.gzip
	return nil
}

// inflate is what a body is read by. Its tables are larger than most bodies, so it is used
// again.
type inflate struct {
	buffered *bufio.Reader
	gzip     gzip.Reader
}

var inflates = sync.Pool{New: func() any { return &inflate{buffered: bufio.NewReaderSize(nil, readBuffer)} }}

// errClosed is the error of reading a body that was closed.
var errClosed = errors.New("the body is closed")

// inflating marks the errors of a gzip file that is none.
func inflating(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt) {
		return fmt.Errorf("%w: %w", ErrInflate, err)
	}
	return err
}

func (l *limited) Close() error {
	if l.tools != nil {
		l.tools.buffered.Reset(nil)
		inflates.Put(l.tools)
		l.tools = nil
	}
	l.in, l.open = nil, true
	if l.err == nil {
		l.err = errClosed
	}
	return l.body.Close()
}

// metered counts what is read through it, and ends what goes on and on without ever
// inflating to anything.
type metered struct {
	body   io.Reader
	meter  *atomic.Int64 // nil: nobody asks
	packed *[]byte       // nil: nobody asks
	n      int64         // read so far
	left   int64
}

// keep has what is read added to what the request's context names, if anything.
func (m *metered) keep(res *http.Response) {
	if m.packed, _ = res.Request.Context().Value(packedKey{}).(*[]byte); m.packed != nil && res.ContentLength > 0 {
		*m.packed = make([]byte, 0, min(res.ContentLength, maxAhead))
	}
}

// maxAhead bounds the room that is made on the word of a server, in bytes.
const maxAhead = 64 << 10

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.body.Read(p)
	m.n += int64(n)
	if m.meter != nil {
		m.meter.Add(int64(n))
	}
	if m.packed != nil {
		*m.packed = append(*m.packed, p[:n]...)
	}
	if m.left -= int64(n); m.left < 0 {
		return 0, fmt.Errorf("too many bytes before inflating: %w", ErrTooLarge)
	}
	return n, err
}
