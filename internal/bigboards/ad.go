package bigboards

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"stackhound"
)

// boards is how many there are.
const boards = 48

// cutAt is how many letters of an ad some boards show.
const cutAt = 800

// ad is a job as one listing tells it.
type ad struct {
	job
	number   int // of the listing
	reworded bool
	rand     *rand.Rand
}

// retell has a further listing show the job: mostly on another board and in other words,
// else once more on the same board, in one more city, or by an agency that leads to the
// employer's own system.
func (a *ad) retell() {
	first := a.board
	a.board = (first + 1 + a.rand.IntN(boards-1)) % boards
	a.reworded = true
	switch a.rand.IntN(20) {
	case 0, 1, 2:
		a.board, a.reworded = first, false
	case 3, 4:
		if !a.always {
			a.city = pick(a.rand, moreCities)
		}
	case 5:
		if a.apply != "" && a.always { // else nothing tells that the agency's is the same
			a.company, a.form = title(pick(a.rand, syllables)+pick(a.rand, syllables))+" "+pick(a.rand, agents), ""
		}
	}
}

// listing writes the ad down in the way of its board.
func (a *ad) listing(at time.Time) stackhound.Listing {
	board := fmt.Sprintf("board%02d", a.board)
	l := stackhound.Listing{
		ListingKey: stackhound.ListingKey{Board: board, ID: fmt.Sprint(idPrefix, a.number)},
		URL:        fmt.Sprintf("https://%s.example/jobs/%d", board, a.number),
		Title:      a.title(), Company: a.employer(), Location: a.location(), Description: a.text,
		Posted: at.Add(-time.Duration(a.rand.IntN(72)) * time.Hour).Truncate(24 * time.Hour),
	}
	switch {
	case a.apply != "" && (a.always || a.board%3 > 0):
		l.ApplyURL = a.apply
		if a.board%2 == 0 {
			l.ApplyURL += "?utm_source=" + board + "&utm_medium=feed"
		}
	case a.mail:
		l.ApplyURL = "mailto:jobs@" + strings.ToLower(strings.ReplaceAll(a.company, " ", "")) + ".example"
	}
	if a.board%4 == 1 && len(l.Description) > cutAt {
		l.Description = l.Description[:cutAt] + "…"
	}
	return l
}

// title writes the title in one of five orders.
func (a *ad) title() string {
	level, role, stack, team := a.level, a.role, a.stack, a.team
	order := 0
	if a.reworded {
		level, role, stack, order = a.spelled(level), a.spelled(role), a.spelled(stack), a.rand.IntN(5)
	}
	lead := strings.TrimSpace(level + " " + role)
	var t string
	switch order {
	case 0:
		t = strings.TrimSpace(level + " " + stack + " " + role)
	case 1:
		t = lead + " (" + stack + ")"
	case 2:
		t = lead + " - " + stack
	case 3:
		t = role + ", " + strings.TrimSpace(level+" "+stack)
	case 4:
		if t = lead + ", " + stack; team != "" {
			return team + ": " + t
		}
	}
	if team != "" {
		t += ", " + team
	}
	if a.reworded && sure(a.rand, 3) {
		t += pick(a.rand, noise)
	}
	return t
}

// spelled writes one of the words of a title in another way, where there is one.
func (a *ad) spelled(words string) string {
	for _, usual := range []string{"Senior", "Junior", "Go", "JavaScript", "Backend", "Frontend", "Full Stack", "Engineer", "Developer", "Manager"} {
		if strings.Contains(words, usual) && sure(a.rand, 3) {
			return strings.Replace(words, usual, pick(a.rand, spellings[usual]), 1)
		}
	}
	return words
}

// employer writes the company, or the agency, in the way of the board.
func (a *ad) employer() string {
	name := a.company
	if a.agent != "" {
		return a.agent
	}
	if a.number%2 == 0 {
		name = dress(name)
	}
	if a.board%5 != 2 {
		name = strings.TrimSpace(name + " " + a.form)
	}
	if a.board%17 == 3 {
		name = strings.ToUpper(name)
	}
	return name
}

// dress gives the second letter of a name its accent.
func dress(name string) string {
	letters := []rune(name)
	letters[1] = dressed[letters[1]]
	return string(letters)
}

// location writes the place in the way of the board.
func (a *ad) location() string {
	place := a.city
	if a.board%2 == 1 {
		place += ", " + countries[a.city]
	}
	if !a.remote {
		return place
	}
	return []string{place + " (Remote)", "Remote - " + place, place + " / Remote", "Remote, " + place}[a.board%4]
}
