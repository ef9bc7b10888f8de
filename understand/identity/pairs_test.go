package identity_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/understand/identity"
)

// judged is a pair of testdata/pairs.txt.
type judged struct {
	verdict, reason string
	listings        []stackhound.Listing
}

// TestJudgedPairs asks of each pair alone whether it is one posting.
func TestJudgedPairs(t *testing.T) {
	t.Parallel()
	for _, p := range readPairs(t) {
		merged := len(identity.Resolve(linkedAll(p.listings), nil, plain).Postings) == 1
		if merged != (p.verdict == "same") {
			t.Errorf("merged: %t, but it is %s: %s\n\t%s", merged, p.verdict, p.reason, pairText(p.listings))
		}
	}
}

// linkedAll gives listings to Resolve, each seen since it was posted.
func linkedAll(listings []stackhound.Listing) (linked []stackhound.Linked) {
	for _, l := range listings {
		l.FirstSeen, l.State = l.Posted, stackhound.ListingOpen
		linked = append(linked, stackhound.Linked{Listing: l})
	}
	return linked
}

func pairText(listings []stackhound.Listing) string {
	var lines []string
	for _, l := range listings {
		lines = append(lines, strings.Join([]string{l.Board, l.Title, l.Company, l.Location, l.Posted.Format(time.DateOnly)}, " | "))
	}
	return strings.Join(lines, "\n\t")
}

func readPairs(t *testing.T) (pairs []judged) {
	t.Helper()
	data, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(data), "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '\t':
			last := &pairs[len(pairs)-1]
			last.listings = append(last.listings, readLine(t, n+1, line))
		default:
			verdict, reason, _ := strings.Cut(line, ": ")
			pairs = append(pairs, judged{verdict: verdict, reason: reason})
		}
	}
	for _, p := range pairs {
		if !slices.Contains([]string{"same", "different", "unsure"}, p.verdict) || len(p.listings) != 2 {
			t.Fatalf("%s: %s: %d listings", p.verdict, p.reason, len(p.listings))
		}
	}
	if len(pairs) != 50 {
		t.Fatalf("%d pairs, want 50", len(pairs))
	}
	return pairs
}

// readLine reads "board | title | company | place | day".
func readLine(t *testing.T, n int, line string) stackhound.Listing {
	t.Helper()
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if len(cells) != 5 {
		t.Fatalf("line %d has %d cells", n, len(cells))
	}
	posted, err := time.Parse(time.DateOnly, cells[4])
	if err != nil {
		t.Fatal(err)
	}
	id := fmt.Sprint(n)
	return stackhound.Listing{
		ListingKey: stackhound.ListingKey{Board: cells[0], ID: id}, URL: "https://" + cells[0] + ".example/jobs/" + id,
		Title: cells[1], Company: cells[2], Location: cells[3], Posted: posted,
	}
}

// What a person found in the real rows, who looked at all that was merged and at all pairs
// of one company with half of the title in common: so many postings of several rows are
// right, and none was wrong. One more has to be looked at before this number grows.
const judgedRight = 3

// TestRealRows lists what is merged of real rows of eleven boards, which are not part of
// this project.
func TestRealRows(t *testing.T) {
	t.Parallel()
	listings := readRows(t)
	jobs := map[string][]stackhound.Listing{}
	byKey := map[stackhound.ListingKey]stackhound.Listing{}
	for _, l := range listings {
		byKey[l.ListingKey] = l
	}
	for _, link := range identity.Resolve(linkedAll(listings), nil, plain).Links {
		jobs[link.Posting] = append(jobs[link.Posting], byKey[link.Listing.ListingKey])
	}
	merged := 0
	for _, of := range jobs {
		if len(of) > 1 {
			merged++
			t.Logf("one posting:\n\t%s", pairText(of))
		}
	}
	t.Logf("%d rows, %d postings, %d of them of several rows", len(listings), len(jobs), merged)
	if merged != judgedRight {
		t.Errorf("%d postings of several rows, %d were judged right: look at them", merged, judgedRight)
	}
}

func readRows(t *testing.T) (listings []stackhound.Listing) {
	t.Helper()
	eachOutside(t, "multiboard_2026-W28_W29.jsonl.gz", func(line []byte) error {
		var r struct{ URL, Title, Company, Source, Location, Published string }
		err := json.Unmarshal(line, &r)
		posted, _ := time.Parse(time.DateOnly, r.Published)
		listings = append(listings, stackhound.Listing{
			ListingKey: stackhound.ListingKey{Board: r.Source, ID: fmt.Sprint(len(listings) + 1)}, URL: r.URL, Title: r.Title, Company: r.Company, Location: r.Location, Posted: posted,
		})
		return err
	})
	return listings
}
