package stackhound

import "errors"

// FaultKind says what kind of thing kept a request of a run from being any use. Runs
// count faults by it.
type FaultKind string

// The kinds of faults.
const (
	FaultTimeout     FaultKind = "timeout"      // no answer, or not its end, within the time allowed
	FaultTooSlow     FaultKind = "too_slow"     // the answer came below the least rate
	FaultTooLarge    FaultKind = "too_large"    // a body or head beyond the limit, a bomb
	FaultBadEncoding FaultKind = "bad_encoding" // the body cannot be inflated, or came in an encoding not asked for
	FaultBlocked     FaultKind = "blocked"      // an address that may not be reached from here: private, another port, no http
	FaultRedirects   FaultKind = "redirects"    // it leads on and on
	FaultTLS         FaultKind = "tls"          // a certificate nobody vouches for, or no TLS at all
	FaultUnreachable FaultKind = "unreachable"  // no such name, or nobody listens
	FaultReset       FaultKind = "reset"        // the connection broke before the answer's end
	FaultMalformed   FaultKind = "malformed"    // what came is no HTTP
	FaultRobots      FaultKind = "robots"       // robots.txt does not allow it
	FaultParked      FaultKind = "parked"       // the host asks to be left alone, or gives no robots.txt for now
	FaultBudget      FaultKind = "budget"       // the board's daily_requests are used up
	FaultReserved    FaultKind = "reserved"     // rights to mine the page are reserved (TDMRep)
	FaultRefused     FaultKind = "refused"      // not allowed as things stand here: no contact is set
	FaultStatus      FaultKind = "status"       // an answer, but no success
	FaultUnreadable  FaultKind = "unreadable"   // an answer that is not what its format says, or lacks what is needed
)

// FaultStep is what a request was for.
type FaultStep string

// The steps of a run that ask for something.
const (
	StepRobots  FaultStep = "robots"  // robots.txt, or the host's word on text and data mining
	StepList    FaultStep = "list"    // a page of the list, or what Start asks for
	StepDetail  FaultStep = "detail"  // a job's own page
	StepConfirm FaultStep = "confirm" // the page of a job that the list no longer shows
)

// Fault is an error of one request: its kind, where it happened, and in Err the sentence
// for a person. Board and Step are empty until the run that asked fills them in.
type Fault struct {
	Kind  FaultKind
	Board string
	Step  FaultStep
	Host  string // with its port, if that is not the scheme's own
	URL   string
	Err   error
}

// Error returns the sentence.
func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap returns the error with the sentence.
func (f *Fault) Unwrap() error { return f.Err }

// FaultOf returns the first Fault in err's chain, nil if there is none.
func FaultOf(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}
