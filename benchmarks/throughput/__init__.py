"""How many pages a CPU second reads, keeps and chains, beside a bare Scrapy that only takes their titles."""
