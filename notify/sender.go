package notify

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"stackhound"
	"stackhound/internal/clock"
)

const (
	// maxSend bounds one attempt; a channel may set itself a shorter time.
	maxSend = 30 * time.Second
	// Lease is how long an attempt keeps others away without renewing its claim.
	Lease = 2 * maxSend
	// republishAfter is when an id counts as lost by the queue.
	republishAfter = time.Minute
	// maxGiveBack bounds giving ids back that the queue did not take.
	maxGiveBack = 5 * time.Second
	// relayBatch is how many due ids are read in one go.
	relayBatch = 500
	// perReceiver is how many deliveries to one receiver may wait for a worker.
	perReceiver = 16
	// asideFor is how long what goes beyond that stands back when it would keep others
	// out of a batch.
	asideFor = 10 * time.Second
	// relayEvery is how often planned and due deliveries are looked for.
	relayEvery = time.Second
)

// drafts holds deliveries whose bytes are not written yet.
type drafts interface {
	Uncomposed(ctx context.Context, limit int) ([]stackhound.Delivery, error)
	// Freeze fixes the bytes and makes the delivery pending.
	Freeze(ctx context.Context, id string, body []byte, nextAt time.Time) error
	Drop(ctx context.Context, id string) error
}

// outbox holds deliveries that wait for an attempt.
type outbox interface {
	// Due returns ids whose time has come and that were not published lately.
	Due(ctx context.Context, now time.Time, republishAfter time.Duration, limit int) ([]string, error)
	// Reserve notes those of ids that are still due as published and returns them: of two
	// processes that find the same due, one publishes it.
	Reserve(ctx context.Context, ids []string, now time.Time, republishAfter time.Duration) ([]string, error)
	// GiveBack makes ids due again that were reserved and not published.
	GiveBack(ctx context.Context, ids []string) error
	// Postpone keeps those of ids that nobody is sending now from being due before a time.
	Postpone(ctx context.Context, ids []string, now, until time.Time) error
}

// attempts keeps two senders from making the same attempt. Only the holder of the token
// can renew or finish a claim.
type attempts interface {
	Claim(ctx context.Context, id, owner string, now time.Time, lease time.Duration) (d stackhound.Delivery, token int64, ok bool, err error)
	Renew(ctx context.Context, id string, token int64, until time.Time) (bool, error)
	Finish(ctx context.Context, id string, token int64, r stackhound.DeliveryResult) (bool, error)
}

// Deliveries is the whole of what a Sender needs of the store.
type Deliveries interface {
	drafts
	outbox
	attempts
	Get(ctx context.Context, id string) (stackhound.Delivery, error)
}

// SenderOptions are what a Sender works with; all are required.
type SenderOptions struct {
	Deliveries Deliveries
	Profiles   Profiles
	Channels   map[string]Channel // by the name alerts use
	Queue      Queue
	Owner      string // names this process in its leases
	Workers    int    // attempts at the same time
	Clock      clock.Clock
	Log        *slog.Logger
}

// Sender sees planned deliveries through to their receivers.
type Sender struct {
	SenderOptions
	lanes    lanes
	relaying outage
	taking   outage
	sending  sync.RWMutex // held for reading by attempts, for writing by one that must be alone
}

// NewSender returns a sender.
func NewSender(o SenderOptions) *Sender {
	return &Sender{
		SenderOptions: o, lanes: lanes{waiting: map[string][]func(){}},
		relaying: outage{what: "relaying deliveries", log: o.Log}, taking: outage{what: "taking from the queue", log: o.Log},
	}
}

// Run dispatches and works until ctx ends, and returns ctx's error once the attempts
// under way have ended (30 seconds at most). Failures are logged and tried again.
func (s *Sender) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.Work(ctx) })
	err := s.Dispatch(ctx)
	wg.Wait()
	return err
}

// Dispatch composes what is planned and relays what is due until ctx ends. Any number of
// processes can do so at the same time. While it fails it is tried ever less often, every
// 30 seconds at last.
func (s *Sender) Dispatch(ctx context.Context) error {
	for ctx.Err() == nil {
		_, err := s.Compose(ctx)
		if err == nil {
			err = s.Relay(ctx)
		}
		pause := relayEvery
		switch {
		case err == nil:
			s.relaying.over()
		case ctx.Err() == nil:
			pause = s.relaying.failed(err, s.Clock.Now())
		}
		_ = s.Clock.Sleep(ctx, pause)
	}
	return ctx.Err()
}

// Work takes what the queue carries and sends it until ctx ends, and returns once the
// attempts under way have ended. While taking fails it is tried ever less often, every 30
// seconds at last.
func (s *Sender) Work(ctx context.Context) error {
	var wg sync.WaitGroup
	for range s.Workers {
		wg.Go(func() { s.work(ctx) })
	}
	wg.Wait()
	return ctx.Err()
}

// Relay publishes the ids of what is due until the queue is full, of each receiver a few
// at a time: one that hangs must not fill the queue. It is also what heals a queue that
// lost ids: they are due again after a minute.
func (s *Sender) Relay(ctx context.Context) error {
	now := s.Clock.Now()
	ids, err := s.Deliveries.Due(ctx, now, republishAfter, relayBatch)
	if err != nil {
		return err
	}
	turn, rest := s.turn(ctx, ids)
	if err := s.publish(ctx, turn, now); err != nil {
		return err
	}
	if len(ids) == relayBatch && len(rest) > 0 {
		return s.Deliveries.Postpone(ctx, rest, now, now.Add(asideFor))
	}
	return nil
}

// publish hands ids to the queue until that is full. They are noted as published before,
// so that whoever takes one from the queue does not meet it just being noted, which would
// keep them from claiming it; those that found no room are due again.
func (s *Sender) publish(ctx context.Context, ids []string, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	ids, err := s.Deliveries.Reserve(ctx, ids, now, republishAfter)
	if err != nil {
		return err
	}
	for i, id := range ids {
		err := s.Queue.Publish(ctx, id)
		if err == nil {
			continue
		}
		if errors.Is(err, ErrFull) {
			err = nil
		}
		return errors.Join(err, s.giveBack(ctx, ids[i:]))
	}
	return nil
}

// giveBack makes reserved ids due again, also when ctx has ended: they would else lie for
// as long as if the queue had lost them.
func (s *Sender) giveBack(ctx context.Context, ids []string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxGiveBack)
	defer cancel()
	return s.Deliveries.GiveBack(ctx, ids)
}

// turn splits due ids into those whose turn it is, every receiver's first before any
// receiver's second, and the rest.
func (s *Sender) turn(ctx context.Context, ids []string) (turn, rest []string) {
	lanes := map[string]int{}
	rounds := make([][]string, perReceiver)
	for _, id := range ids {
		lane := s.endpoint(ctx, id)
		taken, known := lanes[lane]
		if !known {
			taken = s.lanes.length(lane)
		}
		if taken >= perReceiver {
			rest = append(rest, id)
		} else {
			rounds[taken] = append(rounds[taken], id)
			taken++
		}
		lanes[lane] = taken
	}
	return slices.Concat(rounds...), rest
}

// work takes ids from the queue and makes the attempts until ctx ends.
func (s *Sender) work(ctx context.Context) {
	for ctx.Err() == nil {
		id, ack, err := s.Queue.Take(ctx)
		if err != nil {
			if ctx.Err() == nil {
				_ = s.Clock.Sleep(ctx, s.taking.failed(err, s.Clock.Now()))
			}
			continue
		}
		s.taking.over()
		s.lanes.do(s.endpoint(ctx, id), func() {
			defer ack()
			if _, err := s.attempt(ctx, id); err != nil {
				s.Log.Error("an attempt could not be recorded", "delivery", id, "error", err)
			}
		})
	}
}

// endpoint names the lane of a delivery: where it goes to.
func (s *Sender) endpoint(ctx context.Context, id string) string {
	d, err := s.Deliveries.Get(ctx, id)
	if err != nil {
		return id
	}
	return d.Channel + " " + d.To
}

// lanes lets one attempt at a time go to each receiver. Work for a busy receiver waits
// in its lane and is done by whoever is busy there, so that a slow receiver holds up one
// worker and not all. How much can wait is bounded by the queue, which counts ids until
// they are acknowledged.
type lanes struct {
	mu      sync.Mutex
	waiting map[string][]func() // an entry, even an empty one, means busy
}

func (l *lanes) do(key string, job func()) {
	l.mu.Lock()
	if jobs, busy := l.waiting[key]; busy {
		l.waiting[key] = append(jobs, job)
		l.mu.Unlock()
		return
	}
	l.waiting[key] = nil
	l.mu.Unlock()
	for job != nil {
		job()
		job = l.next(key)
	}
}

// length returns how many jobs wait in a lane or are under way.
func (l *lanes) length(key string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	jobs, busy := l.waiting[key]
	if !busy {
		return 0
	}
	return len(jobs) + 1
}

// next returns the next job of a lane, or closes the lane and returns nil.
func (l *lanes) next(key string) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	jobs := l.waiting[key]
	if len(jobs) == 0 {
		delete(l.waiting, key)
		return nil
	}
	l.waiting[key] = jobs[1:]
	return jobs[0]
}
