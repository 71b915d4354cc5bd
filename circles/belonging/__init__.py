"""Belonging to a circle, and who somebody is on the whole site."""
