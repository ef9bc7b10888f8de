package configs

import (
	"embed"
	"errors"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"stackhound"
)

//go:embed boards/*.yaml boards/*.txtar
var shipped embed.FS

// Boards returns the board files the program ships with and their fixtures, at the top of
// the file system. The fixtures are part of the program so that one that is installed can
// show that it reads its boards; they are small.
func Boards() fs.FS { return below(shipped, "boards") }

func below(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}

// BoardFiles returns the paths of the board files of a directory, those ending in .yaml
// or .yml, in the order of names. A directory without any is an error.
func BoardFiles(fsys fs.FS, dir string) ([]string, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "board files cannot be read: %w", err)
	}
	var files []string
	for _, e := range entries {
		if ext := path.Ext(e.Name()); !e.IsDir() && (ext == ".yaml" || ext == ".yml") {
			files = append(files, path.Join(dir, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "no board files in %s: their names end in .yaml or .yml", place(dir))
	}
	return files, nil
}

// place names a directory of a file system, whose top has no name of its own.
func place(dir string) string {
	if dir == "." {
		return "the directory"
	}
	return dir
}

// LoadBoards is LoadBoardsWith without a look at secrets.
func LoadBoards(fsys fs.FS, dir string) ([]stackhound.Board, error) {
	return LoadBoardsWith(fsys, dir, nil)
}

// LoadBoardsWith reads the board files of a directory. It returns all boards that are right,
// by name, and beside them an error that names each place that is not: one broken file
// keeps no other board from running. hasSecret is as for LoadBoardWith.
func LoadBoardsWith(fsys fs.FS, dir string, hasSecret func(string) bool) ([]stackhound.Board, error) {
	files, err := BoardFiles(fsys, dir)
	if err != nil {
		return nil, err
	}
	var boards []stackhound.Board
	var errs []error
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			errs = append(errs, stackhound.Errorf(stackhound.CodeInvalid, "board file cannot be read: %w", err))
			continue
		}
		b, err := LoadBoardWith(name, data, hasSecret)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		boards = append(boards, b)
	}
	slices.SortFunc(boards, byName)
	return boards, errors.Join(errs...)
}

// LoadBoard is LoadBoardWith without a look at secrets.
func LoadBoard(name string, data []byte) (stackhound.Board, error) {
	return LoadBoardWith(name, data, nil)
}

// LoadBoardWith reads one board file, over what its family says; name is its path, which
// the board's name must match. hasSecret tells which secrets are configured: an enabled
// board that needs another is refused. With nil that is not checked.
func LoadBoardWith(name string, data []byte, hasSecret func(string) bool) (stackhound.Board, error) {
	f, b, err := parseBoard(name, data)
	if err != nil {
		return stackhound.Board{}, err
	}
	leaf := filepath.Base(name)
	if want := strings.TrimSuffix(leaf, filepath.Ext(leaf)); b.Name != want {
		f.errorFor("name", "the name must be %q, as the file is called", want)
	}
	for _, p := range checkBoard(b, hasSecret) {
		f.errorFor(p.path, "%s", p.message)
	}
	f.regions("defaults.regions", b.Defaults.Regions, Region)
	if err := f.err(); err != nil {
		return stackhound.Board{}, err
	}
	return b, nil
}

// parseBoard reads a board file, and once more over its family if it names one.
func parseBoard(name string, data []byte) (*file, stackhound.Board, error) {
	var b stackhound.Board
	f, err := parse(name, data, &b)
	if err != nil || b.Family == "" {
		return f, b, err
	}
	over, ok := family(b.Family)
	if !ok {
		names := Families()
		f.errorFor("family", "unknown family %q%s; there are %s", b.Family, didYouMean(b.Family, names), strings.Join(names, ", "))
		return f, b, f.err()
	}
	f, err = parse(name, data, &over)
	return f, over, err
}

// Merge returns base with the boards of over put in place of those of the same name, by
// name: so an operator's own directory adds to and replaces what is shipped.
func Merge(base, over []stackhound.Board) []stackhound.Board {
	named := map[string]stackhound.Board{}
	for _, b := range slices.Concat(base, over) {
		named[b.Name] = b
	}
	return slices.SortedFunc(maps.Values(named), byName)
}

func byName(a, b stackhound.Board) int { return strings.Compare(a.Name, b.Name) }
