"""The sample marketplace: an invented shop with known answers. A separate process; imports nothing of Soi."""
