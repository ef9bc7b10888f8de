package normalize

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stackhound"
	"stackhound/internal/servertest"
)

// labelled is a real ad with what a person read in it.
type labelled struct {
	id    string
	board string
	l     stackhound.Listing
	gold  stackhound.Ad
}

// labels reads a labelled set of the directory STACKHOUND_DATA, or skips.
func labels(t *testing.T, set string) []labelled {
	t.Helper()
	dir := os.Getenv("STACKHOUND_DATA")
	if dir == "" {
		servertest.Missing(t, "data", "set STACKHOUND_DATA to the folder with labels/*.jsonl to measure on real ads")
	}
	gold := map[string]stackhound.Ad{}
	eachLine(t, filepath.Join(dir, "labels", set+".gold.jsonl"), func(line []byte) error {
		var row struct {
			ID   string
			Gold stackhound.Ad
		}
		err := json.Unmarshal(line, &row)
		gold[row.ID] = row.Gold
		return err
	})
	var all []labelled
	eachLine(t, filepath.Join(dir, "labels", set+".raw.jsonl"), func(line []byte) error {
		var row struct {
			ID  string
			Raw struct {
				Board, Title, Company, Location, Salary, Description string
				Tags                                                 []string
			}
		}
		err := json.Unmarshal(line, &row)
		l := stackhound.Listing{Title: row.Raw.Title, Company: row.Raw.Company, Location: row.Raw.Location, Salary: row.Raw.Salary, Tags: row.Raw.Tags, Description: row.Raw.Description}
		all = append(all, labelled{row.ID, row.Raw.Board, l, gold[row.ID]})
		return err
	})
	return all
}

func eachLine(t *testing.T, path string, fn func([]byte) error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		if err := fn(lines.Bytes()); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// counts adds up hits and misses of a field.
type counts struct{ both, got, want int }

func (c *counts) sets(got, want []string) {
	got, want = distinct(got), distinct(want)
	c.got, c.want = c.got+len(got), c.want+len(want)
	for _, v := range got {
		if slices.Contains(want, v) {
			c.both++
		}
	}
}

func (c *counts) equal(same bool) {
	c.got, c.want = c.got+1, c.want+1
	if same {
		c.both++
	}
}

// f1 is the harmonic mean of precision and recall; for single values, their accuracy.
func (c counts) f1() float64 { return 2 * float64(c.both) / float64(max(1, c.got+c.want)) }

func distinct(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}

func cities(ls []stackhound.Location) []string {
	var all []string
	for _, l := range ls {
		all = append(all, strings.ToLower(l.City)+"/"+l.Country)
	}
	return all
}

func pay(p *stackhound.Pay) string {
	if p == nil {
		return ""
	}
	return p.String()
}

// boardDefaults are those of the boards that list remote jobs only.
func boardDefaults(board string) stackhound.Defaults {
	if board == "himalayas" || board == "remotive" {
		return stackhound.Defaults{Workplace: []string{"remote"}}
	}
	return stackhound.Defaults{}
}

// TestAgainstLabels holds what reading reaches on real ads labelled by hand. The floors
// lie a little below the figures measured when they were set.
func TestAgainstLabels(t *testing.T) {
	t.Parallel()
	score := map[string]*counts{}
	of := func(name string) *counts {
		if score[name] == nil {
			score[name] = &counts{}
		}
		return score[name]
	}
	for _, c := range labels(t, "dev") {
		ad := Read(c.l, boardDefaults(c.board))
		of("stack").sets(ad.Stack.All(), c.gold.Stack.All())
		of("required").sets(ad.Stack.Required, c.gold.Stack.Required)
		of("roles").sets(ad.Roles, c.gold.Roles)
		of("seniority").sets(ad.Seniority, c.gold.Seniority)
		of("employment").sets(ad.Employment, c.gold.Employment)
		of("regions").sets(ad.Regions, c.gold.Regions)
		of("locations").sets(cities(ad.Locations), cities(c.gold.Locations))
		of("workplace").equal(ad.Workplace == c.gold.Workplace)
		of("degree").equal(ad.Degree == c.gold.Degree)
		of("visa").equal(ad.Visa == c.gold.Visa)
		of("n_roles").equal(ad.NRoles == c.gold.NRoles)
		of("salary").equal(pay(ad.Salary) == pay(c.gold.Salary))
	}
	for name, floor := range map[string]float64{
		"stack": 0.93, "required": 0.86, "roles": 0.90, "n_roles": 0.86, "seniority": 0.93, "employment": 0.96, "regions": 0.96, "locations": 0.94,
		"workplace": 0.96, "degree": 0.97, "visa": 0.97, "salary": 0.93,
	} {
		got := score[name].f1()
		t.Logf("%-10s %.3f", name, got)
		if got < floor {
			t.Errorf("%s reaches %.3f, the floor is %.2f", name, got, floor)
		}
	}
}

// TestWorkplaceAgainstLabels reads ads of a general board, where an ad that says nothing
// of the place of work is for one on site.
func TestWorkplaceAgainstLabels(t *testing.T) {
	t.Parallel()
	var score counts
	for _, c := range labels(t, "seek_work") {
		ad := Read(c.l, stackhound.Defaults{})
		if ad.Workplace == 0 {
			ad.Workplace = stackhound.Onsite
		}
		score.equal(ad.Workplace == c.gold.Workplace)
	}
	t.Logf("workplace %.3f", score.f1())
	if got := score.f1(); got < 0.90 {
		t.Errorf("workplace reaches %.3f, the floor is 0.90", got)
	}
}
