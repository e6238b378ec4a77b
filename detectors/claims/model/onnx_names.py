"""What goes into the graphs and what comes out: known to who writes them and to who runs them."""

from __future__ import annotations

from typing import Final

IDS: Final = "input_ids"
"""[1, tokens]: what the first stage takes."""
STATES: Final = "states"
"""[1, tokens, d]: what every stage gives."""
STATES_BEFORE: Final = "states_before"
"""[1, tokens, d]: what a later stage takes, the states that the one before gave."""
