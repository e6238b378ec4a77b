"""The Scrapy spider of a run and its parts: pace, redirects, robots.txt, and the pure decisions about an answer."""
