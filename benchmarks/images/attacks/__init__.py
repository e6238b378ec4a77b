"""What happens to an official picture before it stands in a listing: one file a family; `catalogue.py` lists them."""
