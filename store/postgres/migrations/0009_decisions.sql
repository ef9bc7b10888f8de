-- What an operator decided of two roles of listings; the first one stands before the
-- second by board, listing, part.
CREATE TABLE decisions (
	board_a   TEXT COLLATE "C" NOT NULL,
	listing_a TEXT COLLATE "C" NOT NULL,
	part_a    TEXT COLLATE "C" NOT NULL,
	board_b   TEXT COLLATE "C" NOT NULL,
	listing_b TEXT COLLATE "C" NOT NULL,
	part_b    TEXT COLLATE "C" NOT NULL,
	same      BOOLEAN NOT NULL,   -- they are one job; else they are not
	why       TEXT COLLATE "C" NOT NULL,
	at        BIGINT  NOT NULL,
	PRIMARY KEY (board_a, listing_a, part_a, board_b, listing_b, part_b)
);
CREATE INDEX decisions_second ON decisions (board_b, listing_b);
