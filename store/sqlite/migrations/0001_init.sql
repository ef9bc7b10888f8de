-- Times are microseconds since 1970 in UTC, 0 for none. content and items are JSON. What
-- can be large stands last, so that reading the rest of a row never touches it.

CREATE TABLE feeds (
	name TEXT PRIMARY KEY,   -- of the table the feed is over
	last INTEGER NOT NULL    -- position of its latest change
) WITHOUT ROWID;
INSERT INTO feeds (name, last) VALUES ('listings', 0), ('postings', 0);

CREATE TABLE positions (
	follower     TEXT PRIMARY KEY,
	position     INTEGER NOT NULL,
	replay_until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE listings (
	board      TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	url        TEXT    NOT NULL,
	row_hash   TEXT    NOT NULL,
	state      TEXT    NOT NULL,
	absences   INTEGER NOT NULL,   -- complete runs in a row that did not show it
	seen_run   INTEGER NOT NULL,   -- latest run that showed it
	first_seen INTEGER NOT NULL,
	last_seen  INTEGER NOT NULL,
	expires    INTEGER NOT NULL,
	closed_at  INTEGER NOT NULL,
	closed_why TEXT    NOT NULL,
	revision   INTEGER NOT NULL,
	position   INTEGER NOT NULL,
	causes     TEXT    NOT NULL,   -- JSON: cause → position it last had
	deleted    INTEGER NOT NULL DEFAULT FALSE,   -- listings leave no tombstones: always false
	content    BLOB    NOT NULL,
	PRIMARY KEY (board, id)
);
CREATE UNIQUE INDEX listings_position ON listings (position);
CREATE INDEX listings_living ON listings (board, seen_run) WHERE state <> 'closed';
CREATE INDEX listings_expiring ON listings (expires) WHERE expires > 0 AND state <> 'closed';

CREATE TABLE postings (
	id         TEXT    PRIMARY KEY,
	open       INTEGER NOT NULL,
	first_seen INTEGER NOT NULL,
	deleted    INTEGER NOT NULL,   -- true: a tombstone
	revision   INTEGER NOT NULL,
	position   INTEGER NOT NULL,
	causes     TEXT    NOT NULL,
	content    BLOB    NOT NULL
);
CREATE UNIQUE INDEX postings_position ON postings (position);

CREATE TABLE aliases (
	alias   TEXT PRIMARY KEY,   -- an id merged away
	posting TEXT NOT NULL       -- the one that stands for it, never an alias itself
) WITHOUT ROWID;
CREATE INDEX aliases_posting ON aliases (posting);

CREATE TABLE links (
	board   TEXT NOT NULL,
	listing TEXT NOT NULL,
	posting TEXT NOT NULL,
	PRIMARY KEY (board, listing)
) WITHOUT ROWID;
CREATE INDEX links_posting ON links (posting);

CREATE TABLE identity_keys (
	key     TEXT NOT NULL,
	board   TEXT NOT NULL,
	listing TEXT NOT NULL,
	closed  INTEGER NOT NULL,   -- whether the listing was when it was understood
	PRIMARY KEY (key, board, listing)
) WITHOUT ROWID;
CREATE INDEX identity_keys_open ON identity_keys (key) WHERE NOT closed;
CREATE INDEX identity_keys_listing ON identity_keys (board, listing);

CREATE TABLE profiles (
	id       TEXT    PRIMARY KEY,
	content  BLOB    NOT NULL,
	revision INTEGER NOT NULL,
	matched  INTEGER NOT NULL,
	created  INTEGER NOT NULL,
	paused   INTEGER NOT NULL,
	disabled TEXT    NOT NULL   -- JSON: alert → why
);

CREATE TABLE secrets (
	profile TEXT NOT NULL,
	alert   TEXT NOT NULL,
	secret  TEXT NOT NULL,
	PRIMARY KEY (profile, alert)
) WITHOUT ROWID;

CREATE TABLE matches (
	profile TEXT    NOT NULL,
	posting TEXT    NOT NULL,
	score   INTEGER NOT NULL,
	PRIMARY KEY (profile, posting)
) WITHOUT ROWID;
CREATE INDEX matches_posting ON matches (posting);

CREATE TABLE told (
	profile  TEXT NOT NULL,
	alert    TEXT NOT NULL,
	posting  TEXT NOT NULL,
	class    TEXT NOT NULL,
	delivery TEXT NOT NULL,
	PRIMARY KEY (profile, alert, posting, class)
) WITHOUT ROWID;
CREATE INDEX told_posting ON told (posting);

CREATE TABLE deliveries (
	id           TEXT    PRIMARY KEY,
	profile      TEXT    NOT NULL,
	alert        TEXT    NOT NULL,
	channel      TEXT    NOT NULL,
	kind         TEXT    NOT NULL,
	slot         TEXT    NOT NULL,
	recipient    TEXT    NOT NULL,
	state        TEXT    NOT NULL,
	created      INTEGER NOT NULL,
	next_at      INTEGER NOT NULL DEFAULT 0,
	attempts     INTEGER NOT NULL DEFAULT 0,
	crashes      INTEGER NOT NULL DEFAULT 0,    -- of the window that began with the one at crashed_at
	crashed_at   INTEGER NOT NULL DEFAULT 0,
	status       INTEGER NOT NULL DEFAULT 0,
	error        TEXT    NOT NULL DEFAULT '',
	reason       TEXT    NOT NULL DEFAULT '',
	sent_at      INTEGER NOT NULL DEFAULT 0,
	published_at INTEGER NOT NULL DEFAULT 0,    -- handed to the queue; 0: not since the last attempt
	lease_owner  TEXT    NOT NULL DEFAULT '',   -- set from claim to result
	lease_until  INTEGER NOT NULL DEFAULT 0,
	token        INTEGER NOT NULL DEFAULT 0,    -- counts claims; the fence of results
	items        BLOB    NOT NULL,
	body         BLOB                           -- frozen bytes; NULL while planned
);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 'pending';
CREATE INDEX deliveries_state ON deliveries (state, created);
CREATE INDEX deliveries_profile ON deliveries (profile);

CREATE TABLE runs (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	board    TEXT    NOT NULL,
	complete INTEGER NOT NULL,
	finished INTEGER NOT NULL,
	content  BLOB    NOT NULL
);
CREATE INDEX runs_board ON runs (board, id);

CREATE TABLE bodies (
	id      INTEGER PRIMARY KEY,
	run     INTEGER NOT NULL,
	board   TEXT    NOT NULL,
	url     TEXT    NOT NULL,
	status  INTEGER NOT NULL,
	type    TEXT    NOT NULL,
	size    INTEGER NOT NULL,   -- of data
	fetched INTEGER NOT NULL,
	data    BLOB    NOT NULL    -- gzip
);
CREATE INDEX bodies_url ON bodies (board, url, fetched);
CREATE INDEX bodies_fetched ON bodies (fetched);

CREATE TABLE leases (
	key   TEXT    PRIMARY KEY,
	owner TEXT    NOT NULL,
	until INTEGER NOT NULL
) WITHOUT ROWID;
