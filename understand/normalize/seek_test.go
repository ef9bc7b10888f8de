package normalize

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"stackhound"
	"stackhound/internal/servertest"
)

// bucketOf says which bucket of a general board's ladder a level lies in.
var bucketOf = map[string]string{
	"intern": "Internship/Trainee", "junior": "Entry-Level/Junior", "mid": "Mid-Level Professional", "senior": "Senior Individual Contributor", "staff": "Senior Individual Contributor",
	"principal": "Senior Individual Contributor", "lead": "Senior Individual Contributor", "manager": "Manager/Supervisor", "director": "Executive/Director", "executive": "Executive/Director",
}

// bucket returns the bucket of an ad: of its highest level; an ad that states none is for
// somebody who knows the work.
func bucket(ad stackhound.Ad) string {
	level := "mid"
	for _, l := range stackhound.Levels {
		if slices.Contains(ad.Seniority, l) {
			level = l
		}
	}
	return bucketOf[level]
}

// TestLevelsOfAGeneralBoard measures levels on ads of all trades. Most of them state none
// and were labelled by what a person makes of the work.
func TestLevelsOfAGeneralBoard(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder with seniority/*.csv.gz to measure on real ads")
	}
	buckets := bucketsOfLabels(t, filepath.Join(dir, "seniority", "seek_label_map.json"))
	var score counts
	for _, row := range gzipCSV(t, filepath.Join(dir, "seniority", "seek_seniority_devval.csv.gz")) {
		ad := Read(stackhound.Listing{Title: row["job_title"], HTML: row["job_summary"] + "<p>" + row["job_ad_details"]}, stackhound.Defaults{})
		score.equal(bucket(ad) == buckets[row["y_true"]])
	}
	t.Logf("levels %.3f of %d", score.f1(), score.want)
	if got := score.f1(); got < 0.60 {
		t.Errorf("levels reach %.3f, the floor is 0.60", got)
	}
}

func bucketsOfLabels(t *testing.T, path string) map[string]string {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var labels map[string][]string
	if err := json.Unmarshal(page, &labels); err != nil {
		t.Fatal(err)
	}
	buckets := map[string]string{}
	for bucket, raw := range labels {
		for _, label := range raw {
			buckets[label] = bucket
		}
	}
	return buckets
}

// gzipCSV reads a packed table, each row by the names of its columns.
func gzipCSV(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(packed).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, cells := range table[1:] {
		row := map[string]string{}
		for i, name := range table[0] {
			row[name] = cells[i]
		}
		all = append(all, row)
	}
	return all
}
