package storetest

import (
	"slices"
	"strings"
	"time"

	"stackhound"
)

// known returns the pages of the board by address and listing.
func (b *bench) known() []stackhound.Page {
	b.Helper()
	pages := must(b.Pages.Known(b.ctx, board))(b)
	slices.SortFunc(pages, func(x, y stackhound.Page) int { return strings.Compare(x.URL+" "+x.Listing, y.URL+" "+y.Listing) })
	return pages
}

func pagesKnown(b *bench) {
	list := stackhound.Page{
		Board: board, URL: "https://jobs.example/?page=1", Final: "https://jobs.example/1", ETag: `W/"7"`, Modified: "Fri, 20 Nov 2026 12:00:00 GMT",
		Hash: "h1", Status: 200, Rules: "r1", Asked: b.now, Whole: b.now.Add(-time.Hour), Unsent: 3, Shown: []byte(`{"ids":["a","b"]}`),
	}
	own := stackhound.Page{Board: board, URL: "https://jobs.example/a", Listing: "a"}
	twin := own
	twin.Listing = "b" // two listings may share a page
	long := stackhound.Page{Board: board, URL: "https://jobs.example/" + strings.Repeat("x", 100_000)}
	b.ok(b.Pages.Put(b.ctx, []stackhound.Page{list, own, twin, long, {Board: "elsewhere", URL: list.URL}}))
	b.same("known", b.known(), []stackhound.Page{list, own, twin, long})
	list.ETag, list.Hash, list.Unsent, list.Asked = "", "h2", 0, b.now.Add(time.Hour)
	b.ok(b.Pages.Put(b.ctx, []stackhound.Page{list}))
	b.same("in its place", b.known()[0], list)
	b.same("another board", len(must(b.Pages.Known(b.ctx, "elsewhere"))(b)), 1)
	b.ok(b.Pages.Put(b.ctx, nil))
}

// What is known of pages goes with listings that are long closed, and with lists that are
// no longer asked for.
func pagesPruned(b *bench) {
	b.settle()
	b.put(ad("open"), ad("late"), ad("old"))
	page := func(listing string) stackhound.Page {
		return stackhound.Page{Board: board, URL: "https://jobs.example/" + listing, Listing: listing, Asked: b.now}
	}
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("old")}, stackhound.ClosedGone, b.now))
	b.ok(b.Pages.Put(b.ctx, []stackhound.Page{page("open"), page("late"), page("old"), page("never"), page("")}))
	b.later(time.Hour)
	b.ok(b.Listings.Close(b.ctx, []stackhound.ListingKey{key("late")}, stackhound.ClosedGone, b.now))
	b.same("too early", must(b.Pages.Prune(b.ctx, b.now.Add(-time.Hour)))(b), 0)
	b.same("pruned", must(b.Pages.Prune(b.ctx, b.now))(b), 3)
	var left []string
	for _, p := range b.known() {
		left = append(left, p.Listing)
	}
	b.same("left", left, []string{"late", "open"})
}
