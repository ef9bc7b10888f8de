package storetest

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"stackhound"
	"stackhound/store"
)

// Linked are the statements of an older version that link listing a of the board sample
// and listing b of another board to the posting p1.
var Linked = []string{
	`INSERT INTO listings (board, id, url, row_hash, state, absences, seen_run, first_seen, last_seen, expires, closed_at, closed_why, revision, position, causes, content) VALUES
		('sample', 'a', '', '', 'open', 0, 1, 1795219200000000, 1795219200000000, 0, 0, '', 1, 1, '{}', '{"board":"sample","id":"a","posted":"2026-11-18T12:00:00Z"}'),
		('other', 'b', '', '', 'open', 0, 1, 1795219200000000, 1795219200000000, 0, 0, '', 1, 2, '{}', '{"board":"other","id":"b","posted":"2026-11-19T12:00:00.5Z"}')`,
	"INSERT INTO links (board, listing, posting) VALUES ('sample', 'a', 'p1'), ('other', 'b', 'p1')",
}

// LinkedBefore holds of what Linked left that listing a is linked as an ad of one role, and
// that it is known which board was first.
func LinkedBefore(t *testing.T, st *store.Store) {
	t.Helper()
	boards, err := st.Postings.Originality(t.Context(), nil)
	if err != nil || len(boards) != 2 || boards[1].First != 1 || boards[1].Lead != 24*time.Hour {
		t.Errorf("who was first: %+v, %v", boards, err)
	}
	if err := Put(t.Context(), st, "a"); err != nil {
		t.Fatal(err)
	}
	component, err := st.Postings.Component(t.Context(), []stackhound.ListingKey{key("a")}, stackhound.Cursor{}, heldKeys, 9)
	found := component.Linked
	if err != nil || len(found) != 2 {
		t.Fatalf("found %+v, %v", found, err)
	}
	if found = found[1:]; found[0].Posting != "p1" || found[0].Part != "" || found[0].Founder || !found[0].Gone.IsZero() {
		t.Errorf("found %+v, %v", found, err)
	}
}

// Newest is the version that the last of the migrations in a folder makes, by the names of
// their files.
func Newest(t *testing.T, folder string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatal("no migrations: ", err)
	}
	var n int
	if _, err := fmt.Sscanf(filepath.Base(files[len(files)-1]), "%d_", &n); err != nil {
		t.Fatal(err)
	}
	return n
}
