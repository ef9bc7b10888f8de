package storetest

import (
	"fmt"
	"path/filepath"
	"testing"

	"stackhound"
	"stackhound/store"
)

// LinkedBefore holds that listing a of the board sample, which an older version linked to
// the posting p1, is linked to it as an ad of one role.
func LinkedBefore(t *testing.T, st *store.Store) {
	t.Helper()
	if err := Put(t.Context(), st, "a"); err != nil {
		t.Fatal(err)
	}
	found, err := st.Postings.Component(t.Context(), []stackhound.ListingKey{key("a")}, stackhound.Cursor{}, func(stackhound.Listing) []string { return nil }, 9)
	if err != nil || len(found.Linked) != 1 || found.Linked[0].Posting != "p1" || found.Linked[0].Part != "" || found.Linked[0].Founder || !found.Linked[0].Gone.IsZero() {
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
