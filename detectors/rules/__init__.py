"""The catalogue of rules with their dated legal basis, and the wording patterns that some of them carry."""
