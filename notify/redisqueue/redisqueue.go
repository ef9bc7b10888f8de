// Package redisqueue is the queue of several processes: ids of deliveries wait in a Redis
// stream, and the senders of all processes take from it as one consumer group.
//
// Redis holds nothing but ids and may lose all of them: the store knows what is not sent
// yet, and the relay publishes it again. So the stream is never trimmed (MAXLEN would
// drop unread ids without a word), and a consumer is removed only when nothing is
// pending for it. What another process took and did not finish is taken over once it
// has been idle for as long as a delivery's lease.
//
// Publishing and taking survive a restart of the server, a flush, the eviction of the
// stream, a full memory, and a key that is something else: each call says what is wrong
// and the next one tries again.
package redisqueue

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"stackhound"
	"stackhound/internal/clock"
	"stackhound/notify"
)

// group is the consumer group that all senders belong to.
const group = "senders"

// field is the name under which an entry of the stream holds its id.
const field = "id"

const (
	// block is how long a Take waits on the server before it looks at its context.
	block = 500 * time.Millisecond
	// patience bounds every exchange with the server beyond what it is asked to wait.
	patience = 3 * time.Second
	// abandoned is how long a consumer without anything pending may be silent before it
	// is taken for one of a process that is no more.
	abandoned = 24 * time.Hour
)

// Options say where the queue is. All but Username and Password are required.
type Options struct {
	URL      string // redis://host:port/database, or rediss:// for TLS
	Username string // instead of the one in URL
	Password string // instead of the one in URL
	Prefix   string // what every key begins with
	Capacity int    // most ids that wait or are under way before ErrFull
	Consumer string // names this process; no two may use a name at the same time
	Takers   int    // how many Takes go on at the same time
	// Idle is how long an id may be under way before another process takes it over: the
	// lease of a delivery. Redis counts it in milliseconds.
	Idle  time.Duration
	Clock clock.Clock
	Log   *slog.Logger
}

// Queue is a notify.Queue in Redis. It is safe for concurrent use.
type Queue struct {
	Options
	client *redis.Client
	stream string
	addr   string // for messages: no password
	away   atomic.Bool

	mu     sync.Mutex
	room   int       // ids that can be published before the length is asked again
	looked time.Time // when abandoned ids were last looked for
}

var _ notify.Queue = (*Queue)(nil)

// New returns a queue; the server is first spoken to when the queue is used. An address
// that cannot be one is CodeInvalid.
func New(o Options) (*Queue, error) {
	opts, err := redis.ParseURL(o.URL)
	if err != nil {
		return nil, stackhound.Errorf(stackhound.CodeInvalid, "queue.url is no address of a Redis server").WithHint("write redis://host:6379/0, or rediss:// for TLS")
	}
	if o.Username != "" {
		opts.Username = o.Username
	}
	if o.Password != "" {
		opts.Password = o.Password
	}
	opts.ClientName, opts.DisableIdentity = "stackhound", true
	opts.Protocol = 2 // nothing here needs the newer one
	opts.ContextTimeoutEnabled = true
	opts.DialTimeout, opts.ReadTimeout, opts.WriteTimeout = patience, patience, patience
	opts.DialerRetries, opts.MaxRetries = 1, 1 // whoever calls tries again anyway
	opts.PoolSize = o.Takers + 4               // each Take keeps a connection while it waits
	opts.MaintNotificationsConfig = noMaintenance
	silence()
	return &Queue{Options: o, client: redis.NewClient(opts), stream: o.Prefix + "deliveries", addr: addressOf(o.URL)}, nil
}

// addressOf is an address without what must not be shown.
func addressOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "the server"
	}
	return u.Host
}

// Publish adds an id, or returns notify.ErrFull when as many wait as may, or when the
// server has no memory left: both pass when ids are dealt with.
func (q *Queue) Publish(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := q.reserve(ctx); err != nil {
		return err
	}
	err := q.client.XAdd(ctx, &redis.XAddArgs{Stream: q.stream, Values: []string{field, id}}).Err()
	if redis.IsOOMError(err) {
		return notify.ErrFull
	}
	return q.explain(err)
}

// reserve takes the place of one id. The length is asked only when the places known to
// be free are used up; what other processes publish meanwhile may go beyond the capacity.
func (q *Queue) reserve(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.room <= 0 {
		n, err := q.client.XLen(ctx, q.stream).Result()
		if err != nil {
			return q.explain(err)
		}
		q.room = q.Capacity - int(n)
	}
	if q.room <= 0 {
		return notify.ErrFull
	}
	q.room--
	return nil
}

// Take returns the next id, one that another process abandoned before new ones, waiting
// until there is one or ctx ends. Calling ack removes it from the stream.
func (q *Queue) Take(ctx context.Context) (string, func(), error) {
	for ctx.Err() == nil {
		m, ok, err := q.next(ctx)
		if err != nil && ctx.Err() == nil {
			q.away.Store(true)
			return "", nil, err
		}
		if err == nil && q.away.CompareAndSwap(true, false) {
			q.Log.Info("Redis answers again", "server", q.addr) // though there may be nothing to take for long
		}
		if id, said := m.Values[field].(string); ok && said {
			return id, func() { q.remove(ctx, m.ID) }, nil
		}
		if ok {
			q.remove(ctx, m.ID) // not one of ours
		}
	}
	return "", nil, ctx.Err()
}

func (q *Queue) next(ctx context.Context) (redis.XMessage, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, block+patience)
	defer cancel()
	if q.lookNow() {
		if m, ok, err := q.adopt(ctx); ok || err != nil {
			return m, ok, err
		}
	}
	found, err := q.client.XReadGroup(ctx, &redis.XReadGroupArgs{
		Group: group, Consumer: q.Consumer, Streams: []string{q.stream, ">"}, Count: 1, Block: block,
	}).Result()
	if err != nil || len(found) == 0 || len(found[0].Messages) == 0 {
		return redis.XMessage{}, false, q.recover(ctx, err)
	}
	return found[0].Messages[0], true, nil
}

// lookNow tells whether it is time to look for what others abandoned, and makes sure
// that only one of the takers does.
func (q *Queue) lookNow() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.Clock.Now()
	if now.Sub(q.looked) < q.Idle/2 {
		return false
	}
	q.looked = now
	return true
}

// adopt takes over an id that has been under way for too long. As long as there is one,
// it is looked for again at the next Take.
func (q *Queue) adopt(ctx context.Context) (redis.XMessage, bool, error) {
	found, _, err := q.client.XAutoClaim(ctx, &redis.XAutoClaimArgs{
		Stream: q.stream, Group: group, Consumer: q.Consumer, MinIdle: q.Idle, Start: "0-0", Count: 1,
	}).Result()
	if err != nil || len(found) == 0 {
		if err == nil {
			q.forget(ctx)
		}
		return redis.XMessage{}, false, q.recover(ctx, err)
	}
	q.mu.Lock()
	q.looked = time.Time{}
	q.mu.Unlock()
	return found[0], true, nil
}

// forget removes consumers of processes that are long gone. One with anything pending
// stays: removing it would lose that.
func (q *Queue) forget(ctx context.Context) {
	consumers, err := q.client.XInfoConsumers(ctx, q.stream, group).Result()
	if err != nil {
		return // it is no matter: the next look finds them too
	}
	for _, c := range consumers {
		if c.Name != q.Consumer && c.Pending == 0 && c.Idle > abandoned {
			q.client.XGroupDelConsumer(ctx, q.stream, group, c.Name)
		}
	}
}

// recover makes the group where there is none: at first, and after the stream was
// flushed or evicted. It begins with the oldest entry, so that nothing published
// meanwhile is passed over.
func (q *Queue) recover(ctx context.Context, err error) error {
	if errors.Is(err, redis.Nil) {
		return nil
	}
	if !redis.HasErrorPrefix(err, "NOGROUP") {
		return q.explain(err)
	}
	err = q.client.XGroupCreateMkStream(ctx, q.stream, group, "0").Err()
	if redis.HasErrorPrefix(err, "BUSYGROUP") {
		return nil // another taker was quicker
	}
	return q.explain(err)
}

// remove takes an entry that is dealt with out of the stream, also when ctx has ended
// meanwhile. Where that fails it is taken over later and found to be done.
func (q *Queue) remove(ctx context.Context, entry string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	_, err := q.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.XAck(ctx, q.stream, group, entry)
		p.XDel(ctx, q.stream, entry)
		return nil
	})
	if err != nil {
		q.Log.Debug("a finished id stays in the queue for now", "error", q.explain(err))
	}
}

// Close leaves the group, if nothing is pending for this process, and closes the
// connections. No Take may be going on.
func (q *Queue) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	pending, err := q.client.XPendingExt(ctx, &redis.XPendingExtArgs{Stream: q.stream, Group: group, Start: "-", End: "+", Count: 1, Consumer: q.Consumer}).Result()
	if err == nil && len(pending) == 0 {
		q.client.XGroupDelConsumer(ctx, q.stream, group, q.Consumer)
	}
	return q.client.Close()
}
