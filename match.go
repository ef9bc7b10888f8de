package stackhound

// Match is what one profile makes of one posting. Score is 0 to 100; a posting that
// breaks a hard rule has the rule's name in Rejected, and Score is what it would be
// worth without that rule.
type Match struct {
	Profile  string   `json:"profile"`
	Posting  string   `json:"id"`
	Score    int      `json:"score"`
	Rejected string   `json:"rejected"`
	Reasons  []Reason `json:"reasons"`
}

// Reason is one contribution to a score. The points of a match's reasons add up to its
// score before it is cut to 0..100. Quote is an exact part of the ad, "" where the
// reason is the ad's silence.
type Reason struct {
	Points int    `json:"points"`
	Text   string `json:"text"`
	Quote  string `json:"quote"`
}

// Scored is a posting's id with its score for some profile.
type Scored struct {
	Posting string
	Score   int
}

// Block holds the matches of one posting: a pair for each profile it was not rejected
// for. A posting's block replaces its earlier one.
type Block struct {
	Posting string
	Entries []BlockEntry
}

// BlockEntry is one profile's score in a Block.
type BlockEntry struct {
	Profile string
	Score   int
}
