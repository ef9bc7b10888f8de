// Package money reads pay out of ads as people write it in many countries, and brings
// it to one scale.
//
// Parse finds base pay in running text and leaves bonuses, equity, funding, revenue and
// benefits alone. Yearly converts pay to euros a year with a dated table (rates.tsv).
package money
