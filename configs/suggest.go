package configs

import (
	"fmt"

	"stackhound/lexicon/spelling"
)

// didYouMean returns the end of a sentence that offers the known name nearest to a wrong
// one, "" when none is near.
func didYouMean(wrong string, names []string) string {
	if near := spelling.Nearest(wrong, names); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
