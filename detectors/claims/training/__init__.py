"""Trains the claim model from the corpus. Needs torch (the extra `models`); nothing at run time imports this."""
