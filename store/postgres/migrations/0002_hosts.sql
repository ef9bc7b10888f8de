-- Hosts that are to be left alone until a time, in microseconds since 1970.
CREATE TABLE hosts (
	host  TEXT COLLATE "C" PRIMARY KEY,   -- scheme and address
	until BIGINT           NOT NULL,
	why   TEXT COLLATE "C" NOT NULL
);
