package identity_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"stackhound"
	"stackhound/internal/servertest"
	"stackhound/understand/identity"
	"stackhound/understand/normalize"
)

// labelled is one line of dedupe/synthetic.jsonl.gz: a listing and the job it is for.
type labelled struct {
	ID      string `json:"id"`
	Job     string `json:"cid"`
	Kind    string `json:"kind"`
	Apply   string `json:"apply_url"`
	Created string `json:"created"`
	Raw     struct{ Board, Title, Company, Location, Salary, Description string }
}

// TestLabelledListings measures merging over listings whose true job is known, in several
// orders, which must not matter. Wrong merges cost a person a job, missed ones only a
// second card: hence the strict bound on the first.
func TestLabelledListings(t *testing.T) {
	t.Parallel()
	rows := readLabelled(t)
	linked := linkedRows(t, rows)
	parts := map[stackhound.ListingKey][]stackhound.Part{}
	for _, l := range linked {
		parts[l.Listing.ListingKey] = []stackhound.Part{{Title: l.Listing.Title, Text: normalize.Text(l.Listing), Ad: normalize.Read(l.Listing, stackhound.Defaults{})}}
	}
	read := identity.Reader{Parts: func(l stackhound.Listing) []stackhound.Part { return parts[l.ListingKey] }}
	first := partition(linked, read)
	for seed := range uint64(5) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		rnd.Shuffle(len(linked), func(i, j int) { linked[i], linked[j] = linked[j], linked[i] })
		if !maps.Equal(partition(linked, read), first) {
			t.Errorf("shuffled with seed %d: other jobs", seed)
		}
	}
	var pairs, right, wrong, near int
	for i, a := range rows {
		for _, b := range rows[:i] {
			same, merged := a.Job == b.Job, first[a.ID] == first[b.ID]
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
	if recall < 0.97 || wrong > 3 || near > 0 {
		t.Errorf("recall %.3f (at least 0.97), %d wrong (at most 3), %d near misses taken (none)", recall, wrong, near)
	}
}

// linkedRows makes listings of rows, as a crawl would.
func linkedRows(t *testing.T, rows []labelled) []stackhound.Linked {
	t.Helper()
	var linked []stackhound.Linked
	for _, r := range rows {
		seen, err := time.Parse("2006-01-02 15:04:05", r.Created[:10]+" "+r.Created[11:19])
		if err != nil {
			t.Fatal(err)
		}
		linked = append(linked, stackhound.Linked{Listing: stackhound.Listing{
			ListingKey: stackhound.ListingKey{Board: r.Raw.Board, ID: r.ID}, URL: "https://" + r.Raw.Board + ".example/" + r.ID, ApplyURL: r.Apply,
			Title: r.Raw.Title, Company: r.Raw.Company, Location: r.Raw.Location, Salary: r.Raw.Salary, Description: r.Raw.Description, FirstSeen: seen, State: stackhound.ListingOpen,
		}})
	}
	return linked
}

// partition tells the posting of each listing.
func partition(linked []stackhound.Linked, read identity.Reader) map[string]string {
	posting := map[string]string{}
	for _, l := range identity.Resolve(linked, nil, read).Links {
		posting[l.Listing.ID] = l.Posting
	}
	return posting
}

func readLabelled(t *testing.T) (rows []labelled) {
	t.Helper()
	eachOutside(t, "synthetic.jsonl.gz", func(line []byte) error {
		var r labelled
		err := json.Unmarshal(line, &r)
		rows = append(rows, r)
		return err
	})
	return rows
}

// eachOutside reads the lines of a file of listings that is not part of the repository, or
// skips saying how to get it.
func eachOutside(t *testing.T, file string, read func(line []byte) error) {
	t.Helper()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder that holds dedupe/"+file+" to measure merging")
	}
	f, err := os.Open(filepath.Join(dir, "dedupe", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(zr)
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		if err := read(lines.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if lines.Err() != nil || n == 0 {
		t.Fatal(lines.Err(), n)
	}
}
