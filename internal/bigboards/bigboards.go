// Package bigboards makes as many listings as one likes, of invented companies on
// invented boards, and knows which of them are one job. It is for measuring how listings
// become postings: about every seventh shows a job that was shown before, told
// differently, and among the others are such that only look like one. Any listing is made
// alone, from the seed and its number, so that a million take no memory.
package bigboards

import (
	"math"
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"
	"time"

	"stackhound"
)

// Of every block of listings so many show a job that was shown before: 15 in 100.
const (
	block     = 20
	again     = 3
	firstOnes = block - again
)

// Days is over how many days the listings come in.
const Days = 60

// World is all listings of one seed.
type World struct {
	seed     uint64
	listings int
	jobs     int
	before   []int32 // openings of all companies before each; the last is all openings
	step     int     // spreads the openings of a company over time
	begin    time.Time
}

// New returns a world of that many listings, of which the first is seen at begin.
func New(seed uint64, listings int, begin time.Time) *World {
	w := &World{seed: seed, listings: listings, jobs: listings/block*firstOnes + firstOnes, begin: begin}
	// The sizes of companies fall as 1/rank^0.6: at a million listings from 2,000 openings
	// down to one, which is what most have.
	largest := 2000 * math.Sqrt(float64(listings)/1e6)
	for sum, rank := 0, 1; ; rank++ {
		w.before = append(w.before, int32(sum))
		if sum >= w.jobs {
			break
		}
		sum += min(max(1, int(largest/math.Pow(float64(rank), 0.6))), w.jobs-sum)
	}
	w.step = w.jobs*5/8 | 1
	for gcd(w.step, w.jobs) > 1 {
		w.step += 2
	}
	return w
}

func gcd(a, b int) int {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

// Len is how many listings there are.
func (w *World) Len() int { return w.listings }

// The purposes that numbers are drawn for, each from a source of its own.
const (
	forBlock = iota
	forListing
	forJob
	forCompany
	forText
	forOpening
)

// dice returns the source of numbers for one thing.
func (w *World) dice(purpose, number int) *rand.Rand {
	return rand.New(rand.NewPCG(w.seed<<8+uint64(purpose), uint64(number)))
}

// pick returns one of some texts.
func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// Job returns the number of the job that a listing is for: listings of the same number are
// one posting.
func (w *World) Job(listing int) int {
	job, _ := w.jobOf(listing)
	return job
}

// jobOf also tells whether the listing is a further one of its job.
func (w *World) jobOf(listing int) (job int, further bool) {
	number, place := listing/block, listing%block
	first := number * firstOnes // the first of the jobs that this block shows first
	order := w.dice(forBlock, number).Perm(block)
	if i := order[place]; i < firstOnes {
		return first + i, false
	}
	r := w.dice(forListing, listing)
	shown := first + firstOnes
	if sure(r, 2) {
		return r.IntN(shown), true
	}
	return shown - 1 - r.IntN(min(shown, 2000)), true
}

// opening returns the company of a job, and which of its openings it is.
func (w *World) opening(job int) (company, opening int) {
	slot := job * w.step % w.jobs
	company = sort.Search(len(w.before), func(i int) bool { return int(w.before[i]) > slot }) - 1
	return company, slot - int(w.before[company])
}

// openings is how many a company has.
func (w *World) openings(company int) int { return int(w.before[company+1] - w.before[company]) }

// At is when a listing comes in.
func (w *World) At(listing int) time.Time {
	return w.begin.Add(time.Duration(float64(listing) / float64(w.listings) * Days * 24 * float64(time.Hour))).Truncate(time.Second)
}

// Listing makes a listing. Number tells its number by its id.
func (w *World) Listing(number int) stackhound.Listing {
	job, further := w.jobOf(number)
	j := w.job(job)
	a := ad{job: j, number: number, rand: w.dice(forListing, -1-number)}
	if further {
		a.retell()
	}
	return a.listing(w.At(number))
}

// sure tells whether one in so many things happens.
func sure(r *rand.Rand, oneIn int) bool { return r.IntN(oneIn) == 0 }

// Number returns the number of a listing by its id.
func Number(id string) (int, error) { return strconv.Atoi(strings.TrimPrefix(id, idPrefix)) }

const idPrefix = "j"
