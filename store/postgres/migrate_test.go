package postgres

import "testing"

// TestMigrationsAreNumbered holds that each migration makes a version of its own, above
// those of the files before it.
func TestMigrationsAreNumbered(t *testing.T) {
	t.Parallel()
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, file := range files {
		if n := versionOf(file.Name()); n <= last {
			t.Errorf("%s makes version %d after version %d", file.Name(), n, last)
		} else {
			last = n
		}
	}
	if newest() != last {
		t.Errorf("the newest version is %d, want %d", newest(), last)
	}
}
