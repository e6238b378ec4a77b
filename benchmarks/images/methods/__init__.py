"""What is measured: Soi, and what it is compared with. `catalogue.py` lists them."""
