"""Scrapy over a row of boards, as its documentation shows it: one spider, CSS selectors.

python scrapy_row.py PORT BOARDS JOBS OUT writes an item a line to OUT.
"""
import json
import sys

import scrapy
from scrapy.crawler import CrawlerProcess

port, boards, jobs, out = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

CLASSES = {
    "title": "h1.job-title", "company": ".job-company", "location": ".job-place", "salary": ".job-pay",
    "posted": ".job-date::attr(datetime)", "tags": ".job-tags li", "description": ".job-text", "apply_url": "a.job-apply::attr(href)",
}
TEST_IDS = {
    "title": '[data-testid="title"]', "company": '[data-testid="company"]', "location": '[data-testid="place"]', "salary": '[data-testid="pay"]',
    "posted": '[data-testid="date"]', "tags": '[data-testid="tags"] > span', "description": '[data-testid="text"]', "apply_url": '[data-testid="apply"]::attr(href)',
}
LABELS = {"Employer": "company", "Place": "location", "Pay": "salary", "Since": "posted", "Stack": "tags"}


def text(selected):
    """The words of the first of what is selected."""
    return " ".join(" ".join(selected[0].css("*::text").getall()).split()) if selected else ""


def by_selectors(page, selectors):
    item = {}
    for name, css in selectors.items():
        if "::attr" in css:
            item[name] = page.css(css).get("")
        elif name == "tags":
            item[name] = [text([one]) for one in page.css(css)]
        else:
            item[name] = text(page.css(css))
    return item


def by_labels(page):
    item = {
        "title": text(page.css("#content > h2")), "description": text(page.css("#content > .text")), "apply_url": page.css("p.how > a::attr(href)").get(""),
    }
    for label in page.css("dl.facts > dt"):
        name = LABELS[label.css("::text").get("")]
        value = text(label.xpath("following-sibling::dd[1]"))
        item[name] = value.split(", ") if name == "tags" else value
    return item


def by_data(page):
    for block in page.css('script[type="application/ld+json"]::text').getall():
        data = json.loads(block)
        if data.get("@type") == "JobPosting":
            return {
                "title": data["title"], "company": data["hiringOrganization"]["name"], "location": data["jobLocation"]["address"],
                "salary": data.get("estimatedSalary", ""), "posted": data["datePosted"], "tags": data["skills"], "apply_url": data["url"],
                "description": text([scrapy.Selector(text=data["description"])]),
            }
    return {}


class Row(scrapy.Spider):
    name = "row"

    async def start(self):
        for job in range(jobs):
            for board in range(boards):
                yield scrapy.Request(f"http://127.0.0.{2 + board}:{port}/jobs/{job}", cb_kwargs={"board": board})

    def parse(self, response, board):
        read = [by_data, lambda p: by_selectors(p, CLASSES), lambda p: by_selectors(p, TEST_IDS), by_labels][board % 4]
        yield {"url": response.url} | read(response)


process = CrawlerProcess({
    "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False, "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "WARNING", "FEEDS": {out: {"format": "jsonlines", "overwrite": True}},
})
process.crawl(Row)
process.start()
with open("/proc/self/status") as status:
    print(status.read())
