package stackhound

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Delivery is one message to one person: a digest or an instant alert. Its id is a
// function of what it is about, so planning it twice makes one delivery. Body is
// written once, before the first attempt; every attempt sends the same bytes.
type Delivery struct {
	ID      string        `json:"id"`
	Profile string        `json:"profile"`
	Alert   string        `json:"alert"`
	Channel string        `json:"channel"` // of the list Channels
	Kind    DeliveryKind  `json:"kind"`
	Slot    string        `json:"slot,omitempty"` // of a digest: local date and hour "2026-11-21/0800"
	To      string        `json:"to"`             // address or URL
	Items   []Item        `json:"items"`          // what it tells, best first
	Body    []byte        `json:"-"`              // exact bytes to send; nil until composed
	State   DeliveryState `json:"state"`

	Created  time.Time `json:"created"`
	NextAt   time.Time `json:"next_at,omitzero"` // earliest time of the next attempt
	Attempts int       `json:"attempts"`         // attempts that ended with an answer or an error
	Crashes  int       `json:"crashes"`          // leases that ran out while sending
	Status   int       `json:"status,omitempty"` // last HTTP or SMTP status
	Error    string    `json:"error,omitempty"`  // last error, at most 2 KB
	Reason   string    `json:"reason,omitempty"` // of a dead delivery: one of the Dead constants
	SentAt   time.Time `json:"sent_at,omitzero"`
}

// Item is one posting inside a delivery, as it stood when the delivery was planned.
type Item struct {
	Posting  string   `json:"posting"`
	Class    string   `json:"class"` // event class: ClassNew or ClassReopened
	Score    int      `json:"score"`
	Reasons  []Reason `json:"reasons"`
	Snapshot Posting  `json:"snapshot"`
}

// DeliveryKind tells a digest from an instant alert.
type DeliveryKind string

// The kinds of delivery.
const (
	KindInstant DeliveryKind = "instant"
	KindDigest  DeliveryKind = "digest"
)

// DeliveryState is where a delivery stands.
type DeliveryState string

// The states of a delivery. Planned: decided, its bytes not written yet. Dead: given
// up, kept for a person to look at, replay or drop.
const (
	DeliveryPlanned DeliveryState = "planned"
	DeliveryPending DeliveryState = "pending"
	DeliverySent    DeliveryState = "sent"
	DeliveryDead    DeliveryState = "dead"
	DeliveryHeld    DeliveryState = "held"
	DeliveryDropped DeliveryState = "dropped"
)

// DeliveryStates are all the states.
var DeliveryStates = []DeliveryState{DeliveryPlanned, DeliveryPending, DeliverySent, DeliveryDead, DeliveryHeld, DeliveryDropped}

// The channels an alert can leave through.
const (
	ChannelEmail   = "email"
	ChannelWebhook = "webhook"
)

// Channels are all the channels.
var Channels = []string{ChannelEmail, ChannelWebhook}

// Why a delivery was given up.
const (
	DeadExhausted = "exhausted" // every attempt of its schedule failed
	DeadRefused   = "refused"   // the receiver or our own rules will never take it
	DeadPoison    = "poison"    // the program died too often while sending it
	DeadGone      = "gone"      // the receiver asked never to be sent to again
)

// InstantID is the id of the instant alert of one profile about one posting.
func InstantID(profile, alert, posting, class string) string {
	return deliveryID("instant", profile, alert, posting, class)
}

// DigestID is the id of the digest of one profile's alert for one slot.
func DigestID(profile, alert, slot string) string {
	return deliveryID("digest", profile, alert, slot)
}

// deliveryID hashes its parts to 128 bits. The separator cannot occur in the parts:
// names are checked by Validate and slots are made here.
func deliveryID(parts ...string) string {
	sum := sha256.Sum256([]byte("v1\x00" + strings.Join(parts, "\x00")))
	return "msg_" + hex.EncodeToString(sum[:16])
}

// Outcome is how one attempt to send a delivery ended.
type Outcome struct {
	Sent       bool
	Status     int           // HTTP or SMTP status, 0 if there was no answer
	Err        string        // what went wrong, for the operator
	Permanent  bool          // no further attempt can help
	Gone       bool          // the receiver asked never to be sent to again (410)
	RetryAfter time.Duration // what the receiver asked for, 0 if nothing
}
