package normalize

import (
	"strings"

	"stackhound/lexicon/fold"
)

// What splitting asks of the words of names.

// kindOf is the role of a name in lower case, as in roleName; "" for none.
func kindOf(lower string) string { return classify(lower) }

// ofSentence tells whether a text in lower case has words of a sentence.
func ofSentence(lower string) bool { return hasCue(lower, prose) }

// ofSeveral tells whether a name speaks of several people: "Backend Engineers".
func ofSeveral(name string) bool {
	noun := fold.ASCII(nounOf(name))
	return strings.HasSuffix(noun, "s") && noun != "devops"
}
