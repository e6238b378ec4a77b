"""How well changed copies of official pictures are found, and how often other pictures are taken for them."""
