-- What a run found that waits for its verdict, or for an operator's word.
CREATE TABLE held (
	run        BIGINT           NOT NULL,
	board      TEXT COLLATE "C" NOT NULL,
	id         TEXT COLLATE "C" NOT NULL,   -- of the listing
	why        TEXT COLLATE "C" NOT NULL,
	row_hash   TEXT COLLATE "C" NOT NULL,
	state      TEXT COLLATE "C" NOT NULL,
	closed_why TEXT COLLATE "C" NOT NULL,
	content    BYTEA            NOT NULL,
	PRIMARY KEY (run, id)
);
CREATE INDEX held_board ON held (board, run);
