-- The links of postings that have several are what is looked for by posting. Most have one,
-- and to keep each of those in an index as well was a seventh of what understanding wrote.
ALTER TABLE links ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;   -- whether the posting has other links
UPDATE links SET shared = TRUE WHERE posting IN (SELECT posting FROM links GROUP BY posting HAVING count(*) > 1);
DROP INDEX links_posting;
CREATE INDEX links_shared ON links (posting, board, seen, posted) WHERE shared;
-- Keys stand in another order, so all listings are understood anew; what was told of them
-- stays told.
DELETE FROM identity_keys;
DELETE FROM understood;
UPDATE positions SET position = 0, replay_until = greatest(replay_until, position) WHERE follower = 'understand';
