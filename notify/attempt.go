package notify

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"stackhound"
)

// attempt claims a delivery, sends it and records what came of it. The state is "" when
// there was nothing to do: someone else has it, or it is done. Once claimed, an attempt
// runs to its end even when ctx ends.
func (s *Sender) attempt(ctx context.Context, id string) (stackhound.DeliveryState, error) {
	if ctx.Err() != nil {
		return "", nil
	}
	ctx = context.WithoutCancel(ctx)
	d, token, ok, err := s.Deliveries.Claim(ctx, id, s.Owner, s.Clock.Now(), lease)
	if err != nil {
		return "", fmt.Errorf("claim delivery %s: %w", id, err)
	}
	if !ok {
		return "", nil
	}
	outcome := s.hold(ctx, d, token)
	result := resultOf(d, outcome, s.Clock.Now())
	kept, err := s.Deliveries.Finish(ctx, id, token, result)
	if err != nil {
		return "", fmt.Errorf("record the attempt at delivery %s: %w", id, err)
	}
	if !kept {
		s.Log.Warn("an attempt took longer than its lease; another sender has the delivery now", "delivery", id)
		return "", nil
	}
	if outcome.Gone {
		err = s.Profiles.Disable(ctx, d.Profile, d.Alert, "the receiver answered that it is gone for good")
	}
	s.report(d, result)
	return result.State, err
}

// report logs the end of an attempt; the receiver's address stays out of the log.
func (s *Sender) report(d stackhound.Delivery, r stackhound.DeliveryResult) {
	log := s.Log.With("delivery", d.ID, "profile", d.Profile, "alert", d.Alert, "channel", d.Channel, "attempt", d.Attempts+1)
	switch r.State {
	case stackhound.DeliverySent:
		log.Info("delivered", "items", len(d.Items))
	case stackhound.DeliveryDead:
		log.Error("delivery given up", "reason", r.Reason, "status", r.Status, "error", r.Error)
	default:
		log.Warn("delivery failed, to be tried again", "at", r.NextAt, "status", r.Status, "error", r.Error)
	}
}

// hold sends while renewing the lease at a third of its time. A lease that is lost ends
// the attempt. The beat is the machine's own: what it outlives is real waiting.
func (s *Sender) hold(ctx context.Context, d stackhound.Delivery, token int64) stackhound.Outcome {
	ctx, cancel := context.WithTimeout(ctx, maxSend)
	defer cancel()
	beat := time.NewTicker(lease / 3)
	defer beat.Stop()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
				if ok, err := s.Deliveries.Renew(ctx, d.ID, token, s.Clock.Now().Add(lease)); err == nil && !ok {
					cancel()
				}
			}
		}
	}()
	return s.send(ctx, d)
}

// send makes the attempt itself; a panic counts as a failed one.
func (s *Sender) send(ctx context.Context, d stackhound.Delivery) (o stackhound.Outcome) {
	defer func() {
		if r := recover(); r != nil {
			o = stackhound.Outcome{Err: fmt.Sprintf("sending panicked: %v", r)}
		}
	}()
	channel, ok := s.Channels[d.Channel]
	switch {
	case !ok:
		return stackhound.Outcome{Permanent: true, Err: fmt.Sprintf("channel %q is not set up", d.Channel)}
	case bytes.HasPrefix(d.Body, []byte(unsendable)):
		return stackhound.Outcome{Permanent: true, Err: string(d.Body[1:])}
	}
	return channel.Send(ctx, d)
}
