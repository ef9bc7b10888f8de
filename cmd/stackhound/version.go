package main

import (
	"runtime/debug"
	"time"
)

// version is what a release is called; the build stamps the revision beside it.
const version = "0.1.0"

type buildDetails struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Revision string `json:"revision,omitempty"`

	Time time.Time `json:"-"` // of the revision; zero where the build does not say
}

func buildInfo() buildDetails {
	details := buildDetails{Version: version}
	if info, ok := debug.ReadBuildInfo(); ok {
		details.Go = info.GoVersion
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				details.Revision = s.Value
			case "vcs.time":
				details.Time, _ = time.Parse(time.RFC3339, s.Value) // else it stays zero
			}
		}
	}
	return details
}
