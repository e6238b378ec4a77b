"""From records to what a screen shows. Pure: no store, no request."""
