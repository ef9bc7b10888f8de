package notify

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"stackhound"
)

// pausedWait is how long a paused profile's delivery waits before the next look at it.
const pausedWait = time.Hour

// attempt claims a delivery, sends it and records what came of it. The state is "" when
// there was nothing to do: someone else has it, it is done, or its owner is not to be
// disturbed now. Once claimed, an attempt runs to its end even when ctx ends.
func (s *Sender) attempt(ctx context.Context, id string) (stackhound.DeliveryState, error) {
	if ctx.Err() != nil {
		return "", nil
	}
	ctx = context.WithoutCancel(ctx)
	d, err := s.Deliveries.Get(ctx, id)
	if stackhound.CodeOf(err) == stackhound.CodeNotFound || (err == nil && d.State != stackhound.DeliveryPending) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	person, ok, err := s.owner(ctx, d)
	if err != nil || !ok {
		return "", err
	}
	if now := s.Clock.Now(); earliest(person, d, now).After(now) {
		return "", s.Deliveries.Postpone(ctx, []string{d.ID}, now, earliest(person, d, now))
	}
	defer s.room(d)()
	return s.claimed(ctx, person, id)
}

// room makes room for an attempt and returns what ends it. A delivery the program died
// while sending is sent alone: should it die again, no other is blamed.
func (s *Sender) room(d stackhound.Delivery) (leave func()) {
	if d.Crashes > 0 {
		s.sending.Lock()
		return s.sending.Unlock
	}
	s.sending.RLock()
	return s.sending.RUnlock
}

// claimed makes the attempt proper, from its claim to its result.
func (s *Sender) claimed(ctx context.Context, person stackhound.StoredProfile, id string) (stackhound.DeliveryState, error) {
	d, token, ok, err := s.Deliveries.Claim(ctx, id, s.Owner, s.Clock.Now(), Lease)
	if err != nil {
		return "", err
	}
	if !ok {
		return s.buried(ctx, id)
	}
	outcome := stackhound.Outcome{Permanent: true, Err: stopped(person, d.Alert)}
	if outcome.Err == "" {
		outcome = s.hold(ctx, d, token)
	}
	result := resultOf(d, outcome, s.Clock.Now())
	if result.State == stackhound.DeliveryPending {
		result.NextAt = earliest(person, d, result.NextAt)
	}
	kept := false
	err = s.insist(ctx, func() (err error) {
		kept, err = s.Deliveries.Finish(ctx, id, token, result)
		return err
	})
	if err != nil {
		return "", err
	}
	if !kept {
		s.Log.Warn("an attempt took longer than its lease; another sender has the delivery now", "delivery", id)
		return "", nil
	}
	if outcome.Gone {
		err = s.insist(ctx, func() error {
			return s.Profiles.Disable(ctx, d.Profile, d.Alert, "the receiver answered that it is gone for good")
		})
	}
	s.report(d, result)
	return result.State, err
}

// insist writes down what came of an attempt, again and again for half a lease: a store
// that is away for a moment must not make a repeat of what has arrived. Renewals leave at
// least two thirds of the lease when an attempt ends.
func (s *Sender) insist(ctx context.Context, write func() error) error {
	end := s.Clock.Now().Add(Lease / 2)
	for pause := firstPause; ; pause *= 2 {
		err := write()
		if err == nil || stackhound.CodeOf(err) == stackhound.CodeNotFound || s.Clock.Now().Add(pause).After(end) {
			return err
		}
		if s.Clock.Sleep(ctx, pause) != nil {
			return err
		}
	}
}

// buried tells of a delivery that the claim gave up, for the program died too often
// while sending it. Nothing else that keeps a claim from succeeding is worth a word.
func (s *Sender) buried(ctx context.Context, id string) (stackhound.DeliveryState, error) {
	d, err := s.Deliveries.Get(ctx, id)
	if err != nil || d.State != stackhound.DeliveryDead || d.Reason != stackhound.DeadPoison {
		return "", err
	}
	s.Log.Error("delivery given up", "delivery", id, "profile", d.Profile, "alert", d.Alert, "channel", d.Channel,
		"reason", d.Reason, "error", "the program ended too often while sending it")
	return d.State, nil
}

// stopped says why nothing may go out under an alert any more, "" when it may.
func stopped(person stackhound.StoredProfile, alert string) string {
	if !slices.ContainsFunc(person.Alerts, func(a stackhound.Alert) bool { return a.Name == alert }) {
		return "the profile no longer has this alert"
	}
	if why := person.Disabled[alert]; why != "" {
		return "the alert is stopped: " + why
	}
	return ""
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
	beat := time.NewTicker(Lease / 3)
	defer beat.Stop()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
				if ok, err := s.Deliveries.Renew(ctx, d.ID, token, s.Clock.Now().Add(Lease)); err == nil && !ok {
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
