package normalize

import (
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stackhound"
	"stackhound/internal/servertest"
)

//go:embed testdata/nojobs.txt
var noJobs string

//go:embed testdata/terse.txt
var terseAds string

// texts cuts a fixture at the lines that begin with "%%"; what follows is a title and a body.
func texts(fixture string) []stackhound.Listing {
	var all []stackhound.Listing
	for part := range strings.SplitSeq("\n"+fixture, "\n%%") {
		_, text, _ := strings.Cut(part, "\n")
		title, body, _ := strings.Cut(text, "\n")
		if title != "" {
			all = append(all, stackhound.Listing{Title: title, Description: body})
		}
	}
	return all
}

// TestNoJobs holds that of texts that are no ads at most one in sixty is taken for one.
func TestNoJobs(t *testing.T) {
	t.Parallel()
	all, taken := texts(noJobs), 0
	for _, l := range all {
		if ad := Read(l, stackhound.Defaults{}); ad.IsJob {
			taken++
			t.Logf("%q is taken for a job", l.Title)
		}
	}
	t.Logf("%d of %d told", len(all)-taken, len(all))
	if len(all) < 60 || taken*60 > len(all) {
		t.Errorf("%d of %d texts are taken for jobs", taken, len(all))
	}
}

func TestTerseAds(t *testing.T) {
	t.Parallel()
	all := texts(terseAds)
	for _, l := range all {
		if ad := Read(l, stackhound.Defaults{}); !ad.IsJob {
			t.Errorf("%q is not taken for a job", l.Title)
		}
	}
	if len(all) < 40 {
		t.Errorf("%d ads only", len(all))
	}
}

// TestRealAdsStayJobs reads ads that people labelled, of which one in two hundred may be
// taken for something else, and a thread, in which a few comments are no ads.
func TestRealAdsStayJobs(t *testing.T) {
	t.Parallel()
	for _, set := range []string{"dev", "seek_salary", "seek_work"} {
		n, lost := 0, 0
		for _, c := range labels(t, set) {
			n++
			if ad := Read(c.l, stackhound.Defaults{}); !ad.IsJob {
				lost++
				t.Logf("%s %s: %q is not taken for a job", set, c.id, c.l.Title)
			}
		}
		if lost*200 > n {
			t.Errorf("%s: %d of %d are not taken for jobs", set, lost, n)
		}
	}
	n, lost := thread(t, "hn_silver_b_202407.jsonl.gz")
	t.Logf("thread: %d of %d are not taken for jobs", lost, n)
	if lost*100 > n {
		t.Errorf("%d of %d are not taken for jobs", lost, n)
	}
}

// thread reads the comments of a thread, deleted ones left out.
func thread(t *testing.T, name string) (n, lost int) {
	t.Helper()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder with hn/*.jsonl.gz to measure on a thread")
	}
	f, err := os.Open(filepath.Join(dir, "hn", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for rows := json.NewDecoder(unpacked); rows.More(); {
		var row struct {
			HTML string `json:"text_html"`
		}
		if err := rows.Decode(&row); err != nil {
			t.Fatal(err)
		}
		l := stackhound.Listing{HTML: row.HTML}
		if l.Title, _, _ = strings.Cut(Text(l), "\n"); l.Title == "[dead]" || l.Title == "" {
			continue
		}
		if n++; !Read(l, stackhound.Defaults{}).IsJob {
			lost++
		}
	}
	return n, lost
}

// TestSeekers tells people who look for work from those who offer it, in the same words.
func TestSeekers(t *testing.T) {
	t.Parallel()
	for text, job := range map[string]bool{
		"I am looking for a new position with a calm team. I hope for a salary of 70k, benefits and some equity. I have five years of experience.":        false,
		"We are looking for a new position holder with calm nerves. We pay a salary of 70k, benefits and some equity. You have five years of experience.": true,
		"I lead a calm team of four and we are looking for a fifth. I would be your manager; our salary is 70k.":                                          true,
	} {
		if ad := Read(stackhound.Listing{Title: "Backend developer, full-time or contract, remote", Description: text}, stackhound.Defaults{}); ad.IsJob != job {
			t.Errorf("%q: a job is %v", text, ad.IsJob)
		}
	}
}
