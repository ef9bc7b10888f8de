package meilitest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// index is documents and how they are searched.
type index struct {
	docs     map[string]*document
	settings settings
}

// document is a document with the words of its searchable attributes.
type document struct {
	id     string
	fields map[string]any
	words  [][][]string // by searchable attribute and element
}

// settings are those the stand-in heeds, and those it takes without heeding them.
type settings struct {
	SearchableAttributes []string            `json:"searchableAttributes"`
	FilterableAttributes []string            `json:"filterableAttributes"`
	SortableAttributes   []string            `json:"sortableAttributes"`
	DisplayedAttributes  []string            `json:"displayedAttributes"`
	RankingRules         []string            `json:"rankingRules"`
	Synonyms             map[string][]string `json:"synonyms"`
	Pagination           struct {
		MaxTotalHits int `json:"maxTotalHits"`
	} `json:"pagination"`
	Faceting struct {
		MaxValuesPerFacet int               `json:"maxValuesPerFacet"`
		SortFacetValuesBy map[string]string `json:"sortFacetValuesBy"`
	} `json:"faceting"`

	TypoTolerance      json.RawMessage `json:"typoTolerance"`
	ProximityPrecision string          `json:"proximityPrecision"`
	PrefixSearch       string          `json:"prefixSearch"`
	SearchCutoffMs     int             `json:"searchCutoffMs"`
}

// rules are the ranking rules there are, apart from those over fields.
var rules = []string{"words", "typo", "proximity", "attribute", "attributeRank", "wordPosition", "sort", "exactness"}

func newIndex() *index {
	ix := &index{docs: map[string]*document{}}
	ix.settings.DisplayedAttributes = []string{"*"}
	ix.settings.Pagination.MaxTotalHits, ix.settings.Faceting.MaxValuesPerFacet = 1000, 100
	return ix
}

func noIndex(uid string) *problem {
	return refuse(http.StatusNotFound, "index_not_found", "no index %s", uid)
}

func (s *Server) createIndex(_ string, body []byte) (int, any, *problem) {
	var in struct{ UID, PrimaryKey string }
	if err := strict(body, &in); err != nil {
		return 0, nil, err
	}
	return s.enqueue("indexCreation", func() *problem {
		if s.indexes[in.UID] != nil {
			return refuse(0, "index_already_exists", "%s is there", in.UID)
		}
		s.indexes[in.UID] = newIndex()
		return nil
	})
}

func (s *Server) getIndex(uid string, _ []byte) (int, any, *problem) {
	if s.indexes[uid] == nil {
		return 0, nil, noIndex(uid)
	}
	return http.StatusOK, map[string]string{"uid": uid, "primaryKey": "id"}, nil
}

func (s *Server) deleteIndex(uid string, _ []byte) (int, any, *problem) {
	return s.enqueue("indexDeletion", func() *problem {
		if s.indexes[uid] == nil {
			return noIndex(uid)
		}
		delete(s.indexes, uid)
		return nil
	})
}

func (s *Server) swapIndexes(_ string, body []byte) (int, any, *problem) {
	var in []struct {
		Indexes []string
		Rename  bool
	}
	if err := strict(body, &in); err != nil {
		return 0, nil, err
	}
	return s.enqueue("indexSwap", func() *problem {
		for _, pair := range in {
			a, b := pair.Indexes[0], pair.Indexes[1]
			if s.indexes[a] == nil || s.indexes[b] == nil {
				return noIndex(a)
			}
			s.indexes[a], s.indexes[b] = s.indexes[b], s.indexes[a]
		}
		return nil
	})
}

func (s *Server) updateSettings(uid string, body []byte) (int, any, *problem) {
	next := newIndex().settings
	if ix := s.indexes[uid]; ix != nil {
		next = ix.settings
	}
	if err := strict(body, &next); err != nil {
		return 0, nil, err
	}
	for _, r := range next.RankingRules {
		if field, _, ordered := strings.Cut(r, ":"); !ordered && !slices.Contains(rules, field) {
			return 0, nil, refuse(http.StatusBadRequest, "invalid_settings_ranking_rules", "%s is no rule", r)
		}
	}
	return s.enqueue("settingsUpdate", func() *problem {
		ix := s.at(uid)
		ix.settings = next
		for _, d := range ix.docs {
			d.words = ix.cut(d.fields)
		}
		return nil
	})
}

// at returns an index, made if need be.
func (s *Server) at(uid string) *index {
	if s.indexes[uid] == nil {
		s.indexes[uid] = newIndex()
	}
	return s.indexes[uid]
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,511}$`)

func (s *Server) addDocuments(uid string, body []byte) (int, any, *problem) {
	var docs []map[string]any
	if err := strict(body, &docs); err != nil {
		return 0, nil, refuse(http.StatusBadRequest, "malformed_payload", "%s", err.Message)
	}
	return s.enqueue("documentAdditionOrUpdate", func() *problem {
		ix := s.at(uid)
		for _, fields := range docs {
			id, _ := fields["id"].(string)
			if fields["id"] == nil {
				return refuse(0, "missing_document_id", "a document has no id")
			}
			if !idForm.MatchString(id) {
				return refuse(0, "invalid_document_id", "%q is no id", fields["id"])
			}
		}
		for _, fields := range docs {
			id := fields["id"].(string)
			ix.docs[id] = &document{id, fields, ix.cut(fields)}
		}
		return nil
	})
}

func (s *Server) deleteDocuments(uid string, body []byte) (int, any, *problem) {
	var ids []string
	if err := strict(body, &ids); err != nil {
		return 0, nil, err
	}
	return s.enqueue("documentDeletion", func() *problem {
		if s.indexes[uid] == nil {
			return noIndex(uid)
		}
		for _, id := range ids {
			delete(s.indexes[uid].docs, id)
		}
		return nil
	})
}

// cut cuts the searchable attributes of a document into words.
func (ix *index) cut(fields map[string]any) [][][]string {
	var out [][][]string
	for _, attr := range ix.settings.SearchableAttributes {
		var elements [][]string
		for _, text := range list(fields[attr]) {
			elements = append(elements, tokens(text))
		}
		out = append(out, elements)
	}
	return out
}

func tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// list returns the strings of a field: itself, or those of an array.
func list(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, list(e)...)
		}
		return out
	}
	return nil
}
