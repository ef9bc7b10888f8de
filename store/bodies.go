package store

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/gzip"

	"stackhound"
)

// Bodies holds answers of boards as they were received, compressed, for as long as age
// and space allow.
type Bodies struct{ db *database }

// MaxBody bounds one answer, in bytes before compression.
const MaxBody = 64 << 20

// Put keeps answers in one transaction; CodeInvalid when one is larger than MaxBody, and
// then none is kept.
func (bs *Bodies) Put(ctx context.Context, answers ...stackhound.Body) error {
	packed := make([][]byte, len(answers))
	for i, b := range answers {
		if len(b.Data) > MaxBody {
			return stackhound.Errorf(stackhound.CodeInvalid, "%s answered with %d bytes, more than the %d that are kept", b.URL, len(b.Data), MaxBody)
		}
		if packed[i] = b.Packed; b.Packed == nil {
			packed[i] = compress(b.Data)
		}
	}
	return bs.db.writing(ctx, rowsPart, "keep answers", func(t *tx) error {
		for i, b := range answers {
			if _, err := t.exec("INSERT INTO bodies (run, board, url, final, status, type, data, size, fetched) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
				b.Run, b.Board, b.URL, b.Final, b.Status, b.Type, packed[i], len(packed[i]), micros(b.Fetched)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Get returns the newest answer kept of an address; CodeNotFound when there is none.
func (bs *Bodies) Get(ctx context.Context, board, url string) (stackhound.Body, error) {
	b, ok, err := first(bs.db.reading(ctx), func(r row) (stackhound.Body, error) {
		b := stackhound.Body{Board: board, URL: url}
		var fetched int64
		if err := r.Scan(&b.Run, &b.Final, &b.Status, &b.Type, &b.Data, &fetched); err != nil {
			return b, err
		}
		b.Fetched = fromMicros(fetched)
		data, err := decompress(b.Data)
		b.Data = data
		return b, err
	}, "SELECT run, final, status, type, data, fetched FROM bodies WHERE board = ? AND url = ? ORDER BY fetched DESC, id DESC LIMIT 1", board, url)
	if err == nil && !ok {
		err = stackhound.Errorf(stackhound.CodeNotFound, "no answer of %s is kept for board %s", url, board)
	}
	return b, failed("get an answer of "+board, err)
}

// Prune removes the answers fetched before a time, and then the oldest until those left
// fit into maxBytes as they are stored. It returns how many it removed.
func (bs *Bodies) Prune(ctx context.Context, before time.Time, maxBytes int64) (int, error) {
	removed := 0
	err := bs.db.writing(ctx, rowsPart, "prune answers", func(t *tx) error {
		old, err := t.exec("DELETE FROM bodies WHERE fetched < ?", micros(before))
		if err != nil {
			return err
		}
		over, err := t.exec(`DELETE FROM bodies WHERE id IN (SELECT id FROM (
			SELECT id, sum(size) OVER (ORDER BY fetched DESC, id DESC) AS total FROM bodies) newest WHERE total > ?)`, maxBytes)
		removed = old + over
		return err
	})
	return removed, err
}

// compress writes into memory, which cannot fail.
func compress(data []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(data)
	w.Close()
	return packed.Bytes()
}

func decompress(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack a kept answer: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxBody))
	if err != nil {
		return nil, fmt.Errorf("unpack a kept answer: %w", err)
	}
	return data, nil
}
