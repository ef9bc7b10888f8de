// Package matcher says how well a posting suits a person, and why.
//
// Score compares one profile with one posting: it is a pure function of the two, works
// in whole points, and gives a reason for every point with the words of the ad that
// earned it. The person's declared stack is the measure: core skills carry most of the
// score, and what the ad asks for beyond them costs some. Hard rules (rules.go) reject
// with their name, whatever the score.
//
// Follower keeps the matches in the store up to date as postings and profiles change,
// and plans the instant alerts that follow from a change.
package matcher
