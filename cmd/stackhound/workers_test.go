package main

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"stackhound"
	"stackhound/internal/servertest"
)

// killsVariable sets how often TestWorkersDie kills a worker; without it the test is a
// short one. The server of the queue is killed a tenth as often.
const killsVariable = "STACKHOUND_TEST_KILLS"

const (
	fewKills    = 20
	perKill     = 10 // deliveries for each kill of a worker
	receivers   = 40
	redisEvery  = 10 // kills of a worker for one of the queue's server
	deadWorkers = 2  // processes that send
)

// TestWorkersDie kills, at random moments, the processes that send and the server of
// their queue, and empties the queue in between, while deliveries keep coming. Each
// arrives all the same, and a repeat has the id and the bytes of the first.
func TestWorkersDie(t *testing.T) {
	t.Parallel()
	kills := fewKills
	if n, err := strconv.Atoi(os.Getenv(killsVariable)); err == nil {
		kills = n
	}
	c := newCluster(t, servertest.PostgresServer(t), time.Time{}, "")
	post := newPostOffice(t)
	c.addSubscriber(post.URL)
	workers := make([]*process, deadWorkers)
	for i := range workers {
		workers[i] = c.start("--role", roleNotifier)
	}
	rng := rand.New(rand.NewPCG(7, 20261127))
	planned, redisKills := 0, 0
	for kill := range kills {
		c.plan(planned, perKill, post.URL)
		planned += perKill
		i := rng.IntN(len(workers))
		post.busy(t) // a kill while nobody sends proves nothing
		c.sleep(time.Duration(rng.IntN(60)) * time.Millisecond)
		workers[i].kill()
		switch {
		case kill%redisEvery == redisEvery/2:
			c.redis.Kill()
			c.sleep(time.Duration(rng.IntN(300)) * time.Millisecond)
			c.redis.Start()
			redisKills++
		case kill%redisEvery == 0:
			c.flush()
		}
		workers[i] = c.start("--role", roleNotifier)
	}
	c.until("everything is sent or given up", c.sent)
	poison := c.replayPoison()
	c.until("what was given up is sent again", c.sent)
	c.checkArrivals(post, planned, kills)
	t.Logf("%d deliveries, %d kills of a worker, %d of the queue's server, %d given up as poison and replayed, %d arrived again",
		planned, kills, redisKills, poison, post.repeats())
}

// sleep lets the processes work for a moment: when a kill comes is what is random here.
func (c *cluster) sleep(d time.Duration) { _ = far(c.t.Context(), d) }

func (c *cluster) flush() {
	c.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: c.redis.Addr})
	defer client.Close()
	if err := client.FlushAll(c.t.Context()).Err(); err != nil {
		c.t.Fatal(err)
	}
}

// addSubscriber stores a profile with many webhooks, each a receiver of its own.
func (c *cluster) addSubscriber(url string) {
	c.t.Helper()
	p := stackhound.Profile{ID: "many", Timezone: "UTC", Stack: stackhound.Declared{Core: []string{"go"}}}
	for i := range receivers {
		p.Alerts = append(p.Alerts, stackhound.Alert{Name: fmt.Sprint("hook", i), Channel: stackhound.ChannelWebhook, URL: fmt.Sprint(url, "/", i), When: "instant"})
	}
	if _, _, err := c.store.Profiles.Put(c.t.Context(), p, time.Now()); err != nil {
		c.t.Fatal(err)
	}
}

// plan plans n deliveries from the given number on, as the matcher would.
func (c *cluster) plan(from, n int, url string) {
	c.t.Helper()
	for i := from; i < from+n; i++ {
		post := stackhound.Posting{
			ID: fmt.Sprintf("p%05d", i), Title: "Go Engineer", Company: "Quillfern", FirstSeen: time.Now(), LastSeen: time.Now(),
			Sources: []stackhound.Source{{Board: "sample", ListingID: fmt.Sprint(i), URL: fmt.Sprintf("https://example.com/%d", i), State: stackhound.ListingOpen}},
		}
		alert := fmt.Sprint("hook", i%receivers)
		created, err := c.store.Deliveries.Plan(c.t.Context(), stackhound.Delivery{
			ID: stackhound.InstantID("many", alert, post.ID, stackhound.ClassNew), Profile: "many", Alert: alert, Channel: stackhound.ChannelWebhook,
			To: fmt.Sprint(url, "/", i%receivers), Kind: stackhound.KindInstant, Created: time.Now(),
			Items: []stackhound.Item{{Posting: post.ID, Class: stackhound.ClassNew, Score: 80, Snapshot: post}},
		})
		if err != nil || !created {
			c.t.Fatalf("plan %d: %v, %v", i, created, err)
		}
	}
}

// replayPoison does what an operator would with deliveries that were under way too often
// when a process was killed: they are innocent here.
func (c *cluster) replayPoison() int {
	c.t.Helper()
	ctx := c.t.Context()
	dead, err := c.store.Deliveries.List(ctx, stackhound.DeliveryDead, mostDeliveries)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, d := range dead {
		if d.Reason != stackhound.DeadPoison {
			c.t.Errorf("%s is dead: %s %s", d.ID, d.Reason, d.Error)
		}
		if err := c.store.Deliveries.Replay(ctx, d.ID, time.Now()); err != nil {
			c.t.Fatal(err)
		}
	}
	return len(dead)
}

func (c *cluster) checkArrivals(post *postOffice, planned, kills int) {
	c.t.Helper()
	came := post.all()
	for i := range planned {
		id := stackhound.InstantID("many", fmt.Sprint("hook", i%receivers), fmt.Sprintf("p%05d", i), stackhound.ClassNew)
		bodies := came[id]
		if len(bodies) == 0 {
			c.t.Errorf("delivery %d never arrived", i)
		}
		if len(slices.Compact(slices.Sorted(slices.Values(bodies)))) > 1 {
			c.t.Errorf("delivery %d arrived with different bytes", i)
		}
		delete(came, id)
	}
	if len(came) > 0 {
		c.t.Errorf("%d ids arrived that were never planned", len(came))
	}
	if n, most := post.repeats(), kills*sendWorkers; n > most {
		c.t.Errorf("%d arrived again, at most %d may", n, most)
	}
}

// postOffice takes webhooks, refuses one in twenty at its first try, and writes down what
// it accepted.
type postOffice struct {
	*httptest.Server
	begun chan struct{} // holds one token when a delivery has arrived since it was last taken
	mu    sync.Mutex
	tried map[string]bool
	came  map[string][]string
}

// busy returns as soon as a delivery is under way.
func (p *postOffice) busy(t *testing.T) {
	t.Helper()
	select {
	case <-p.begun: // an old one
	default:
	}
	select {
	case <-p.begun:
	case <-time.After(2 * time.Minute):
		t.Fatal("nothing is being sent")
	}
}

func newPostOffice(t *testing.T) *postOffice {
	p := &postOffice{begun: make(chan struct{}, 1), tried: map[string]bool{}, came: map[string][]string{}}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case p.begun <- struct{}{}:
		default:
		}
		body, err := io.ReadAll(r.Body)
		if err != nil || far(r.Context(), 20*time.Millisecond) != nil {
			return // a sender that was killed in the middle: not taken
		}
		status := p.take(r.Header.Get("webhook-id"), string(body))
		_ = far(r.Context(), 20*time.Millisecond)
		w.WriteHeader(status)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *postOffice) take(id, body string) (status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := !p.tried[id]
	p.tried[id] = true
	if first && len(p.tried)%20 == 0 {
		return http.StatusServiceUnavailable
	}
	p.came[id] = append(p.came[id], body)
	return http.StatusNoContent
}

func (p *postOffice) all() map[string][]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.came)
}

// repeats counts the arrivals beyond the first of each id.
func (p *postOffice) repeats() (n int) {
	for _, bodies := range p.all() {
		n += len(bodies) - 1
	}
	return n
}
