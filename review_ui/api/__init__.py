"""The HTTP API for scripts: the same steps as the pages, as JSON."""
