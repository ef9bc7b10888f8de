package identity_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/servertest"
	"stackhound/understand/identity"
)

// labelled is one line of dedupe/synthetic.jsonl.gz: a listing and the job it is for.
type labelled struct {
	ID      string `json:"id"`
	Job     string `json:"cid"`
	Kind    string `json:"kind"`
	Apply   string `json:"apply_url"`
	Created string `json:"created"`
	Raw     struct{ Board, Title, Company, Location, Description string }
}

// TestLabelledListings measures merging over listings whose true job is known. Wrong
// merges cost a person a job, missed ones only a second card: hence the strict bound on
// the first.
func TestLabelledListings(t *testing.T) {
	t.Parallel()
	rows := readLabelled(t)
	var linked []stackhound.Linked
	for _, r := range rows {
		seen, err := time.Parse("2006-01-02 15:04:05", r.Created[:10]+" "+r.Created[11:19])
		if err != nil {
			t.Fatal(err)
		}
		linked = append(linked, stackhound.Linked{Listing: stackhound.Listing{
			ListingKey: stackhound.ListingKey{Board: r.Raw.Board, ID: r.ID}, URL: "https://" + r.Raw.Board + ".example/" + r.ID,
			ApplyURL: r.Apply, Title: r.Raw.Title, Company: r.Raw.Company, Location: r.Raw.Location, FirstSeen: seen, State: stackhound.ListingOpen,
		}})
	}
	posting := map[string]string{}
	for _, l := range identity.Resolve(linked, nil, plain).Links {
		posting[l.Listing.ID] = l.Posting
	}
	var pairs, right, wrong, near int
	for i, a := range rows {
		for _, b := range rows[:i] {
			same, merged := a.Job == b.Job, posting[a.ID] == posting[b.ID]
			switch {
			case same && merged:
				pairs++
				right++
			case same:
				pairs++
			case merged:
				wrong++
				if a.Kind == "nearmiss" || b.Kind == "nearmiss" {
					near++
				}
			}
		}
	}
	recall := float64(right) / float64(pairs)
	t.Logf("pairs %d, merged right %d (recall %.3f), wrong %d, near misses taken %d", pairs, right, recall, wrong, near)
	if recall < 0.92 || wrong > 8 || near > 0 {
		t.Errorf("recall %.3f (at least 0.92), %d wrong (at most 8), %d near misses taken (none)", recall, wrong, near)
	}
}

func readLabelled(t *testing.T) []labelled {
	t.Helper()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder that holds dedupe/synthetic.jsonl.gz to measure merging")
	}
	f, err := os.Open(filepath.Join(dir, "dedupe", "synthetic.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var rows []labelled
	lines := bufio.NewScanner(zr)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r labelled
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	if lines.Err() != nil || len(rows) == 0 {
		t.Fatal(lines.Err(), len(rows))
	}
	return rows
}
