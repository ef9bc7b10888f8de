package configs

import (
	"fmt"
	"strings"
)

// didYouMean returns the end of a sentence that offers the known name nearest to a wrong
// one, "" when none is near.
func didYouMean(wrong string, names []string) string {
	if near := nearest(wrong, names); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// longestName bounds what is compared: no key or field is called anything longer.
const longestName = 80

// nearest returns the name that takes the fewest edits from wrong, "" when that is more
// than a third of its length.
func nearest(wrong string, names []string) string {
	if len(wrong) > longestName {
		return ""
	}
	best, least := "", 1+max(len(wrong)/3, 1)
	for _, name := range names {
		if d := edits(strings.ToLower(wrong), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// edits counts the letters to insert, drop, replace or swap with their neighbour to get
// from a to b (optimal string alignment distance).
func edits(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
