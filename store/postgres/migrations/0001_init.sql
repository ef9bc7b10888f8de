-- Times are microseconds since 1970 in UTC, 0 for none. content and items are JSON. What
-- is large is kept outside the rows by PostgreSQL itself. Texts compare by their bytes, as
-- they do everywhere in the program; what can be longer than an ordinary index takes is
-- looked up by its hash.

CREATE TABLE stackhound_schema (version INTEGER NOT NULL);   -- set after each migration
INSERT INTO stackhound_schema (version) VALUES (0);

CREATE TABLE meta (
	key   TEXT COLLATE "C" PRIMARY KEY,
	value TEXT COLLATE "C" NOT NULL
);
INSERT INTO meta (key, value) VALUES ('id', replace(gen_random_uuid()::text, '-', ''));   -- which store this is

CREATE TABLE feeds (
	name TEXT COLLATE "C" PRIMARY KEY,   -- of the table the feed is over
	last BIGINT           NOT NULL   -- position of its latest change
);
INSERT INTO feeds (name, last) VALUES ('listings', 0), ('postings', 0);

CREATE TABLE positions (
	follower     TEXT COLLATE "C" PRIMARY KEY,
	position     BIGINT           NOT NULL,
	replay_until BIGINT           NOT NULL
);

CREATE TABLE listings (
	board      TEXT COLLATE "C" NOT NULL,
	id         TEXT COLLATE "C" NOT NULL,
	url        TEXT COLLATE "C" NOT NULL,
	row_hash   TEXT COLLATE "C" NOT NULL,
	state      TEXT COLLATE "C" NOT NULL,
	absences   BIGINT           NOT NULL,   -- complete runs in a row that did not show it
	seen_run   BIGINT           NOT NULL,   -- latest run that showed it
	first_seen BIGINT           NOT NULL,
	last_seen  BIGINT           NOT NULL,
	expires    BIGINT           NOT NULL,
	closed_at  BIGINT           NOT NULL,
	closed_why TEXT COLLATE "C" NOT NULL,
	revision   BIGINT           NOT NULL,
	position   BIGINT           NOT NULL,
	causes     TEXT COLLATE "C" NOT NULL,   -- JSON: cause → position it last had
	deleted    BOOLEAN          NOT NULL DEFAULT FALSE,   -- listings leave no tombstones: always false
	content    BYTEA            NOT NULL,
	PRIMARY KEY (board, id)
);
CREATE UNIQUE INDEX listings_position ON listings (position);
CREATE INDEX listings_living ON listings (board, seen_run) WHERE state <> 'closed';
CREATE INDEX listings_expiring ON listings (expires) WHERE expires > 0 AND state <> 'closed';

CREATE TABLE postings (
	id         TEXT COLLATE "C" PRIMARY KEY,
	open       BOOLEAN          NOT NULL,
	first_seen BIGINT           NOT NULL,
	deleted    BOOLEAN          NOT NULL,   -- true: a tombstone
	revision   BIGINT           NOT NULL,
	position   BIGINT           NOT NULL,
	causes     TEXT COLLATE "C" NOT NULL,
	content    BYTEA            NOT NULL
);
CREATE UNIQUE INDEX postings_position ON postings (position);

CREATE TABLE aliases (
	alias   TEXT COLLATE "C" PRIMARY KEY,   -- an id merged away
	posting TEXT COLLATE "C" NOT NULL   -- the one that stands for it, never an alias itself
);
CREATE INDEX aliases_posting ON aliases (posting);

CREATE TABLE links (
	board   TEXT COLLATE "C" NOT NULL,
	listing TEXT COLLATE "C" NOT NULL,
	posting TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (board, listing)
);
CREATE INDEX links_posting ON links (posting);

CREATE TABLE identity_keys (
	key     TEXT COLLATE "C" NOT NULL,
	board   TEXT COLLATE "C" NOT NULL,
	listing TEXT COLLATE "C" NOT NULL,
	closed  BOOLEAN          NOT NULL   -- whether the listing was when it was understood
);
CREATE UNIQUE INDEX identity_keys_listing ON identity_keys (board, listing, md5(key));
CREATE INDEX identity_keys_key ON identity_keys USING hash (key);

CREATE TABLE profiles (
	id       TEXT COLLATE "C" PRIMARY KEY,
	content  BYTEA            NOT NULL,
	revision BIGINT           NOT NULL,
	matched  BIGINT           NOT NULL,
	created  BIGINT           NOT NULL,
	paused   BOOLEAN          NOT NULL,
	disabled TEXT COLLATE "C" NOT NULL   -- JSON: alert → why
);

CREATE TABLE secrets (
	profile TEXT COLLATE "C" NOT NULL,
	alert   TEXT COLLATE "C" NOT NULL,
	secret  TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (profile, alert)
);

CREATE TABLE matches (
	profile TEXT COLLATE "C" NOT NULL,
	posting TEXT COLLATE "C" NOT NULL,
	score   BIGINT           NOT NULL,
	PRIMARY KEY (profile, posting)
);
CREATE INDEX matches_posting ON matches (posting);

CREATE TABLE told (
	profile  TEXT COLLATE "C" NOT NULL,
	alert    TEXT COLLATE "C" NOT NULL,
	posting  TEXT COLLATE "C" NOT NULL,
	class    TEXT COLLATE "C" NOT NULL,
	delivery TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (profile, alert, posting, class)
);
CREATE INDEX told_posting ON told (posting);

CREATE TABLE deliveries (
	id           TEXT COLLATE "C" PRIMARY KEY,
	profile      TEXT COLLATE "C" NOT NULL,
	alert        TEXT COLLATE "C" NOT NULL,
	channel      TEXT COLLATE "C" NOT NULL,
	kind         TEXT COLLATE "C" NOT NULL,
	slot         TEXT COLLATE "C" NOT NULL,
	recipient    TEXT COLLATE "C" NOT NULL,
	state        TEXT COLLATE "C" NOT NULL,
	created      BIGINT           NOT NULL,
	next_at      BIGINT           NOT NULL DEFAULT 0,
	attempts     BIGINT           NOT NULL DEFAULT 0,
	crashes      BIGINT           NOT NULL DEFAULT 0,   -- of the window that began with the one at crashed_at
	crashed_at   BIGINT           NOT NULL DEFAULT 0,
	status       BIGINT           NOT NULL DEFAULT 0,
	error        TEXT COLLATE "C" NOT NULL DEFAULT '',
	reason       TEXT COLLATE "C" NOT NULL DEFAULT '',
	sent_at      BIGINT           NOT NULL DEFAULT 0,
	published_at BIGINT           NOT NULL DEFAULT 0,   -- handed to the queue; 0: not since the last attempt
	lease_owner  TEXT COLLATE "C" NOT NULL DEFAULT '',   -- set from claim to result
	lease_until  BIGINT           NOT NULL DEFAULT 0,
	token        BIGINT           NOT NULL DEFAULT 0,   -- counts claims; the fence of results
	items        BYTEA            NOT NULL,
	body         BYTEA   -- frozen bytes; NULL while planned
);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 'pending';
CREATE INDEX deliveries_state ON deliveries (state, created);
CREATE INDEX deliveries_profile ON deliveries (profile);

CREATE TABLE runs (
	id       BIGINT           PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	board    TEXT COLLATE "C" NOT NULL,
	complete BOOLEAN          NOT NULL,
	finished BOOLEAN          NOT NULL,
	content  BYTEA            NOT NULL
);
CREATE INDEX runs_board ON runs (board, id);

CREATE TABLE bodies (
	id      BIGINT           PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	run     BIGINT           NOT NULL,
	board   TEXT COLLATE "C" NOT NULL,
	url     TEXT COLLATE "C" NOT NULL,
	status  BIGINT           NOT NULL,
	type    TEXT COLLATE "C" NOT NULL,
	size    BIGINT           NOT NULL,   -- of data
	fetched BIGINT           NOT NULL,
	data    BYTEA            NOT NULL   -- gzip
);
CREATE INDEX bodies_url ON bodies USING hash (url);
CREATE INDEX bodies_fetched ON bodies (fetched);

CREATE TABLE leases (
	key   TEXT COLLATE "C" PRIMARY KEY,
	owner TEXT COLLATE "C" NOT NULL,
	until BIGINT           NOT NULL
);
