// Package skills knows the technologies an ad can ask for: their canonical names, how
// people write them, which include which, which lie near each other, and how to tell
// the language Go from the verb.
//
// The knowledge stands in text files beside the code (skills.txt, near.txt, topics.txt),
// one entry a line. An operator's files in the same grammar (docs/skills.md) are laid
// over them at the start of the program by Extend. It is loaded when it is first asked for.
package skills
