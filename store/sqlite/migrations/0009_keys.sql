-- Keys are kept as hashes: short, and counted and found by one table. Those of before were
-- others, so all listings are understood anew; what was told of them stays told.
DROP TABLE identity_keys;
CREATE TABLE identity_keys (
	key     INTEGER NOT NULL,   -- hash of a key that a listing held when it was understood
	closed  INTEGER NOT NULL,   -- whether the listing was closed then
	board   TEXT    NOT NULL,
	listing TEXT    NOT NULL,
	PRIMARY KEY (key, closed, board, listing)
) WITHOUT ROWID;
CREATE TABLE understood (
	board   TEXT    NOT NULL,
	listing TEXT    NOT NULL,
	closed  INTEGER NOT NULL,
	keys    BLOB    NOT NULL,   -- all of its keys there, eight bytes each
	PRIMARY KEY (board, listing)
) WITHOUT ROWID;
UPDATE positions SET position = 0, replay_until = max(replay_until, position) WHERE follower = 'understand';
