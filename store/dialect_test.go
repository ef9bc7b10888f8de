package store

import "testing"

func TestNumbered(t *testing.T) {
	t.Parallel()
	d := dialect{Dialect: Dialect{Numbered: true}}
	for range 2 { // translated, then remembered
		for query, want := range map[string]string{
			"SELECT 1": "SELECT 1",
			"SELECT id FROM runs WHERE board = ? AND id IN (?, ?)":             "SELECT id FROM runs WHERE board = $1 AND id IN ($2, $3)",
			"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)":                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
			"UPDATE positions SET position = ? WHERE follower = ? LIMIT ?; --": "UPDATE positions SET position = $1 WHERE follower = $2 LIMIT $3; --",
		} {
			if got := d.text(query); got != want {
				t.Errorf("%s became %s", query, got)
			}
		}
	}
	if plain := new(dialect); plain.text("a = ?") != "a = ?" {
		t.Error("question marks did not stay")
	}
}
