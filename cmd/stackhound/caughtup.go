package main

import (
	"context"
	"sync"
	"time"

	"stackhound"
	"stackhound/matcher"
	"stackhound/understand"
)

// catchingUp knows whether digests can be drawn: when everything that was stored at the
// start has been understood, matched and indexed. Before that they would miss what they
// are about. What is found later need not be waited for.
type catchingUp struct {
	*engine
	mu       sync.Mutex
	listings *stackhound.Position // the feed's end at the start
	postings *stackhound.Position // and when those listings were understood
	done     bool
	said     time.Time
}

// waitingEvery is how often the log says what digests wait for.
const waitingEvery = time.Minute

// caughtUp returns the check.
func (e *engine) caughtUp() func(context.Context) (bool, error) {
	c := &catchingUp{engine: e}
	return c.check
}

func (c *catchingUp) check(ctx context.Context) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.done {
		for _, step := range []func(context.Context) (string, error){c.understood, c.matched, c.indexed} {
			if missing, err := step(ctx); err != nil || missing != "" {
				c.say(missing)
				return false, err
			}
		}
		c.done = true
	}
	if c.memoryIndex() {
		return true, nil
	}
	err := c.indexReady(ctx) // a server's index can be lost while we run
	if stackhound.CodeOf(err) == stackhound.CodeUnavailable {
		c.say("the search index")
		return false, nil
	}
	return err == nil, err
}

// understood says what is missing until the listings of the start have become postings.
func (c *catchingUp) understood(ctx context.Context) (missing string, err error) {
	if c.postings != nil {
		return "", nil
	}
	if c.listings == nil {
		end, err := c.store.Listings.End(ctx)
		if err != nil {
			return "", err
		}
		c.listings = &end
	}
	if ok, err := c.reached(ctx, understand.Name, *c.listings, c.store.Listings.Reached); err != nil || !ok {
		return "listings that are not understood yet", err
	}
	end, err := c.store.Postings.End(ctx)
	c.postings = &end
	return "", err
}

// matched says what is missing until those postings are matched.
func (c *catchingUp) matched(ctx context.Context) (missing string, err error) {
	if ok, err := c.reached(ctx, matcher.Name, *c.postings, c.store.Postings.Reached); err != nil || !ok {
		return "postings that are not matched yet", err
	}
	return "", nil
}

// indexed says what is missing until those postings can be searched.
func (c *catchingUp) indexed(ctx context.Context) (missing string, err error) {
	pos, err := c.engine.engine.Position(ctx)
	if err != nil {
		return "", err
	}
	if ok, err := c.store.Postings.Reached(pos, *c.postings); err != nil || !ok {
		return "postings that are not indexed yet", err
	}
	return "", nil
}

// reached tells whether a follower has come as far as a goal.
func (c *catchingUp) reached(ctx context.Context, follower string, goal stackhound.Position, reached func(pos, goal stackhound.Position) (bool, error)) (bool, error) {
	cur, err := c.store.Positions.Load(ctx, follower)
	if err != nil {
		return false, err
	}
	return reached(cur.Position, goal)
}

// say logs now and then what is waited for.
func (c *catchingUp) say(missing string) {
	if now := c.clock.Now(); missing != "" && now.Sub(c.said) >= waitingEvery {
		c.said = now
		c.log.Info("digests wait for " + missing)
	}
}
