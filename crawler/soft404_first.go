package crawler

import "regexp/syntax"

// firstWords returns the words that what an expression matches can begin with, of an
// expression that begins at the start of a text and names its words letter by letter.
func firstWords(expr string) map[string]bool {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		panic(err) // it was compiled before
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		panic(err)
	}
	f := wordFinder{prog, map[string]bool{}}
	f.follow(uint32(prog.Start), "")
	return f.words
}

type wordFinder struct {
	prog  *syntax.Prog
	words map[string]bool
}

// follow goes on from an instruction, a word having begun.
func (f wordFinder) follow(pc uint32, word string) {
	switch in := f.prog.Inst[pc]; in.Op {
	case syntax.InstMatch:
		f.words[word] = true
	case syntax.InstAlt, syntax.InstAltMatch:
		f.follow(in.Out, word)
		f.follow(in.Arg, word)
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		f.follow(in.Out, word)
	case syntax.InstRune, syntax.InstRune1:
		for _, letter := range letters(in.Rune) {
			if letter == ' ' {
				f.words[word] = true
			} else {
				f.follow(in.Out, word+string(letter))
			}
		}
	}
}

// letters are the runes of a class, which is one rune or pairs of them.
func letters(class []rune) []rune {
	if len(class) == 1 {
		return class
	}
	var all []rune
	for i := 0; i < len(class); i += 2 {
		for r := class[i]; r <= class[i+1]; r++ {
			all = append(all, r)
		}
	}
	return all
}
