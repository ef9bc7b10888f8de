package main

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"

	"stackhound"
	"stackhound/crawler"
	"stackhound/crawler/embedded"
	"stackhound/crawler/feed"
	"stackhound/crawler/fetch"
	"stackhound/crawler/htmlpage"
	"stackhound/crawler/jsonapi"
	"stackhound/crawler/jsonld"
	"stackhound/crawler/sitemap"
	"stackhound/crawler/thread"
	"stackhound/internal/safehttp"
	"stackhound/lexicon/skills"
	"stackhound/matcher"
	"stackhound/notify"
	"stackhound/notify/email"
	"stackhound/notify/webhook"
	"stackhound/search"
	"stackhound/store"
	"stackhound/understand"
	"stackhound/understand/normalize"
)

// formats is the one list of the answers the crawler can read.
func formats() crawler.Formats {
	return crawler.Formats{
		"html": htmlpage.Format{}, "embedded": embedded.Format{}, "json": jsonapi.Format{}, "feed": feed.Format{},
		"jsonld": jsonld.Format{}, "sitemap": sitemap.Format{}, "thread": thread.Format{},
	}
}

// engine is the parts of the program, wired over the engines that engines.go picks.
type engine struct {
	*app
	store   *store.Store
	storeID string // tells it from every other
	boards  []stackhound.Board
	named   map[string]bool // boards the operator gave an address with --set
	process string          // names this process where several share the store
	release func()

	index   *search.Service
	indexer *search.Indexer
	engine  search.Engine
	queue   queue
}

// openOwner opens the store for writing. What a process that ran alone held when it
// ended is freed; where several share the store it runs out by itself.
func (a *app) openOwner(ctx context.Context) (*engine, error) {
	process, release, err := a.own()
	if err != nil {
		return nil, err
	}
	e, err := a.open(ctx, false)
	if err != nil {
		release()
		return nil, err
	}
	e.process, e.release = process, release
	if !a.shared() {
		if _, err := e.store.Deliveries.FreeLeases(ctx, a.clock.Now()); err != nil {
			e.close()
			return nil, err
		}
	}
	return e, nil
}

// openReader opens the store for reading, beside a running owner if there is one.
func (a *app) openReader(ctx context.Context) (*engine, error) { return a.open(ctx, true) }

func (a *app) open(ctx context.Context, readOnly bool) (*engine, error) {
	boards, err := a.loadBoards()
	if err != nil && len(boards) == 0 {
		return nil, err
	}
	if err != nil {
		a.log.Error("some board files are left out", "error", err)
	}
	e := &engine{app: a, boards: boards, named: map[string]bool{}, release: func() {}}
	if e.store, err = a.openStore(ctx, readOnly); err != nil {
		return nil, err
	}
	if e.storeID, err = e.store.ID(ctx); err == nil {
		e.engine, err = a.openIndex(e.storeID)
	}
	if err != nil {
		return nil, errors.Join(err, e.store.Close())
	}
	e.index = search.New(e.engine, e.store.Postings.GetMany, a.clock.Now)
	e.indexer = search.NewIndexer(e.engine, e.store.Postings, e.niche, a.clock, a.log)
	return e, nil
}

// fillIndex brings an index in memory up to date, for commands that search. An index on a
// server is kept up to date by whoever has that role.
func (e *engine) fillIndex(ctx context.Context) error {
	if !e.memoryIndex() {
		return nil
	}
	_, err := e.indexer.CatchUp(ctx)
	return err
}

func (e *engine) close() {
	if e.queue != nil {
		if err := e.queue.Close(); err != nil {
			e.log.Error("closing the queue", "error", err)
		}
	}
	if err := e.store.Close(); err != nil {
		e.log.Error("closing the database", "error", err)
	}
	e.release()
}

// board returns the board of a name.
func (e *engine) board(name string) (stackhound.Board, bool) {
	for _, b := range e.boards {
		if b.Name == name {
			return b, true
		}
	}
	return stackhound.Board{}, false
}

func (e *engine) terms(board string) stackhound.Terms { b, _ := e.board(board); return b.Terms }
func (e *engine) niche(board string) bool             { b, _ := e.board(board); return b.Niche != "" }

// offered reads the roles a listing offers, with what its board says of all its listings.
func (e *engine) offered(l stackhound.Listing) []stackhound.Part {
	b, _ := e.board(l.Board)
	return normalize.Parts(l, b.Defaults)
}

// asShown returns the ad whose text a posting shows as safe HTML, and its board; "" where
// the listing has no markup, or is none of those named any more.
func (e *engine) asShown(ctx context.Context, p stackhound.Posting) (board, safe string, err error) {
	for _, s := range p.Sources {
		l, err := e.store.Listings.Get(ctx, stackhound.ListingKey{Board: s.Board, ID: s.ListingID})
		if stackhound.CodeOf(err) == stackhound.CodeNotFound {
			continue
		}
		if err != nil {
			return "", "", err
		}
		says := func(o stackhound.Part) bool { return o.Key == s.Part && o.Text == p.Text }
		if len(p.Sources) == 1 || slices.ContainsFunc(e.offered(l), says) {
			return s.Board, normalize.SafeHTML(l), nil
		}
	}
	return "", "", nil
}

func (e *engine) understander() *understand.Follower {
	return understand.New(understand.Options{
		Listings: e.store.Listings, Postings: e.store.Postings, Positions: e.store.Positions,
		Parts: e.offered, Clock: e.clock, Log: e.log,
	})
}

func (e *engine) matcher() *matcher.Follower {
	return matcher.New(matcher.Options{
		Feed: e.store.Postings, Profiles: e.store.Profiles, Matches: e.store.Matches, Positions: e.store.Positions,
		Holds: e.holds, Clock: e.clock, Log: e.log,
	})
}

// holds tells whether a posting answers a query as a person wrote it.
func (e *engine) holds(query string, p stackhound.Posting) (bool, error) {
	q, err := search.Parse(query)
	if err != nil {
		return false, err
	}
	return search.Holds(q, search.NewDocument(p, e.niche), e.clock.Now()), nil
}

// find returns open postings that answer a query, newest first, for digests: limit of
// them after the first offset, none beyond what a search can reach.
func (e *engine) find(ctx context.Context, query string, limit, offset int) ([]stackhound.Posting, error) {
	q, err := search.Parse(query)
	if err != nil || offset > stackhound.MaxOffset {
		return nil, err
	}
	res, err := e.index.Search(ctx, stackhound.SearchRequest{Query: q, Sort: "new", Limit: min(limit, stackhound.MaxLimit), Offset: offset})
	return res.Hits, err
}

// crawler wires the crawler over the guarded client. What is known of each host lives in
// one fetch.Web, so that boards on one host share its pace.
func (e *engine) crawler(progress func(stackhound.Run)) *crawler.Crawler {
	o := e.reading(e.named, e.store.Hosts)
	o.Listings, o.Runs, o.Bodies, o.Pages, o.Quarantine = e.store.Listings, e.store.Runs, e.store.Bodies, e.store.Pages, e.store.Quarantine
	o.Progress = progress
	return crawler.New(o)
}

// reading is what a crawler is made of that needs no store. hosts may be nil: then it is
// forgotten which of them want to be left alone.
func (a *app) reading(named map[string]bool, hosts fetch.Hosts) crawler.Options {
	c := a.cfg.Crawler
	network := fetch.New(fetch.Options{
		Product: c.Product, Contact: c.Contact, Named: named, Hosts: hosts, Clock: a.clock, Log: a.log,
		Policy: safehttp.Policy{Allow: c.Allow, MaxBody: c.MaxBodyBytes, Timeout: c.Timeout},
	})
	return crawler.Options{
		Formats: formats(), NewFetcher: network.Board, Clock: a.clock, Log: a.log,
		Secret: func(name string) (string, bool) { s, ok := a.cfg.BoardSecret(name); return s.Reveal(), ok },
	}
}

// notifier is the sending half: who is due, and getting it out.
type notifier struct {
	planner *notify.Planner
	sender  *notify.Sender
}

func (e *engine) notifier() (*notifier, error) {
	mail, err := e.mail()
	if err != nil {
		return nil, err
	}
	if e.queue == nil {
		if e.queue, err = e.openQueue(e.storeID, e.process); err != nil {
			return nil, err
		}
	}
	return &notifier{
		planner: notify.NewPlanner(notify.PlannerOptions{
			Profiles: e.store.Profiles, Matches: e.store.Matches, Postings: e.store.Postings, Plans: e.store.Deliveries,
			Match: matcher.Score, Find: e.find, Ready: e.caughtUp(), Clock: e.clock, Log: e.log,
		}),
		sender: notify.NewSender(notify.SenderOptions{
			Deliveries: e.store.Deliveries, Profiles: e.store.Profiles, Channels: map[string]notify.Channel{stackhound.ChannelEmail: mail, stackhound.ChannelWebhook: e.webhook()},
			Queue: e.queue, Owner: e.process, Workers: sendWorkers, Clock: e.clock, Log: e.log,
		}),
	}, nil
}

// mail sends by the server that is set; without one it writes every message to a file
// in the data directory.
func (e *engine) mail() (*email.Channel, error) {
	m := e.cfg.Email
	if m.SMTP.Host == "" {
		m.From = cmp.Or(m.From, "stackhound@localhost") // the messages never leave this machine
		m.EMLDir = cmp.Or(m.EMLDir, filepath.Join(e.dataDir, "mail"))
	}
	return email.New(email.Config{
		From: m.From, EMLDir: m.EMLDir,
		SMTP: email.SMTP{Host: m.SMTP.Host, Port: m.SMTP.Port, Username: m.SMTP.Username, Password: m.SMTP.Password.Reveal(), TLS: email.TLS(m.SMTP.TLS)},
	}, e.terms)
}

func (e *engine) webhook() *webhook.Channel {
	w := e.cfg.Webhook
	return webhook.New(webhook.Options{
		Client: safehttp.Public(safehttp.Policy{Allow: w.Allow, Timeout: w.Timeout}), Secret: e.store.Profiles.Secret, Terms: e.terms,
		Clock: e.clock, Timeout: w.Timeout, AllowHTTP: w.AllowHTTP,
	})
}

// knownQuery tells what is wrong with an alert's query.
func knownQuery(query string) error {
	_, err := search.Parse(query)
	return err
}

// knownSkill resolves a skill of a profile, or names the nearest ones.
func knownSkill(name string) (canonical string, ok bool, nearest []string) {
	if canonical, ok = skills.Resolve(name); ok {
		return canonical, true, nil
	}
	return "", false, skills.Nearest(name, 3)
}
