// Package normalize reads a listing, in a board's own words, into an Ad: the roles,
// level, stack, place, pay and terms it states, each with the words it was read from.
//
// Fields a board states are trusted more than the title, the title more than tags, tags
// more than the fields for place and pay, those more than running text; what is true of
// a whole board comes last. The package is pure: the same listing gives the same Ad.
package normalize
