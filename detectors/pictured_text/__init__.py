"""Reads what is written in a listing's pictures, so that a claim in a banner is judged like one in the text."""
