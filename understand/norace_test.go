//go:build !race

package understand_test

// raced tells whether the race detector is on.
const raced = false
