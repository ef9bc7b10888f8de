-- What a run found that waits for its verdict, or for an operator's word.
CREATE TABLE held (
	run        INTEGER NOT NULL,
	board      TEXT    NOT NULL,
	id         TEXT    NOT NULL,   -- of the listing
	why        TEXT    NOT NULL,
	row_hash   TEXT    NOT NULL,
	state      TEXT    NOT NULL,
	closed_why TEXT    NOT NULL,
	content    BLOB    NOT NULL,
	PRIMARY KEY (run, id)
);
CREATE INDEX held_board ON held (board, run);
