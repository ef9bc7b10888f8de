// Package notify tells people about postings: it decides when a digest is due, writes
// each message once, and sees it through to its receiver.
//
// What happens to a message, in order:
//
//   - Planner finds whose digest is due in their own time zone and plans it; the matcher
//     plans instant alerts. A planned delivery has an id that follows from what it is
//     about, so planning twice makes one.
//   - Sender.Compose has the channel render it and freezes the bytes: every attempt
//     sends the same.
//   - Sender.Relay hands the ids of what is due to a Queue. The queue is a hint and may
//     lose everything: what was not sent is due again a minute later.
//   - A worker takes an id, claims the delivery under a lease, sends it through its
//     Channel and writes down what came of it: sent, to be tried again, or dead and kept
//     for a person to look at.
//
// A delivery is thus made at least once or ends visibly dead. A second copy, with the
// same id, can only come from a process dying between the receiver's yes and our commit.
//
// A channel is a folder here with its own configuration; notifytest holds what every
// channel and every queue must do.
package notify
