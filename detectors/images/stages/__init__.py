"""One file a stage of the cascade; `catalogue.py` lists them in order."""
