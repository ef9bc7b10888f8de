package understand

import (
	"cmp"
	"encoding/json"
	"runtime"
	"sync"
	"sync/atomic"

	"stackhound"
	"stackhound/understand/identity"
)

// reading reads the listings of one batch, each once.
type reading struct {
	*Follower
	read map[stackhound.ListingKey][]stackhound.Part
}

// parts are the roles of a listing.
func (r reading) parts(l stackhound.Listing) []stackhound.Part {
	parts, ok := r.read[l.ListingKey]
	if !ok {
		parts = r.readParts(l)
		r.read[l.ListingKey] = parts
	}
	return parts
}

// readParts reads the roles of a listing. One that breaks the reader, or of which it makes
// what cannot be stored, is kept unread, with what its board gives as plain words.
func (f *Follower) readParts(l stackhound.Listing) []stackhound.Part {
	unread := []stackhound.Part{{Title: l.Title, Text: cmp.Or(l.Description, l.Title)}}
	return guard(f, l, unread, func() []stackhound.Part {
		parts := f.Parts(l)
		for _, p := range parts {
			if _, err := json.Marshal(p.Ad); err != nil {
				panic(err)
			}
		}
		return parts
	})
}

// keys are for each listing the keys of its roles, none where they cannot be told: it then
// stays alone. Reading ads is most of the work of a batch, so all processors share it.
func (r reading) keys(listings []stackhound.Listing) [][]string {
	parts, keys := make([][]stackhound.Part, len(listings)), make([][]string, len(listings))
	spread(len(listings), func(i int) {
		parts[i] = r.readParts(listings[i])
		keys[i] = guard(r.Follower, listings[i], []string{}, func() []string {
			all, _ := identity.Keys(listings[i], parts[i])
			return append([]string{}, all...)
		})
	})
	for i, l := range listings {
		r.read[l.ListingKey] = parts[i]
	}
	return keys
}

// spread calls fn with every number below n, on all processors.
func spread(n int, fn func(int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				fn(i)
			}
		})
	}
	all.Wait()
}

// guard returns what fn makes of a listing, or instead of it should fn panic.
func guard[T any](f *Follower, l stackhound.Listing, instead T, fn func() T) (made T) {
	defer func() {
		if r := recover(); r != nil {
			f.Log.Error("a listing could not be understood", "listing", l.ListingKey, "panic", r)
			made = instead
		}
	}()
	return fn()
}
