"""Everything that goes out and fetches, and the reading of what came back."""
