package bigsite_test

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/PuerkitoBio/goquery"
	"github.com/gocolly/colly/v2"

	"stackhound/internal/bigsite"
)

// runColly is colly as its documentation shows it: asynchronous, with callbacks for HTML.
func runColly(p part) error {
	out, err := newItems(p.out)
	if err != nil {
		return err
	}
	boards := map[string]int{}
	for n, base := range p.row.Bases {
		boards[strings.TrimPrefix(base, "http://")] = n
	}
	c := colly.NewCollector(colly.Async(true))
	if err := c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 8}); err != nil {
		return err
	}
	c.OnHTML("html", func(e *colly.HTMLElement) {
		read := []func(*colly.HTMLElement) item{collyData, collyClasses, collyTestIDs, collyLabels}[boards[e.Request.URL.Host]%bigsite.Markups]
		i := read(e)
		i.URL = e.Request.URL.String()
		out.write(i, nil)
	})
	c.OnError(func(_ *colly.Response, err error) { out.write(item{}, err) })
	for n := range p.row.Bases {
		for _, address := range p.row.Pages(n) {
			err = errors.Join(err, c.Visit(address))
		}
	}
	c.Wait()
	return errors.Join(err, out.close())
}

func collyClasses(e *colly.HTMLElement) item {
	return item{
		Title: words(e.ChildText("h1.job-title")), Company: words(e.ChildText(".job-company")), Location: words(e.ChildText(".job-place")), Salary: words(e.ChildText(".job-pay")),
		Posted: e.ChildAttr(".job-date", "datetime"), Tags: e.ChildTexts(".job-tags li"), Description: words(e.ChildText(".job-text")), ApplyURL: e.ChildAttr("a.job-apply", "href"),
	}
}

func collyTestIDs(e *colly.HTMLElement) item {
	id := func(name string) string { return `[data-testid="` + name + `"]` }
	return item{
		Title: words(e.ChildText(id("title"))), Company: words(e.ChildText(id("company"))), Location: words(e.ChildText(id("place"))), Salary: words(e.ChildText(id("pay"))),
		Posted: e.ChildText(id("date")), Tags: e.ChildTexts(id("tags") + " > span"), Description: words(e.ChildText(id("text"))), ApplyURL: e.ChildAttr(id("apply"), "href"),
	}
}

func collyLabels(e *colly.HTMLElement) item {
	i := item{Title: words(e.ChildText("#content > h2")), Description: words(e.ChildText("#content > .text")), ApplyURL: e.ChildAttr("p.how > a", "href")}
	e.ForEach("dl.facts > dt", func(_ int, label *colly.HTMLElement) {
		value := words(label.DOM.Next().Text())
		switch label.Text {
		case "Employer":
			i.Company = value
		case "Place":
			i.Location = value
		case "Pay":
			i.Salary = value
		case "Since":
			i.Posted = value
		case "Stack":
			i.Tags = strings.Split(value, ", ")
		}
	})
	return i
}

// collyPosting is the part of a JobPosting that is read.
type collyPosting struct {
	Type        string                   `json:"@type"`
	Title       string                   `json:"title"`
	Description string                   `json:"description"`
	Posted      string                   `json:"datePosted"`
	Salary      string                   `json:"estimatedSalary"`
	Skills      []string                 `json:"skills"`
	URL         string                   `json:"url"`
	Company     struct{ Name string }    `json:"hiringOrganization"`
	Place       struct{ Address string } `json:"jobLocation"`
}

func collyData(e *colly.HTMLElement) (i item) {
	var once sync.Once
	e.ForEach(`script[type="application/ld+json"]`, func(_ int, s *colly.HTMLElement) {
		var p collyPosting
		if json.Unmarshal([]byte(s.Text), &p) != nil || p.Type != "JobPosting" {
			return
		}
		once.Do(func() {
			i = item{Title: p.Title, Company: p.Company.Name, Location: p.Place.Address, Salary: p.Salary, Posted: p.Posted, Tags: p.Skills, ApplyURL: p.URL}
			if doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.Description)); err == nil {
				i.Description = words(doc.Text())
			}
		})
	})
	return i
}
