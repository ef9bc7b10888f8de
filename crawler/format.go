package crawler

import (
	"errors"
	"fmt"
	"slices"

	"stackhound"
)

// MaxItems is the most rows a format hands out of one answer; what stands after them is
// left unread and reported as ErrCut.
const MaxItems = 20_000

// ErrCut says that an answer breaks off, or is longer than MaxItems, after the rows that
// were returned with it: those are good, but the list is not complete.
var ErrCut = errors.New("the answer breaks off")

// Lost says how many rows of an answer were too broken to be handed out with the others. The
// list went on behind them.
type Lost int

func (l Lost) Error() string { return fmt.Sprintf("%d rows are broken", int(l)) }

// ErrOver says that a page stands where a job was, and says that it is over.
var ErrOver = errors.New("the job is over")

// ErrNoJob says that a page can be read, but holds no job.
var ErrNoJob = errors.New("the page holds no job")

// Node is one item of an answer, or a whole answer, in whatever format it came.
type Node interface {
	// Values returns the raw values at x.Select, by x.Attr, x.Own and x.HTML where the
	// format knows them, in document order and untrimmed. The other parts of x are
	// applied by ReadField. An empty Select is the node itself.
	Values(x stackhound.Extract) []string
}

// Document is an answer that could be read.
type Document interface {
	Node
	// Items returns the rows at spec.Select in document order, before spec.Skip and
	// spec.DropIf (Rows applies those). Rows together with ErrCut are good rows of a
	// list that is not complete; with Lost, of one that goes on behind broken ones.
	Items(spec stackhound.Items) ([]Node, error)
}

// Format reads answers of one kind.
type Format interface {
	// Open reads a body, UTF-8 unless it says otherwise itself, that was found at url.
	// It fails when the body is not of this format at all.
	Open(body []byte, url string) (Document, error)
}

// Formats holds the formats by the name board files call them.
type Formats map[string]Format

// Spaced is a format whose selectors may have prefixes that a board file declares.
type Spaced interface {
	Format
	WithSpaces(map[string]string) Format
}

// Trimmer is a format whose answers can be made short enough for a person to read.
type Trimmer interface {
	Format
	// Trim returns an answer with the first rows at spec, keep of them after those that are
	// skipped, and without what no selector reads. What it cannot cut stays as it is.
	Trim(body []byte, spec stackhound.Items, keep int) []byte
}

// of returns the format of a board's list.
func (f Formats) of(b stackhound.Board) (Format, bool) {
	format, ok := f[b.Format]
	if s, may := format.(Spaced); may && len(b.Namespaces) > 0 {
		return s.WithSpaces(b.Namespaces), ok
	}
	return format, ok
}

// Rows returns the items of an answer that are listings: spec.Skip rows are left out at
// the start, then those that a DropIf names. Like Items it may return ErrCut with rows.
func Rows(doc Document, spec stackhound.Items, vars map[string]string) ([]Node, error) {
	nodes, err := doc.Items(spec)
	nodes = nodes[min(spec.Skip, len(nodes)):]
	return slices.DeleteFunc(nodes, func(n Node) bool {
		return slices.ContainsFunc(spec.DropIf, func(d stackhound.DropIf) bool { return drops(d, n, vars) })
	}), err
}

// Capped hands out what a format found as rows, MaxItems of them at most.
func Capped[N Node](found []N) ([]Node, error) {
	var err error
	if len(found) > MaxItems {
		found, err = found[:MaxItems], ErrCut
	}
	rows := make([]Node, len(found))
	for i, n := range found {
		rows[i] = n
	}
	return rows, err
}

// drops tells whether one rule leaves the node out.
func drops(d stackhound.DropIf, n Node, vars map[string]string) bool {
	values := ReadField(n, d.Field, vars)
	if len(values) == 0 {
		return d.Empty
	}
	if len(d.Is) == 0 && len(d.IsNot) == 0 {
		return !d.Empty
	}
	is := func(v string) bool { return slices.Contains(d.Is, v) }
	isNot := func(v string) bool { return len(d.IsNot) > 0 && !slices.Contains(d.IsNot, v) }
	return slices.ContainsFunc(values, is) || slices.ContainsFunc(values, isNot)
}
