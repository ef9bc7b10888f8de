package crawler

import (
	"fmt"
	"strings"

	"stackhound"
	"stackhound/internal/jsontree"
)

// inside is a format whose text stands at a path of a JSON answer, as software that loads
// its list in pieces sends markup.
type inside struct {
	Format
	path string
}

// within returns the format for answers that hold their list at a path, "" for the whole.
func within(path string, f Format) Format {
	if path == "" {
		return f
	}
	return inside{f, path}
}

// Open reads the text at the path. An empty text is a list without rows; no text at all is
// an answer of another shape.
func (f inside) Open(body []byte, url string) (Document, error) {
	root, err := jsontree.Parse(body)
	if err != nil {
		return nil, err
	}
	texts := root.Values(stackhound.Extract{Select: f.path})
	if len(texts) == 0 {
		return nil, fmt.Errorf("there is no text at %q", f.path)
	}
	text := strings.Join(texts, "\n")
	if strings.TrimSpace(text) == "" {
		return nothing{}, nil
	}
	return f.Format.Open([]byte(text), url)
}

// nothing is a list without rows.
type nothing struct{}

func (nothing) Values(stackhound.Extract) []string     { return nil }
func (nothing) Items(stackhound.Items) ([]Node, error) { return nil, nil }
