"""Compares a listing's pictures with a brand's reference pictures. Light to import: the work is in its modules."""
