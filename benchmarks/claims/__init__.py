"""How well false advertising and counterfeit offers are found in listings' texts (README.md describes the data)."""
