package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"stackhound/search"
)

// lookAtSearch asks the search server whether it can answer, and how far it is behind.
func (d *doctor) lookAtSearch(ctx context.Context, r *report) {
	if d.memoryIndex() {
		r.note("an index in memory, built from the store by each process that searches")
		return
	}
	server, err := d.search()
	if err != nil {
		r.error(stateFail, err)
		return
	}
	st, err := d.store()
	if err != nil { // then what the index holds cannot be judged, only whether it can be asked
		if _, err := server.Position(ctx); err != nil {
			r.error(stateFail, err)
			return
		}
		r.note("Meilisearch at %s answers", hostOf(d.cfg.Search.URL))
		if !missing(err) {
			r.unknown("whether the index is up to date")
		}
		return
	}
	rebuilding, err := server.Rebuilding(ctx)
	if err != nil {
		r.error(stateFail, err)
		return
	}
	behind, err := search.NewIndexer(server, st.Postings, nil, d.clock, d.log).Lag(ctx)
	if err != nil {
		r.error(stateFail, err)
		return
	}
	d.judgeIndex(behind, rebuilding, r)
}

// seeIndexer is what to do while an index is behind.
const seeIndexer = "see on the line processes whether one is the indexer, and look at its log"

func (d *doctor) judgeIndex(behind int, rebuilding bool, r *report) {
	r.note("Meilisearch at %s, index %s", hostOf(d.cfg.Search.URL), d.cfg.Search.Index)
	switch {
	case rebuilding:
		r.warn(seeIndexer, "another version made it, and it is being rebuilt, %s behind; answers come from the old one", count(behind, "posting"))
	case behind > search.FarBehind:
		r.warn(seeIndexer, "it is %d postings behind", behind)
	case behind > 0:
		r.note("%s behind", count(behind, "posting"))
	default:
		r.note("up to date")
	}
	if d.cfg.Search.WriteKey == "" {
		r.note("searched only: there is no write key here")
	}
}

// lookAtQueue asks the queue's server how it is.
func (d *doctor) lookAtQueue(_ context.Context, r *report) {
	if d.cfg.Queue.URL == "" {
		r.note("in memory, filled from the store")
		return
	}
	s, err := d.queue()
	if err != nil {
		r.error(stateFail, err)
		return
	}
	r.note("Redis %s at %s, %d waiting or under way", s.Version, hostOf(d.cfg.Queue.URL), s.Waiting)
	if s.Waiting >= redisCapacity {
		r.warn("see whether a process has the role notifier, and what its log says", "it holds as many as it may")
	}
	if s.Warning != "" {
		says, do, _ := strings.Cut(s.Warning, "; ")
		r.warn(do, "%s", says)
	}
}

// lookAtVersions names the version of everything, with the least that is needed. What is
// too old fails on the line of the part it is for.
func (d *doctor) lookAtVersions(ctx context.Context, r *report) {
	info := buildInfo()
	r.note("%s", strings.TrimSpace("stackhound "+info.Version+" "+short(info.Revision)))
	r.note("%s", info.Go)
	if st, err := d.store(); err == nil {
		if about, err := st.About(ctx); err == nil {
			r.note("%s", versionNote(about.Name, about.Version, d.leastStore()))
		}
	} else if d.shared() {
		r.note("PostgreSQL not asked (15 or newer is needed)")
	}
	if d.cfg.Queue.URL != "" {
		s, _ := d.queue() // it tells the version also of a server that cannot be used
		r.note("%s", versionNote("Redis", s.Version, "7"))
	}
	if !d.memoryIndex() {
		r.note("%s", versionNote("Meilisearch", d.searchVersion(ctx), "1.50"))
	}
}

// leastStore is the oldest database server there may be; SQLite is part of the program.
func (d *doctor) leastStore() string {
	if d.shared() {
		return "15"
	}
	return ""
}

// searchVersion is "" where the server does not tell.
func (d *doctor) searchVersion(ctx context.Context) string {
	server, err := d.search()
	if err != nil {
		return ""
	}
	v, _ := server.Version(ctx) // the line search says why not
	return v
}

func versionNote(name, version, least string) string {
	version, _, _ = strings.Cut(version, " ") // what a distribution adds
	version = cmp.Or(version, "of unknown version")
	if least == "" {
		return name + " " + version
	}
	return fmt.Sprintf("%s %s (%s or newer is needed)", name, version, least)
}

// short is a revision as people name it.
func short(revision string) string { return revision[:min(len(revision), 12)] }
