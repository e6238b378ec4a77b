"""The web application in which people look at hits and decide."""
