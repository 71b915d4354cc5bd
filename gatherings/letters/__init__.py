"""Who is written to about a gathering, and when a letter leaves; what it says stands in `gatherings.mail`."""
