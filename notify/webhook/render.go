package webhook

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"stackhound"
	"stackhound/notify"
)

// maxBody is the size a body stays under, in bytes (the specification advises 20 kB).
const maxBody = 20_000

// The types of messages.
const (
	typeInstant = "posting.matched"
	typeDigest  = "digest"
)

// message is what a receiver gets.
type message struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when the delivery was planned
	Data      data      `json:"data"`
}

type data struct {
	Profile string `json:"profile"`
	Alert   string `json:"alert"`
	Slot    string `json:"slot,omitempty"`
	Cut     bool   `json:"cut,omitempty"` // parts of the items were left out for size
	Items   []item `json:"items"`
}

// item is one posting. Only ID, Class and Score are always there.
type item struct {
	ID        string              `json:"id"`
	Class     string              `json:"class"`
	Score     int                 `json:"score"`
	Title     string              `json:"title,omitempty"`
	Company   string              `json:"company,omitempty"`
	Pay       string              `json:"pay,omitempty"`
	Workplace []string            `json:"workplace,omitempty"`
	Regions   []string            `json:"regions,omitempty"`
	Locations []string            `json:"locations,omitempty"`
	Stack     []string            `json:"stack,omitempty"`
	Posted    time.Time           `json:"posted,omitzero"`
	Reasons   []stackhound.Reason `json:"reasons,omitempty"`
	Listings  []listing           `json:"listings,omitempty"`
}

type listing struct {
	Board  string `json:"board"`
	Source string `json:"source"` // the board's name as it asks to be credited
	URL    string `json:"url"`
}

// detail is how much of each item is told; less of it makes a smaller body.
type detail struct {
	reasons, quote, text, list, listings, url int
}

// details go from everything to the bare ids: the first that fits is taken. Texts are
// counted in characters, the rest in entries.
var details = []detail{
	{reasons: 20, quote: 300, text: 200, list: 40, listings: 20, url: 600},
	{reasons: 5, quote: 100, text: 120, list: 10, listings: 5, url: 300},
	{reasons: 2, quote: 60, text: 80, list: 5, listings: 1, url: 200},
	{text: 60, listings: 1, url: 120},
	{},
}

// Render writes the body. A message that would be too large tells less of each item;
// ids and scores are always there.
func (c *Channel) Render(d stackhound.Delivery) ([]byte, error) {
	m := message{Type: typeDigest, Timestamp: d.Created.UTC(), Data: data{Profile: d.Profile, Alert: d.Alert, Slot: d.Slot}}
	if d.Kind == stackhound.KindInstant {
		m.Type = typeInstant
	}
	for i, detail := range details {
		m.Data.Cut, m.Data.Items = i > 0, make([]item, 0, len(d.Items))
		for _, it := range d.Items {
			m.Data.Items = append(m.Data.Items, c.item(it, d.Created, detail))
		}
		body, err := json.Marshal(m)
		if err != nil {
			return nil, fmt.Errorf("write the message: %w", err)
		}
		if len(body) < maxBody {
			return body, nil
		}
	}
	return nil, fmt.Errorf("%d items do not fit into %d bytes", len(d.Items), maxBody)
}

func (c *Channel) item(it stackhound.Item, now time.Time, most detail) item {
	p := it.Snapshot
	out := item{ID: it.Posting, Class: it.Class, Score: it.Score, Title: cut(p.Title, most.text), Company: cut(p.Company, most.text)}
	if most.text == 0 {
		return out
	}
	out.Posted = p.Posted
	out.Workplace = p.Workplace.Names()
	if p.Salary != nil {
		out.Pay = p.Salary.String()
	}
	out.Regions = first(p.Regions, most.list)
	out.Stack = first(p.Stack.All(), most.list)
	for _, l := range first(p.Locations, most.list) {
		out.Locations = append(out.Locations, cut(l.String(), most.text))
	}
	for _, r := range first(it.Reasons, most.reasons) {
		r.Text, r.Quote = cut(r.Text, most.text), cut(r.Quote, most.quote)
		out.Reasons = append(out.Reasons, r)
	}
	for _, l := range first(notify.Links(it, stackhound.OutletWebhook, c.Terms, now), most.listings) {
		if len(l.URL) <= most.url {
			out.Listings = append(out.Listings, listing{Board: l.Board, Source: l.Name, URL: l.URL})
		}
	}
	return out
}

func first[T any](list []T, n int) []T { return list[:min(len(list), n)] }

// cut shortens a text to n characters.
func cut(s string, n int) string {
	runes := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:max(n-1, 0)]) + strings.Repeat("…", min(n, 1))
}
