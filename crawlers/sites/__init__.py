"""Site profiles: how to find and read a site's listings, and how politely."""
