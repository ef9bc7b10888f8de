// Package configs reads what people write to set the program up: the configuration
// file, board files and profiles. Reading is strict: a key that is not known, a value of
// the wrong kind or one out of range is named with its file, line and column, and with
// the nearest thing that would be right. It holds the board files the program ships with.
package configs
