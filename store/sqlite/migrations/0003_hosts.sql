-- Hosts that are to be left alone until a time, in microseconds since 1970.
CREATE TABLE hosts (
	host  TEXT    PRIMARY KEY,   -- scheme and address
	until INTEGER NOT NULL,
	why   TEXT    NOT NULL
) WITHOUT ROWID;
