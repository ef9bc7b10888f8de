-- A listing may offer several roles, each of which belongs to a posting.
CREATE TABLE links_of_parts (
	board   TEXT NOT NULL,
	listing TEXT NOT NULL,
	part    TEXT NOT NULL,               -- '' for a listing of one role
	posting TEXT NOT NULL,
	founder INTEGER NOT NULL,            -- whether the posting's id was issued for it, where the id does not tell
	gone    INTEGER NOT NULL,            -- since when the listing does not offer the role, 0: it does
	PRIMARY KEY (board, listing, part)
) WITHOUT ROWID;
INSERT INTO links_of_parts (board, listing, part, posting, founder, gone) SELECT board, listing, '', posting, FALSE, 0 FROM links;
DROP TABLE links;
ALTER TABLE links_of_parts RENAME TO links;
CREATE INDEX links_posting ON links (posting);
