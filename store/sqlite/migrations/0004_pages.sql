CREATE TABLE pages (
	board    TEXT    NOT NULL,
	key      TEXT    NOT NULL,   -- hash of url and listing
	url      TEXT    NOT NULL,
	listing  TEXT    NOT NULL,   -- '' for a page of the list
	final    TEXT    NOT NULL,
	etag     TEXT    NOT NULL,
	modified TEXT    NOT NULL,
	hash     TEXT    NOT NULL,
	status   INTEGER NOT NULL,
	rules    TEXT    NOT NULL,
	asked    INTEGER NOT NULL,
	whole    INTEGER NOT NULL,
	unsent   INTEGER NOT NULL,
	shown    BLOB    NOT NULL,
	PRIMARY KEY (board, key)
);
CREATE INDEX pages_asked ON pages (asked);
