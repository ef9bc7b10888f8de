package storetest

import (
	"fmt"
	"path/filepath"
	"testing"
)

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
