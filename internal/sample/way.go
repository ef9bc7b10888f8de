package sample

import (
	"slices"
	"strings"

	"stackhound"
)

// way is one rule about where the work is done.
type way struct {
	workplace stackhound.Workplace
	regions   []string // where remote work is allowed from; none: in the employer's country
	place     string   // as boards write it; {office} is "Berlin, Germany", {country} "Germany"
}

// ways are the rules by the keys the wording uses.
var ways = map[string]way{
	"onsite":   {stackhound.Onsite, nil, "{office}"},
	"hybrid":   {stackhound.Hybrid, nil, "{office}"},
	"country":  {stackhound.Remote, nil, "Remote ({country})"},
	"eu":       {stackhound.Remote, []string{"EU"}, "Remote (EU)"},
	"europe":   {stackhound.Remote, []string{"europe"}, "Remote (Europe)"},
	"zones":    {stackhound.Remote, []string{"UTC-1..UTC+3"}, "Remote (UTC-1 to UTC+3)"},
	"world":    {stackhound.Remote, []string{"worldwide"}, "Remote (worldwide)"},
	"americas": {stackhound.Remote, []string{"CA", "US"}, "Remote (US or Canada)"},
	"latam":    {stackhound.Remote, []string{"latam"}, "Remote (Latin America)"},
	"either":   {stackhound.Remote | stackhound.Onsite, nil, "{office} or remote"},
}

// allowed returns the regions of a way for an employer's country.
func (w way) allowed(country string) []string {
	if w.workplace&stackhound.Remote != 0 && w.regions == nil {
		return []string{country}
	}
	return slices.Clone(w.regions)
}

// city and land are the first and the last part of an office.
func city(office string) string {
	name, _, _ := strings.Cut(office, ",")
	return name
}

func land(office string) string {
	return strings.TrimSpace(office[strings.LastIndex(office, ",")+1:])
}
