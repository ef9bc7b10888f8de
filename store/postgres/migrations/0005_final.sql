-- Where an answer came from in the end, after redirects; '' in rows from before.
ALTER TABLE bodies ADD COLUMN final TEXT COLLATE "C" NOT NULL DEFAULT '';
