// Package store keeps everything that must outlive the process: listings and postings
// with their change feeds, followers' positions, profiles, matches, deliveries, runs and
// what they hold back, raw bodies, what is known of pages, leases and hosts to be left
// alone. It is the one truth of the program; whatever else is kept (a search index, a
// queue) can be built again from it.
//
// There is one implementation over database/sql and one concrete type per aggregate,
// each in its own file. A database adapter (store/sqlite, store/postgres) only opens,
// locks and migrates; where its SQL differs it says so in a Dialect.
//
// Every method that writes does so in one transaction: when it returns without an error
// the work is durable, otherwise nothing of it happened.
package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"stackhound"
	"stackhound/internal/clock"
)

// Store holds the aggregates of one database.
type Store struct {
	Listings   *Listings
	Postings   *Postings
	Positions  *Positions
	Profiles   *Profiles
	Matches    *Matches
	Deliveries *Deliveries
	Runs       *Runs
	Bodies     *Bodies
	Pages      *Pages
	Leases     *Leases
	Hosts      *Hosts
	Quarantine *Quarantine

	db *database
}

// New makes a store over an open, migrated database. All writes go through write. Where
// the dialect has no Lock it must run one transaction at a time and lock for writing when
// it begins one; elsewhere its transactions must be of the level READ COMMITTED. A nil
// write makes every writing method fail with CodeRefused. The clock paces how often Wait
// looks for changes of other processes.
func New(write, read *sql.DB, d Dialect, c clock.Clock) *Store {
	db := &database{write: write, read: read, dialect: &dialect{Dialect: d}, turns: map[part]chan struct{}{}}
	for _, p := range []part{listingsPart, postingsPart} {
		db.turns[p] = make(chan struct{}, 1)
	}
	listings, postings := newFeed(db, "listings", c), newFeed(db, "postings", c)
	db.feeds = []*feed{listings, postings}
	return &Store{
		Listings:   &Listings{feed: listings},
		Postings:   &Postings{feed: postings},
		Positions:  &Positions{db},
		Profiles:   &Profiles{db},
		Matches:    &Matches{db},
		Deliveries: &Deliveries{db},
		Runs:       &Runs{db},
		Bodies:     &Bodies{db},
		Pages:      &Pages{db},
		Leases:     &Leases{db},
		Hosts:      &Hosts{db},
		Quarantine: &Quarantine{db},
		db:         db,
	}
}

// ID returns what tells this store from every other: made at random with the database,
// it stays the same for as long as that exists. What is kept outside under it, such as
// a search index, can tell that it belongs to this store.
func (s *Store) ID(ctx context.Context) (string, error) {
	id, ok, err := first(s.db.reading(ctx), value[string], "SELECT value FROM meta WHERE key = 'id'")
	if err == nil && !ok {
		err = errors.New("it is not in table meta")
	}
	return id, failed("read the store's id", err)
}

// About is what there is to know of a store for an operator.
type About struct {
	Name    string    // of the database program
	Version string    // its own
	Now     time.Time // its clock; for a file that of this machine
	Bytes   int64     // the database takes
}

// About asks the database about itself.
func (s *Store) About(ctx context.Context) (About, error) {
	d := s.db.dialect
	a, _, err := first(s.db.reading(ctx), func(r row) (a About, err error) {
		var now int64
		err = r.Scan(&a.Version, &now, &a.Bytes)
		a.Now = fromMicros(now)
		return a, err
	}, d.About)
	a.Name = d.Name
	return a, failed("ask the database about itself", err)
}

// Check reads through the database as far as its program has a quick way to, and fails
// with what is wrong: CodeRefused when the data is damaged.
func (s *Store) Check(ctx context.Context) error {
	verdict, _, err := first(s.db.reading(ctx), value[string], s.db.dialect.Integrity)
	if err == nil && verdict != "ok" {
		err = stackhound.Errorf(stackhound.CodeRefused, "the database is damaged: %s", verdict).WithHint("put a backup in its place")
	}
	return failed("check the database", err)
}

// Close closes the database. Calls still running fail.
func (s *Store) Close() error {
	err := s.db.read.Close()
	if s.db.write != nil {
		err = errors.Join(err, s.db.write.Close())
	}
	return err
}
