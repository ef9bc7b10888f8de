package stackhound

// Part is one role that a listing offers, read as an ad of its own. A listing of a single
// role has one part, which is the ad.
type Part struct {
	Key   string // tells the parts of a listing apart, its folded title; "" for an ad of one role
	Title string // the name of the role; for an ad of one role the listing's title
	Text  string // the description as clean plain text, without what speaks of other roles alone
	Ad
}
