-- What an operator decided of two roles of listings; the first one stands before the
-- second by board, listing, part.
CREATE TABLE decisions (
	board_a   TEXT    NOT NULL,
	listing_a TEXT    NOT NULL,
	part_a    TEXT    NOT NULL,
	board_b   TEXT    NOT NULL,
	listing_b TEXT    NOT NULL,
	part_b    TEXT    NOT NULL,
	same      INTEGER NOT NULL,   -- they are one job; else they are not
	why       TEXT    NOT NULL,
	at        INTEGER NOT NULL,
	PRIMARY KEY (board_a, listing_a, part_a, board_b, listing_b, part_b)
) WITHOUT ROWID;
CREATE INDEX decisions_second ON decisions (board_b, listing_b);
