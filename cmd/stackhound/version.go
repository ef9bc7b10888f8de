package main

import "runtime/debug"

// version is what a release is called; the build stamps the revision beside it.
const version = "0.1.0"

type buildDetails struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Revision string `json:"revision,omitempty"`
}

func buildInfo() buildDetails {
	details := buildDetails{Version: version}
	if info, ok := debug.ReadBuildInfo(); ok {
		details.Go = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				details.Revision = s.Value
			}
		}
	}
	return details
}
