"""Tables that leave the house: one file per format, a catalogue, and the defusing of foreign text."""
