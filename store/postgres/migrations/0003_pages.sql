CREATE TABLE pages (
	board    TEXT COLLATE "C" NOT NULL,
	key      TEXT COLLATE "C" NOT NULL,   -- hash of url and listing
	url      TEXT COLLATE "C" NOT NULL,
	listing  TEXT COLLATE "C" NOT NULL,   -- '' for a page of the list
	final    TEXT COLLATE "C" NOT NULL,
	etag     TEXT COLLATE "C" NOT NULL,
	modified TEXT COLLATE "C" NOT NULL,
	hash     TEXT COLLATE "C" NOT NULL,
	status   BIGINT           NOT NULL,
	rules    TEXT COLLATE "C" NOT NULL,
	asked    BIGINT           NOT NULL,
	whole    BIGINT           NOT NULL,
	unsent   BIGINT           NOT NULL,
	shown    BYTEA            NOT NULL,
	PRIMARY KEY (board, key)
);
CREATE INDEX pages_asked ON pages (asked);
