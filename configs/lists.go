package configs

import "stackhound"

// The closed lists of board files. The checks, the schema and the reference go by them.
var (
	listFormats   = []string{"html", "embedded", "json", "feed", "sitemap", "jsonld", "thread"}
	detailFormats = []string{"html", "embedded", "json", "jsonld", "thread"}
	timeUnits     = []string{"s", "ms", "mdy", "dmy", "relative"}
	workplaces    = []string{"remote", "hybrid", "onsite"}
)

// choices are the values a key may have, by its path; a "*" stands for any name in a
// mapping or element of a list.
var choices = map[string][]string{
	"format":              listFormats,
	"family":              Families(),
	"fields.*.unit":       timeUnits,
	"detail.format":       detailFormats,
	"defaults.workplace":  workplaces,
	"defaults.employment": stackhound.Employments,
	"defaults.period":     stackhound.Periods,
}

// bounds are the least and the most of numbers, by path.
var bounds = map[string][2]int64{
	"version":            {1, 1},
	"daily_requests":     {0, maxDaily},
	"budget.pages":       {0, 50_000},
	"budget.bytes":       {0, 10 << 30},
	"request.pages.max":  {1, 1000},
	"request.pages.from": {0, 1 << 31},
	"request.pages.step": {0, 1 << 31},
	"request.pages.size": {0, 1 << 31},
	"start.pick.max":     {0, 20},
	"items.skip":         {0, 1000},
	"detail.max":         {0, 5000},
	"fields.*.decode":    {0, 3},
}
