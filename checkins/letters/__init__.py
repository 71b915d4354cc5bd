"""Who is written to about a poem, and when; what it says stands in `checkins.mail`."""
