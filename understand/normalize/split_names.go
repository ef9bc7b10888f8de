package normalize

import (
	"stackhound/lexicon/fold"
	"stackhound/lexicon/roles"
)

// What splitting asks of the words of names.

// kindOf is the role of a name in lower case, as in roleName; "" for none.
func kindOf(lower string) string { return roles.Classify(lower) }

// ofSentence tells whether a text in lower case has words of a sentence.
func ofSentence(lower string) bool { return speaks(lower) }

// ofSeveral tells whether a name speaks of several people: "Backend Engineers".
func ofSeveral(name string) bool { return plural(fold.ASCII(name)) }
