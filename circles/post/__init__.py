"""A letter on its way: put into words, into an envelope, and handed to the mail server."""
