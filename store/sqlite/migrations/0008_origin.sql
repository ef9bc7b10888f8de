-- When a board first showed what a link leads to and which date it gives it, so that who had
-- a job first is told without reading the ads.
ALTER TABLE links ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN posted INTEGER NOT NULL DEFAULT 0;
UPDATE links SET seen = l.first_seen, posted = coalesce(unixepoch(CAST(l.content AS TEXT) ->> '$.posted'), 0) * 1000000
FROM listings AS l WHERE l.board = links.board AND l.id = links.listing;
-- Holds all that is asked for of it, so that the links of each posting are read in a row.
DROP INDEX links_posting;
CREATE INDEX links_posting ON links (posting, board, seen, posted);
