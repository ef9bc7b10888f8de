// Package stackhound holds the words of the product: what a listing, a posting, a
// board, a profile, a match and a delivery are. It has plain structs with their
// contracts, closed lists and checks, and depends on the standard library only.
//
// How the program hangs together, from the bottom up:
//
//   - A board (Board, a YAML file in configs/boards) is crawled on its schedule. Each
//     job it shows becomes a Listing, kept with the raw answer it was read from.
//   - understand follows the listings' change feed, reads each listing into an Ad (the
//     structured fields) and groups the listings of one job into a Posting.
//   - The search indexer and the matcher each follow the postings' change feed. The
//     matcher scores each posting against every Profile and plans instant alerts.
//   - The digest planner finds who is due in their own time zone. Every alert leaves
//     as a Delivery: written once under a stable id, its bytes frozen before the first
//     attempt, sent through a Channel by workers that hold a lease.
//
// Stages never call each other: they meet in the store's change feeds (Change,
// Position). A stage that was down catches up from its saved position.
package stackhound
