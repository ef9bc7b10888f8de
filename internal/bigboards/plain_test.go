//go:build unix

package bigboards_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	_ "modernc.org/sqlite" // the driver

	"stackhound"
	"stackhound/internal/bigboards"
	"stackhound/understand/identity"
)

// plainTables hold what understanding a listing leaves behind, without anything that finds
// it again but the keys.
const plainTables = `
	PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
	CREATE TABLE postings (id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, content BLOB NOT NULL);
	CREATE TABLE links (board TEXT NOT NULL, listing TEXT NOT NULL, posting TEXT NOT NULL, PRIMARY KEY (board, listing)) WITHOUT ROWID;
	CREATE TABLE keys (key TEXT NOT NULL, board TEXT NOT NULL, listing TEXT NOT NULL, PRIMARY KEY (key, board, listing)) WITHOUT ROWID`

// insert is the peer: it writes the rows that the listings of a world would leave if each
// were a job of its own, to plain tables, a hundred to a transaction, and reads and decides
// nothing.
func insert(ctx context.Context, path string, w *bigboards.World, step measured) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, plainTables)
	for first := 0; first < w.Len() && err == nil; first += rows {
		var listings []stackhound.Listing
		for i := first; i < min(first+rows, w.Len()); i++ {
			listings = append(listings, w.Listing(i))
		}
		before, had := time.Now(), spent()
		err = insertRows(ctx, db, first, listings)
		step(first+len(listings), time.Since(before), spent()-had)
	}
	return errors.Join(err, db.Close())
}

// rows is how many listings the peer writes in one transaction, as many as the follower.
const rows = 100

func insertRows(ctx context.Context, db *sql.DB, position int, listings []stackhound.Listing) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect once committed
	posting, err := tx.PrepareContext(ctx, "INSERT INTO postings VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	link, err := tx.PrepareContext(ctx, "INSERT INTO links VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	key, err := tx.PrepareContext(ctx, "INSERT INTO keys VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
	if err != nil {
		return err
	}
	for i, l := range listings {
		id := identity.PostingID(l.ListingKey)
		content, err := json.Marshal(stackhound.Posting{ID: id, Title: l.Title, Company: l.Company, Text: l.Description, Sources: []stackhound.Source{{Board: l.Board, ListingID: l.ID, URL: l.URL}}})
		if err != nil {
			return err
		}
		_, err = posting.ExecContext(ctx, id, position+i, content)
		_, linked := link.ExecContext(ctx, l.Board, l.ID, id)
		if err := errors.Join(err, linked); err != nil {
			return err
		}
		keys, _ := identity.Keys(l, []stackhound.Part{{Title: l.Title, Text: l.Description}})
		for _, k := range keys {
			if _, err := key.ExecContext(ctx, k, l.Board, l.ID); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}
