// Package money reads pay out of ads as people write it in many countries, and brings
// it to one scale.
//
// Parse finds base pay in running text and leaves bonuses, equity, funding, revenue,
// benefits and prices alone: find walks the figures, rangeFrom joins them with what hangs
// on them, judge decides by the words around (words.txt) and by what is believable in the
// currency (believe.go). Yearly converts pay to euros a year with a dated table (rates.tsv).
package money
