// Package companies compares the names of employers: "Zażółć Tech Sp. z o.o." and
// "Zazolc Tech" are one company, "Confidential" is none.
package companies

import (
	"html"
	"slices"
	"strings"

	"stackhound/lexicon/fold"
)

// legalForms are the endings that say how a company is incorporated, not who it is.
// Longer ones stand first where one ends in another. Kept by hand.
var legalForms = []string{
	"gmbh co kg", "gmbh co kgaa", "gmbh", "ggmbh", "mbh", "ug haftungsbeschrankt", "ug", "ag", "se", "kg", "kgaa", "ohg", "e v", "ev", "eg",
	"incorporated", "inc", "llc", "l l c", "llp", "lp", "corporation", "corp", "company", "co",
	"limited", "ltd", "pty ltd", "pty", "pte ltd", "pte", "private limited", "pvt ltd", "pvt", "plc", "cic",
	"sas", "sasu", "sarl", "s a r l", "s a s", "s a", "sa", "srl", "s r l", "spa", "s p a", "sl", "s l", "slu", "lda", "ltda",
	"bv", "b v", "nv", "n v", "vof", "oy", "oyj", "ab", "as", "a s", "aps", "asa",
	"sp z o o", "spolka z o o", "sp j", "sro", "s r o", "spol s r o", "doo", "d o o", "kft", "zrt", "ood", "eood", "ou", "uab", "sia",
	"kk", "k k", "gk", "co ltd", "株式会社", "有限公司", "com", "io",
}

// nameless are the words boards write where an employer does not want to be named.
var nameless = []string{
	"", "confidential", "company confidential", "confidential company", "anonymous", "undisclosed", "not disclosed", "unknown", "stealth", "stealth mode",
	"stealth startup", "stealth mode startup", "stealth start up", "n a", "na", "none", "null", "private", "our client", "client", "hidden", "company", "tbd", "recruiter", "various", "confidencial", "empresa confidencial", "confidentiel", "vertraulich",
}

// Key returns the name in the form names are compared by: lower case, without
// diacritics, punctuation and legal form. It is "" when the name says nothing about who
// the employer is.
func Key(name string) string {
	key := strings.Join(fold.Words(strings.ReplaceAll(html.UnescapeString(name), "&", " and ")), " ")
	if slices.Contains(nameless, key) {
		return ""
	}
	for {
		shorter := withoutForm(key)
		if shorter == key {
			break
		}
		key = shorter
	}
	return strings.TrimPrefix(key, "the ")
}

// withoutForm cuts one legal form from the end, never the whole name.
func withoutForm(key string) string {
	for _, form := range legalForms {
		// A name is read for every listing, so no text is made only to be looked for.
		rest, ok := strings.CutSuffix(key, form)
		if name, apart := strings.CutSuffix(rest, " "); ok && apart && name != "" {
			return strings.TrimSuffix(name, " and")
		}
	}
	return key
}
