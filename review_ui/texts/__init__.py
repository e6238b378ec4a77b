"""Every text on the screen, one file per language with the same keys."""
