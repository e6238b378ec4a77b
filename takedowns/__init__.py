"""Confirmed hits into notices, per platform and per format. Pure: records in, bytes out."""
