package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"stackhound"
	"stackhound/internal/lease"
	"stackhound/internal/safehttp"
	"stackhound/notify"
	"stackhound/notify/localqueue"
	"stackhound/notify/redisqueue"
	"stackhound/search"
	"stackhound/search/embedded"
	"stackhound/search/meili"
	"stackhound/store"
	"stackhound/store/postgres"
	"stackhound/store/sqlite"
)

// This file is the only place that picks the engines under the program: for one process
// that runs alone, or, where the configuration names servers, for several.

// The queue in memory holds enough to keep every endpoint busy, the one in Redis enough
// for all processes.
const (
	localCapacity = 1000
	redisCapacity = 10_000
	sendWorkers   = 8
)

// searchTimeout bounds one call of the search server.
const searchTimeout = 10 * time.Second

// shared tells whether several processes may use the store.
func (a *app) shared() bool { return a.cfg.Store.URL != "" }

// openStore opens the store the configuration names.
func (a *app) openStore(ctx context.Context, readOnly bool) (*store.Store, error) {
	if a.shared() {
		return postgres.Open(ctx, a.cfg.Store.URL, postgres.Options{Password: a.cfg.Store.Password.Reveal(), ReadOnly: readOnly, Connections: a.cfg.Store.Connections, Clock: a.clock})
	}
	return sqlite.Open(ctx, a.databasePath(), sqlite.Options{Clock: a.clock, ReadOnly: readOnly})
}

// own makes this process the owner of what it writes to. A data directory has one; a
// store on a server has any number, each under a name of its own.
func (a *app) own() (name string, release func(), err error) {
	if err := os.MkdirAll(a.dataDir, 0o700); err != nil {
		return "", nil, stackhound.Errorf(stackhound.CodeInvalid, "data directory %s cannot be made: %s", a.dataDir, plain(err)).WithHint("choose another with --data DIR")
	}
	if a.shared() {
		return processName(), func() {}, nil
	}
	release, err = sqlite.Lock(a.dataDir)
	return "alone", release, err
}

// processName is a name that no other process has: the machine's, for people, and what
// makes it unique.
func processName() string {
	host, _ := os.Hostname() // an empty one will do
	tail := make([]byte, 4)
	rand.Read(tail) // never fails
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), hex.EncodeToString(tail))
}

func (a *app) databasePath() string { return filepath.Join(a.dataDir, "stackhound.db") }

// memoryIndex tells whether each process that searches has an index of its own.
func (a *app) memoryIndex() bool { return a.cfg.Search.URL == "" }

// openIndex returns the search engine the configuration names, for the store of an id.
func (a *app) openIndex(storeID string) (search.Engine, error) {
	if a.memoryIndex() {
		return embedded.New(), nil
	}
	return a.searchServer(storeID)
}

// searchServer returns the engine that asks the search server for the postings of a store.
func (a *app) searchServer(storeID string) (*meili.Engine, error) {
	s := a.cfg.Search
	client, err := safehttp.Operator(s.URL, searchTimeout)
	if err != nil {
		return nil, err
	}
	return meili.New(meili.Options{
		URL: s.URL, Index: s.Index, SearchKey: s.Key, WriteKey: s.WriteKey, Store: storeID,
		Client: client, Clock: a.clock, Log: a.log,
	}), nil
}

// keyAgain is how long a write key that was refused is not tried again.
const keyAgain = time.Minute

// fillServer keeps the index on the server up to date, when it is this process's turn. A
// process whose key is refused does not even ask for its turn: it would keep it from one
// whose key is right.
func (e *engine) fillServer(ctx context.Context) error {
	server, ok := e.engine.(*meili.Engine)
	for said := false; ok; said = true {
		err := server.MayFill(ctx)
		if stackhound.CodeOf(err) != stackhound.CodeRefused {
			break // one that is away is waited for by the follower
		}
		if !said {
			e.log.Error("this process cannot fill the search index", "error", err)
		}
		if err := e.clock.Sleep(ctx, keyAgain); err != nil {
			return err
		}
	}
	return e.alone("indexer", e.indexer.Run)(ctx)
}

// queue is the queue between those who find what is due and those who send it.
type queue interface {
	notify.Queue
	Close() error
}

// inMemory is a queue that there is nothing to close of.
type inMemory struct{ *localqueue.Queue }

// Close does nothing.
func (inMemory) Close() error { return nil }

// openQueue returns the queue the configuration names. Its keys bear the store's id, so that
// two installations that share a Redis do not take each other's.
func (a *app) openQueue(storeID, process string) (queue, error) {
	if a.cfg.Queue.URL == "" {
		return inMemory{localqueue.New(localCapacity)}, nil
	}
	return a.queueServer(storeID, process)
}

// queueServer returns the queue on its server; nothing is asked of that yet.
func (a *app) queueServer(storeID, process string) (*redisqueue.Queue, error) {
	q := a.cfg.Queue
	return redisqueue.New(redisqueue.Options{
		URL: q.URL, Username: q.Username, Password: q.Password.Reveal(), Prefix: q.Prefix + storeID + ":", Capacity: redisCapacity,
		Consumer: process, Takers: sendWorkers, Idle: notify.Lease, Clock: a.clock, Log: a.log,
	})
}

// warnOfQueue logs once what should be set otherwise at the server of the queue. That it
// is away is told by those who need it.
func (e *engine) warnOfQueue(ctx context.Context) error {
	if q, ok := e.queue.(*redisqueue.Queue); ok {
		if s, err := q.State(ctx); err == nil && s.Warning != "" {
			e.log.Warn(s.Warning)
		}
	}
	return nil
}

// alone returns what runs a part in one process at a time where several share the store.
func (e *engine) alone(part string, run func(context.Context) error) func(context.Context) error {
	if !e.shared() {
		return run
	}
	return func(ctx context.Context) error { return e.holder().Follow(ctx, partKey+part, run) }
}

// holder takes leases for this process.
func (e *engine) holder() lease.Holder {
	return lease.Holder{Store: e.store.Leases, Owner: e.process, Clock: e.clock, Log: e.log}
}

// partKey begins the lease of a part of the program.
const partKey = "part:"

// hostOf is the name of the server in an address, for messages.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	rest, _, _ = strings.Cut(rest, "/")
	return rest[strings.LastIndex(rest, "@")+1:]
}
