package notify

import (
	"context"
	"fmt"
	"time"

	"stackhound"
)

// composeBatch is how many planned deliveries are composed in one go.
const composeBatch = 100

// Compose renders the deliveries that were planned, freezes their bytes, and returns how
// many there were. One that cannot be rendered is frozen as such, and its first attempt
// buries it with the reason; one whose profile is gone is dropped.
func (s *Sender) Compose(ctx context.Context) (int, error) {
	ds, err := s.Deliveries.Uncomposed(ctx, composeBatch)
	if err != nil {
		return 0, err
	}
	for i, d := range ds {
		if err := s.compose(ctx, d); err != nil {
			return i, fmt.Errorf("compose delivery %s: %w", d.ID, err)
		}
	}
	return len(ds), nil
}

// unsendable begins the bytes of a delivery that could not be rendered; the reason
// follows. No channel renders a message that begins like this.
const unsendable = "\x00cannot be composed: "

func (s *Sender) compose(ctx context.Context, d stackhound.Delivery) error {
	person, ok, err := s.owner(ctx, d)
	if err != nil || !ok {
		return err
	}
	body, err := s.render(d)
	if err != nil {
		s.Log.Error("a delivery cannot be composed", "delivery", d.ID, "channel", d.Channel, "error", err)
		body = []byte(unsendable + err.Error())
	}
	return s.Deliveries.Freeze(ctx, d.ID, body, earliest(person, d, s.Clock.Now()))
}

// owner returns whose delivery it is; when there is no such profile any more the
// delivery is dropped and ok is false.
func (s *Sender) owner(ctx context.Context, d stackhound.Delivery) (person stackhound.StoredProfile, ok bool, err error) {
	person, err = s.Profiles.Get(ctx, d.Profile)
	if stackhound.CodeOf(err) == stackhound.CodeNotFound {
		s.Log.Info("delivery dropped: its profile is gone", "delivery", d.ID, "profile", d.Profile)
		return person, false, s.Deliveries.Drop(ctx, d.ID)
	}
	return person, err == nil, err
}

// earliest is when a delivery may go out that would go out at t: a paused profile's is
// looked at again later, and an instant alert waits for the end of its owner's quiet
// hours.
func earliest(person stackhound.StoredProfile, d stackhound.Delivery, t time.Time) time.Time {
	if person.Paused {
		return t.Add(pausedWait)
	}
	loc, err := person.Location()
	if err != nil || d.Kind != stackhound.KindInstant {
		return t
	}
	return quietUntil(person.Quiet, t, loc).UTC()
}

// render asks the channel for a delivery's bytes; a panic there is an error here.
func (s *Sender) render(d stackhound.Delivery) (body []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("rendering panicked: %v", r)
		}
	}()
	channel, ok := s.Channels[d.Channel]
	if !ok {
		return nil, fmt.Errorf("channel %q is not set up", d.Channel)
	}
	return channel.Render(d)
}
