//go:build tools

// Package tools pins the linter that .ci/run builds; it is a module of its own so that
// the program's go.mod lists only what ships.
package tools

import _ "honnef.co/go/tools/cmd/staticcheck"
