// Package spelling finds what somebody meant to write.
package spelling

import "strings"

// longest bounds what is compared: no name, key or field is longer.
const longest = 80

// Nearest returns the name that takes the fewest edits from a wrong one, without regard
// to case; the first of equals; "" when that is more than a third of its length.
func Nearest(wrong string, names []string) string {
	if len(wrong) > longest {
		return ""
	}
	best, least := "", 1+max(len(wrong)/3, 1)
	for _, name := range names {
		if d := Distance(strings.ToLower(wrong), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// Distance counts the bytes to change, insert, remove or swap with their neighbour to
// turn a into b (optimal string alignment).
func Distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
