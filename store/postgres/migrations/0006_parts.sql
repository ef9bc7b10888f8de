-- A listing may offer several roles, each of which belongs to a posting.
ALTER TABLE links
	ADD COLUMN part    TEXT COLLATE "C" NOT NULL DEFAULT '',   -- '' for a listing of one role
	ADD COLUMN founder BOOLEAN NOT NULL DEFAULT FALSE,         -- whether the posting's id was issued for it, where the id does not tell
	ADD COLUMN gone    BIGINT NOT NULL DEFAULT 0,              -- since when the listing does not offer the role, 0: it does
	DROP CONSTRAINT links_pkey,
	ADD PRIMARY KEY (board, listing, part);
