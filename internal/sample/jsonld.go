package sample

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"stackhound"
)

// sitemap lists the pages of sample-jsonld.
func (s *Site) sitemap(w http.ResponseWriter, _ *http.Request) {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, l := range s.shown("sample-jsonld") {
		b.WriteString("<url><loc>" + escapeXML(s.base+l.path) + "</loc><lastmod>" + l.Posted.Format(time.RFC3339) + "</lastmod></url>\n")
	}
	b.WriteString("</urlset>\n")
	answer(w, "application/xml; charset=utf-8", b.Bytes())
}

// posting is a job as structured data: a JobPosting of schema.org.
type posting struct {
	Context      string     `json:"@context"`
	Type         string     `json:"@type"`
	Title        string     `json:"title"`
	Description  string     `json:"description"`
	DatePosted   string     `json:"datePosted"`
	Employment   string     `json:"employmentType"`
	Employer     thing      `json:"hiringOrganization"`
	Location     *thing     `json:"jobLocation,omitempty"`
	LocationType string     `json:"jobLocationType,omitempty"`
	Applicants   []thing    `json:"applicantLocationRequirements,omitempty"`
	Salary       *monetary  `json:"baseSalary,omitempty"`
	Skills       string     `json:"skills"`
	Identifier   identifier `json:"identifier"`
	Contact      thing      `json:"applicationContact"`
}

// thing is a small object of schema.org.
type thing struct {
	Type    string   `json:"@type"`
	Name    string   `json:"name,omitempty"`
	URL     string   `json:"url,omitempty"`
	Address *address `json:"address,omitempty"`
}

type address struct {
	Type    string `json:"@type"`
	City    string `json:"addressLocality"`
	Country string `json:"addressCountry"`
}

type identifier struct {
	Type  string `json:"@type"`
	Name  string `json:"name"`
	Value int    `json:"value"`
}

type monetary struct {
	Type     string   `json:"@type"`
	Currency string   `json:"currency"`
	Value    quantity `json:"value"`
}

type quantity struct {
	Type string  `json:"@type"`
	Min  float64 `json:"minValue"`
	Max  float64 `json:"maxValue"`
	Unit string  `json:"unitText"`
}

func (l *listing) posting() *posting {
	p := &posting{
		Context: "https://schema.org", Type: "JobPosting", Title: l.title, Description: asHTML(l.body()),
		DatePosted: l.Posted.Format(time.RFC3339), Employment: l.employment("FULL_TIME", "CONTRACTOR"),
		Employer: thing{Type: "Organization", Name: l.Company}, Skills: strings.Join(l.Required, ", "),
		Identifier: identifier{"PropertyValue", l.Company, l.number}, Contact: thing{Type: "ContactPoint", URL: l.apply},
	}
	if l.Workplace != stackhound.Remote {
		p.Location = &thing{Type: "Place", Name: l.office, Address: &address{"PostalAddress", city(l.office), l.company.Country}}
	}
	if l.Workplace&stackhound.Remote != 0 {
		p.LocationType = "TELECOMMUTE"
		for _, region := range l.Regions {
			p.Applicants = append(p.Applicants, thing{Type: "Country", Name: region})
		}
	}
	if l.Pay != nil {
		p.Salary = &monetary{"MonetaryAmount", l.Pay.Currency, quantity{"QuantitativeValue", *l.Pay.Min, *l.Pay.Max, strings.ToUpper(l.Pay.Period)}}
	}
	return p
}
