package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"stackhound"
	"stackhound/crawler"
	"stackhound/lexicon/spelling"
)

// The roles that processes can share.
const (
	roleCrawler    = "crawler"
	roleUnderstand = "understand"
	roleIndexer    = "indexer"
	roleMatcher    = "matcher"
	roleNotifier   = "notifier"
	roleWeb        = "web"
)

// roles are all the roles.
var roles = []string{roleCrawler, roleUnderstand, roleIndexer, roleMatcher, roleNotifier, roleWeb}

// chooseRoles returns the roles asked for, all when none were.
func (a *app) chooseRoles(given []string) ([]string, error) {
	if len(given) == 0 {
		return roles, nil
	}
	for i, r := range given {
		given[i] = strings.TrimSpace(r)
		if slices.Contains(roles, given[i]) {
			continue
		}
		err := stackhound.Errorf(stackhound.CodeInvalid, "there is no role %q", r)
		if near := spelling.Nearest(r, roles); near != "" {
			return nil, err.WithHint("did you mean %s?", near)
		}
		return nil, err.WithHint("roles are %s", strings.Join(roles, ", "))
	}
	return given, a.checkIndexer(given)
}

// checkIndexer refuses the role of the indexer where it can do nothing: it would hold the
// part and keep it from the process that can.
func (a *app) checkIndexer(given []string) error {
	switch {
	case a.memoryIndex() && slices.Equal(given, []string{roleIndexer}):
		return stackhound.Errorf(stackhound.CodeInvalid, "there is nothing to do for an indexer: without search.url every process that searches has an index of its own").
			WithHint("set search.url, or leave the role out")
	case slices.Contains(given, roleIndexer) && !a.memoryIndex() && a.cfg.Search.WriteKey == "":
		return stackhound.Errorf(stackhound.CodeInvalid, "an indexer needs the key that may write to the index on the search server").
			WithHint("name it in search.write_key_file (stackhound searchkeys makes it), or leave the role out")
	}
	return nil
}

// part is something that runs as long as the program does.
type part = func(context.Context) error

// parts returns what the roles chosen are made of, by name. boards are those to crawl.
func (e *engine) parts(chosen []string, boards []stackhound.Board) (map[string]part, error) {
	parts := map[string]part{}
	for _, role := range chosen {
		switch role {
		case roleCrawler:
			parts["crawler"], parts["housekeeping"] = e.schedule(boards).Run, e.alone("housekeeping", e.every(time.Hour, e.keepHouse))
		case roleUnderstand:
			parts["understand"] = e.alone("understand", e.understander().Run)
		case roleMatcher:
			parts["matcher"] = e.alone("matcher", e.matcher().Run)
		case roleNotifier:
			if err := e.addNotifier(parts); err != nil {
				return nil, err
			}
		}
	}
	e.addIndexer(parts, chosen)
	return parts, nil
}

// addNotifier adds the sending half. Planning is for one process at a time; the senders of
// all compete for what is due.
func (e *engine) addNotifier(parts map[string]part) error {
	n, err := e.notifier()
	if err != nil {
		return err
	}
	parts["planner"], parts["sender"] = e.alone("planner", n.planner.Run), n.sender.Run
	parts["queue check"] = e.warnOfQueue
	return nil
}

// addIndexer adds what keeps an index up to date: one process for an index on a server,
// of those that have its write key, and each that searches for an index in memory.
func (e *engine) addIndexer(parts map[string]part, chosen []string) {
	switch has := func(role string) bool { return slices.Contains(chosen, role) }; {
	case e.memoryIndex() && (has(roleWeb) || has(roleNotifier)):
		parts["indexer"] = e.indexer.Run
	case !e.memoryIndex() && has(roleIndexer) && e.cfg.Search.WriteKey == "":
		e.log.Warn("this process does not fill the index on the search server, one with search.write_key has to")
	case !e.memoryIndex() && has(roleIndexer):
		parts["indexer"] = e.fillServer
	}
}

func (e *engine) schedule(boards []stackhound.Board) *crawler.Schedule {
	return crawler.NewSchedule(crawler.ScheduleOptions{
		Boards: boards, Crawl: e.crawler(nil).Run, Latest: e.store.Runs.Latest, Started: e.store.Runs.Started, Leases: e.store.Leases, Owner: e.process,
		Concurrency: e.cfg.Crawler.Concurrency, Clock: e.clock, Log: e.log,
	})
}
