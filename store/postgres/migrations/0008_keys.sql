-- Keys are kept as hashes: short, and counted and found by one table. Those of before were
-- others, so all listings are understood anew; what was told of them stays told.
DROP TABLE identity_keys;
CREATE TABLE identity_keys (
	key     BIGINT           NOT NULL,   -- hash of a key that a listing held when it was understood
	closed  BOOLEAN          NOT NULL,   -- whether the listing was closed then
	board   TEXT COLLATE "C" NOT NULL,
	listing TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (key, closed, board, listing)
);
CREATE TABLE understood (
	board   TEXT COLLATE "C" NOT NULL,
	listing TEXT COLLATE "C" NOT NULL,
	closed  BOOLEAN          NOT NULL,
	keys    BYTEA            NOT NULL,   -- all of its keys there, eight bytes each
	PRIMARY KEY (board, listing)
);
UPDATE positions SET position = 0, replay_until = greatest(replay_until, position) WHERE follower = 'understand';
