"""The marketplace's pages: offers in, HTML out."""
