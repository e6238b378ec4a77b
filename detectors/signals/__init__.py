"""Signals: what raises a listing's risk but alone queues nothing."""
