package stackhound_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"stackhound"
)

// withWords is a profile that works with Go and one technology of its own.
func withWords(spellings ...string) stackhound.Profile {
	return stackhound.Profile{
		ID: "ada", Stack: stackhound.Declared{Core: []string{"go", "tidewater"}},
		Words: stackhound.Words{"tidewater": spellings},
	}
}

func TestWordsThatMayStand(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]stackhound.Profile{
		"ten spellings":     withWords(strings.Split(strings.Repeat("Tide ", 9)+"TDB", " ")...),
		"a letter and sign": withWords("T#", "X++"),
		"two words":         withWords("ACME Tide"),
		"other letters":     withWords("潮水"),
		"what is refused": {
			ID: "ada", Stack: stackhound.Declared{Core: []string{"go"}, Never: []string{"tidewater"}},
			Words: stackhound.Words{"tidewater": {"Tidewater"}},
		},
	} {
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWordsThatMayNot(t *testing.T) {
	t.Parallel()
	many := withWords("Tide")
	for i := range 50 {
		name := fmt.Sprintf("tide-%d", i)
		many.Words[name] = []string{"Tide"}
		many.Stack.Also = append(many.Stack.Also, name)
	}
	odd, idle := withWords("Tide"), withWords("Tide")
	odd.Words["Tide Water"] = []string{"Tide"}
	idle.Stack.Core = []string{"go"}
	for want, p := range map[string]stackhound.Profile{
		`profile ada: words: 51 names are too many (at most 50)`:                    many,
		`profile ada: words: the name "Tide Water" is not lower-case letters`:       odd,
		`profile ada: words: tidewater stands in no list of the stack (put it`:      idle,
		`profile ada: words.tidewater has 0 spellings (give 1 to 10`:                withWords(),
		`profile ada: words.tidewater has 11 spellings (give 1 to 10`:               withWords(make([]string, 11)...),
		`profile ada: words.tidewater: a spelling is empty`:                         withWords("Tide", " "),
		`profile ada: words.tidewater: the spelling " Tide" has spaces too many`:    withWords(" Tide"),
		`profile ada: words.tidewater: the spelling "T  DB" has spaces too many`:    withWords("T  DB"),
		`profile ada: words.tidewater: the spelling "++" has no letter`:             withWords("++"),
		`profile ada: words.tidewater: the spelling "T." is one letter, which`:      withWords("T."),
		`profile ada: words.tidewater: the spelling "Ä" is one letter, which stand`: withWords("Tide", "Ä"),
	} {
		if err := p.Validate(); stackhound.CodeOf(err) != stackhound.CodeInvalid || !strings.HasPrefix(fmt.Sprint(err), want) {
			t.Errorf("want %s\n got %v", want, err)
		}
	}
}

func TestWordsAreKeptAsTheyStand(t *testing.T) {
	t.Parallel()
	p := withWords("Tidewater DB", "TDB")
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var again stackhound.Profile
	if err := json.Unmarshal(data, &again); err != nil || !reflect.DeepEqual(again, p) {
		t.Errorf("%s was read as %+v, %v", data, again, err)
	}
	p.Words = nil
	if data, err = json.Marshal(p); err != nil || strings.Contains(string(data), "words") {
		t.Errorf("without words it is written as %s, %v", data, err)
	}
}
