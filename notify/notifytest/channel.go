package notifytest

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"stackhound"
	"stackhound/notify"
)

// Channel tests what a channel renders: the same bytes each time, below a size, without
// touching the delivery, whatever stands in the postings.
func Channel(t *testing.T, channelName, to string, c notify.Channel, maxBytes int) {
	for name, d := range Deliveries(channelName, to) {
		t.Run("render "+name, func(t *testing.T) {
			before := Deliveries(channelName, to)[name]
			first, err := c.Render(d)
			if err != nil {
				t.Fatal(err)
			}
			second, err := c.Render(d)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, second) {
				t.Error("rendering twice gave different bytes")
			}
			if len(first) == 0 || len(first) >= maxBytes {
				t.Errorf("%d bytes, want between 1 and %d", len(first), maxBytes)
			}
			if !reflect.DeepEqual(d, before) {
				t.Error("rendering changed the delivery")
			}
		})
	}
}

// Answer is one thing a receiver can answer, and what the attempt must come to.
type Answer struct {
	Name       string
	Status     int
	Sent       bool
	Permanent  bool
	Gone       bool
	RetryAfter time.Duration
}

// Answers tests what a channel makes of a receiver's answers. send makes one attempt at
// a receiver that answers so.
func Answers(t *testing.T, table []Answer, send func(t *testing.T, a Answer) stackhound.Outcome) {
	for _, a := range table {
		t.Run(a.Name, func(t *testing.T) {
			o := send(t, a)
			if o.Sent == (o.Err != "") {
				t.Errorf("sent %v with error %q", o.Sent, o.Err)
			}
			got := Answer{Name: a.Name, Status: o.Status, Sent: o.Sent, Permanent: o.Permanent, Gone: o.Gone, RetryAfter: o.RetryAfter}
			if got != a {
				t.Errorf("got %+v\nwant %+v\nerror: %s", got, a, o.Err)
			}
		})
	}
}

// Hostile is text as an ad could hold it to break out of wherever it is put.
var Hostile = []string{
	"<script>alert(1)</script>",
	"Engineer\r\nBcc: victim@example.com\r\n\r\nbody",
	"\"quoted\" <b>bold</b> & \\slash",
	"=?utf-8?Q?hidden?=",
	"Zürich – naïve – 東京 – \u202egnirts desrever",
	"\x00\x1b[31mred\xff\xfe",
	"{{.Secret}} ${HOME} %s%n",
	strings.Repeat("long ", 500),
}

// Created is when the sample deliveries were planned.
var Created = time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)

// Deliveries returns sample deliveries by name: an instant alert, digests of one, three
// and two hundred postings, and one with hostile text in every field.
func Deliveries(channel, to string) map[string]stackhound.Delivery {
	one := delivery(channel, to, stackhound.KindDigest, Item(1))
	many := delivery(channel, to, stackhound.KindDigest)
	for i := range 200 {
		many.Items = append(many.Items, Item(i))
	}
	hostile := delivery(channel, to, stackhound.KindDigest)
	for i, s := range Hostile {
		hostile.Items = append(hostile.Items, hostileItem(i, s))
	}
	return map[string]stackhound.Delivery{
		"instant": delivery(channel, to, stackhound.KindInstant, Item(2)),
		"one":     one,
		"three":   delivery(channel, to, stackhound.KindDigest, Item(0), Item(1), Item(2)),
		"many":    many,
		"hostile": hostile,
	}
}

func delivery(channel, to string, kind stackhound.DeliveryKind, items ...stackhound.Item) stackhound.Delivery {
	d := stackhound.Delivery{
		ID: stackhound.DigestID("ada", "morning", "2026-11-21/0800"), Profile: "ada", Alert: "morning",
		Channel: channel, Kind: kind, To: to, Items: items, Created: Created,
	}
	if kind == stackhound.KindDigest {
		d.Slot = "2026-11-21/0800"
	}
	return d
}

// Item returns the i-th sample posting as an item of a delivery; the scores fall.
func Item(i int) stackhound.Item {
	low, high := 70000+float64(i)*100, 90000+float64(i)*100
	return stackhound.Item{
		Posting: fmt.Sprintf("p%026d", i), Class: stackhound.ClassNew, Score: 100 - i%60,
		Reasons: []stackhound.Reason{
			{Points: 40, Text: "go is required", Quote: "You write Go every day"},
			{Points: 10, Text: "a backend role", Quote: "Backend Engineer"},
			{Points: -3, Text: "requires terraform, which you do not list", Quote: "solid Terraform"},
		},
		Snapshot: stackhound.Posting{
			ID: fmt.Sprintf("p%026d", i), Title: fmt.Sprintf("Senior Go Engineer %d", i), Company: "Larkfield Systems",
			Ad: stackhound.Ad{
				IsJob: true, NRoles: 1, Workplace: stackhound.Remote, Regions: []string{"EU"},
				Stack:  stackhound.Stack{Required: []string{"go", "terraform"}},
				Salary: &stackhound.Pay{Min: &low, Max: &high, Currency: "EUR", Period: "year"},
			},
			Posted: Created.Add(-24 * time.Hour),
			Sources: []stackhound.Source{
				{Board: "sample-html", URL: fmt.Sprintf("https://jobs.example.com/%d", i), State: stackhound.ListingOpen},
				{Board: "sample-feed", URL: fmt.Sprintf("https://feed.example.com/%d?a=1&b=2", i), State: stackhound.ListingOpen},
			},
		},
	}
}

// hostileItem has the same text wherever an ad's words can stand.
func hostileItem(i int, s string) stackhound.Item {
	it := Item(i)
	it.Reasons[0].Text, it.Reasons[0].Quote = s, s
	it.Snapshot.Title, it.Snapshot.Company = s, s
	it.Snapshot.Locations = []stackhound.Location{{City: s, Country: s}}
	it.Snapshot.Regions = []string{s}
	it.Snapshot.Stack.Required = []string{s}
	it.Snapshot.Salary.Currency = s
	it.Snapshot.Sources[0].URL = "javascript:alert(1)//" + s
	it.Snapshot.Sources[1].Board = s
	return it
}

// Terms are the terms of the sample boards: each is credited as "Board NAME".
func Terms(board string) stackhound.Terms {
	return stackhound.Terms{Attribution: stackhound.Attribution{Name: "Board " + board, URL: "https://example.com/"}}
}
