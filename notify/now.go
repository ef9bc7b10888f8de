package notify

import (
	"context"
	"slices"

	"stackhound"
)

// Drain composes what is planned, makes one attempt at everything that is due, without
// the queue, and returns. What failed waits for its next time as usual.
func (s *Sender) Drain(ctx context.Context) (sent, failed int, err error) {
	for n := 1; n > 0; {
		if n, err = s.Compose(ctx); err != nil {
			return 0, 0, err
		}
	}
	tried := map[string]bool{}
	for {
		ids, err := s.Deliveries.Due(ctx, s.Clock.Now(), 0, relayBatch)
		if err != nil {
			return sent, failed, err
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return tried[id] })
		if len(ids) == 0 || ctx.Err() != nil {
			return sent, failed, ctx.Err()
		}
		for _, id := range ids {
			tried[id] = true
			switch state, err := s.attempt(ctx, id); {
			case err != nil:
				return sent, failed, err
			case state == stackhound.DeliverySent:
				sent++
			case state != "":
				failed++
			}
		}
	}
}

// SendNow composes and makes one attempt at each of some deliveries, without the queue, and
// leaves all others to whoever serves: a command sends what it was told to, with the
// settings of where it runs. What another process sends meanwhile counts as neither.
func (s *Sender) SendNow(ctx context.Context, ids ...string) (sent, failed int, err error) {
	for _, id := range ids {
		d, err := s.Deliveries.Get(ctx, id)
		if err == nil && d.State == stackhound.DeliveryPlanned {
			err = s.compose(ctx, d)
		}
		if err != nil {
			return sent, failed, err
		}
		switch state, err := s.attempt(ctx, id); {
		case err != nil:
			return sent, failed, err
		case state == stackhound.DeliverySent:
			sent++
		case state != "":
			failed++
		}
	}
	return sent, failed, ctx.Err()
}
