"""What Soi is compared with: what a good engineer builds in a week without it."""
