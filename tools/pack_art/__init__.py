"""Drawings of the sample marketplace's invented packs, as SVG."""
