"""A circle taken out whole and brought in whole; and what is kept about one person, for them to take home."""
