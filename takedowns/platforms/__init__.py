"""Where takedown lists go: one file per platform or authority, and a catalogue."""
