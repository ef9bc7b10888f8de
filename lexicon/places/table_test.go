package places

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stackhound"
)

var update = flag.Bool("update", false, "write names.bin anew from the text files")

// TestTable holds that the prepared table says what the text files say.
func TestTable(t *testing.T) {
	table, err := prepare()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("names.bin", table, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(table) != prepared {
		t.Error("names.bin is older than the text files; go test ./lexicon/places -run TestTable -update writes it anew")
	}
}

// builder gathers what the text files say of names.
type builder struct {
	*atlas
	names   map[string]*spelling
	longest map[string]int // first word of a name → words of the longest such name
}

// spelling is a name while it is gathered.
type spelling struct {
	places                 []place
	doubtful, loose, comma bool
	exact                  string
}

// prepare makes the table of the text files.
func prepare() ([]byte, error) {
	b := &builder{atlas: known(), names: map[string]*spelling{}, longest: map[string]int{}}
	for _, load := range []struct {
		file string
		add  func(string) error
	}{
		{"countries.txt", b.addCountry}, {"cities.txt", b.addCities}, {"states.txt", b.addState}, {"countrynames.txt", b.addNames},
		{"regions.txt", b.addRegion}, {"adjectives.txt", b.addAdjectives}, {"towns.txt", b.addTowns},
	} {
		text, err := os.ReadFile(load.file)
		if err == nil {
			err = linesOf(string(text), load.add)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", load.file, err)
		}
	}
	b.addISO3()
	if len(b.names) < 15_000 {
		return nil, fmt.Errorf("only %d names", len(b.names))
	}
	return b.table()
}

// table writes the names as table.go reads them.
func (b *builder) table() ([]byte, error) {
	words := map[string]bool{}
	for w := range b.names {
		words[w] = true
	}
	for w := range b.longest {
		words[w] = true
	}
	if len(words) > slots*3/4 {
		return nil, fmt.Errorf("%d names are too many for %d slots; double them", len(words), slots)
	}
	index, entries := make([]byte, slots*slotSize), &bytes.Buffer{}
	for _, w := range slices.Sorted(maps.Keys(words)) {
		slot := hash(w) % slots
		for index[slot*slotSize] != 0 || index[slot*slotSize+1] != 0 || index[slot*slotSize+2] != 0 {
			slot = (slot + 1) % slots
		}
		at := entries.Len() + 1
		index[slot*slotSize], index[slot*slotSize+1], index[slot*slotSize+2] = byte(at), byte(at>>8), byte(at>>16)
		if err := b.entry(entries, w); err != nil {
			return nil, fmt.Errorf("%q: %w", w, err)
		}
	}
	return append(index, entries.Bytes()...), nil
}

// entry writes one name.
func (b *builder) entry(to *bytes.Buffer, words string) error {
	n := b.names[words]
	if n == nil {
		n = &spelling{} // the beginning of others
	}
	var marks byte
	for mark, set := range map[byte]bool{doubtful: n.doubtful, loose: n.loose, comma: n.comma} {
		if set {
			marks |= mark
		}
	}
	texts := []string{words, n.exact}
	write := func(text string) { to.WriteByte(byte(len(text))); to.WriteString(text) }
	write(words)
	to.Write([]byte{byte(b.longest[words]), marks})
	write(n.exact)
	to.WriteByte(byte(len(n.places)))
	for _, p := range n.places {
		to.WriteByte(byte(p.kind))
		if p.kind == isRegion {
			write(p.codes)
		} else if l := p.location; len(l.Country) == 2 {
			to.WriteString(l.Country)
			write(l.Region)
			write(l.City)
			texts = append(texts, l.Region, l.City)
		} else {
			return fmt.Errorf("%q is no code of a country", l.Country)
		}
	}
	if len(n.places) > 255 || slices.ContainsFunc(texts, func(s string) bool { return len(s) > 255 }) {
		return fmt.Errorf("more than a byte can count")
	}
	return nil
}

func (b *builder) addCountry(line string) error {
	cols := columns(line)
	for spelling := range strings.SplitSeq(cols[1]+","+cols[2], ",") {
		b.add(spelling, place{kind: isCountry, location: stackhound.Location{Country: cols[0]}})
	}
	return nil
}

func (b *builder) addState(line string) error {
	cols := columns(line)
	code, state, _ := strings.Cut(cols[0], "-")
	for spelling := range strings.SplitSeq(strings.Join(cols[1:], ","), ",") {
		b.add(spelling, place{kind: isState, location: stackhound.Location{Country: code, Region: state}})
	}
	return nil
}

// addNames adds the names of a country in other languages. What is a city's name or a
// state's already stays that.
func (b *builder) addNames(line string) error {
	code, list, ok := strings.Cut(line, ":")
	if !ok || b.countries[code].code == "" {
		return fmt.Errorf("no country")
	}
	for spelling := range strings.SplitSeq(list, ",") {
		if b.names[key(spelling)] == nil {
			b.add(spelling, place{kind: isCountry, location: stackhound.Location{Country: code}})
		}
	}
	return nil
}

// where reads the country and state at the head of a line of places.
func (b *builder) where(line string) (l stackhound.Location, rest string, err error) {
	head, rest, ok := strings.Cut(line, ":")
	if !ok {
		return l, "", fmt.Errorf("no colon")
	}
	l.Country, l.Region, _ = strings.Cut(head, "-")
	if b.countries[l.Country].code == "" {
		return l, "", fmt.Errorf("unknown country %s", l.Country)
	}
	return l, rest, nil
}

func (b *builder) addCities(line string) error {
	l, cities, err := b.where(line)
	if err != nil {
		return err
	}
	for city := range strings.SplitSeq(cities, ",") {
		spellings := strings.Split(strings.TrimSpace(city), "=")
		l.City = strings.TrimPrefix(spellings[0], "?")
		for _, s := range spellings {
			b.add(s, place{kind: isCity, location: l})
			b.addUmlauts(s, place{kind: isCity, location: l})
		}
	}
	return nil
}

func (b *builder) addRegion(line string) error {
	codes, list, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("no colon")
	}
	for spelling := range strings.SplitSeq(list, ",") {
		bare, capitals := strings.CutPrefix(strings.TrimSpace(spelling), "!")
		if n := b.add(bare, place{kind: isRegion, codes: codes}); !capitals {
			n.exact = ""
		}
	}
	return nil
}

func (b *builder) addAdjectives(line string) error {
	l, list, err := b.where(line)
	for spelling := range strings.SplitSeq(list, ",") {
		if b.names[key(spelling)] == nil {
			b.add("?"+strings.TrimSpace(spelling), place{kind: isAdjective, location: l})
		}
	}
	return err
}

// addTowns adds those of which nothing was known yet: a city of the same name in the same
// country stands for the town, and so it does in any state where none is named.
func (b *builder) addTowns(line string) error {
	l, towns, err := b.where(line)
	if err != nil {
		return err
	}
	for town := range strings.SplitSeq(towns, ",") {
		town = strings.TrimSpace(town)
		i := strings.LastIndexByte(town, ' ')
		if i < 0 {
			return fmt.Errorf("no number behind %q", town)
		}
		people, err := strconv.Atoi(town[i+1:])
		if err != nil {
			return err
		}
		l.City = town[:i]
		b.addTown(place{kind: isCity, location: l, people: people})
	}
	return nil
}

func (b *builder) addTown(p place) {
	n := b.names[key(p.location.City)]
	if n == nil {
		n = b.add("?"+p.location.City, p)
		n.loose = true
		b.addUmlauts("?"+p.location.City, p)
		return
	}
	same := func(o place) bool {
		return o.kind == isCity && o.location.Country == p.location.Country && o.location.Region == p.location.Region
	}
	if slices.ContainsFunc(n.places, same) {
		return
	}
	at := len(n.places)
	for at > 0 && n.places[at-1].people > 0 && n.places[at-1].people < p.people {
		at--
	}
	n.places = slices.Insert(n.places, at, p)
}

// umlauts writes names without the letters that keyboards lack.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

// addUmlauts adds a city of a country of German under the name without umlauts.
func (b *builder) addUmlauts(spelling string, p place) {
	if c := p.location.Country; c != "DE" && c != "AT" && c != "CH" {
		return
	}
	if plain := umlauts.Replace(spelling); plain != spelling && b.names[key(plain)] == nil {
		b.add(plain, p)
	}
}

// unsafeISO3 are codes of three letters that are words or abbreviations of ads too.
var unsafeISO3 = map[string]bool{"EST": true, "AND": true, "ARE": true, "PER": true, "COM": true, "COD": true, "MAR": true, "GIN": true, "CAF": true, "MAC": true, "MSR": true, "PRI": true, "SPM": true, "TON": true}

func (b *builder) addISO3() {
	for iso3, code := range b.iso3 {
		if b.names[key(iso3)] == nil && !unsafeISO3[iso3] {
			b.add("?"+iso3, place{kind: isCountry, location: stackhound.Location{Country: code}})
		}
	}
}

// add enters a spelling. Short ones in capitals count only as written.
func (b *builder) add(written string, p place) *spelling {
	written = strings.TrimSpace(written)
	bare := strings.ReplaceAll(strings.TrimPrefix(written, "?"), "%", ",")
	k := key(bare)
	if k == "" {
		return nil
	}
	n := b.names[k]
	if n == nil {
		n = &spelling{doubtful: written[0] == '?', comma: strings.Contains(bare, ",")}
		if len(bare) <= 5 && strings.ToUpper(bare) == bare && bare[0] < 0x80 {
			n.exact = bare
		}
		b.names[k] = n
		first, _, _ := strings.Cut(k, " ")
		b.longest[first] = max(b.longest[first], 1+strings.Count(k, " "))
	}
	if slices.ContainsFunc(n.places, func(o place) bool { return o.location == p.location && o.kind == p.kind && p.kind != isRegion }) {
		return n
	}
	n.loose = n.loose || p.kind == isCity && len(n.places) > 0 && n.places[0].kind == isCity
	n.places = append(n.places, p)
	return n
}
