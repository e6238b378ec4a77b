"""Shop programs that others wrote, crawled on loopback where they are installed."""
