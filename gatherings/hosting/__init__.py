"""Who holds what: the roles, their turns, whom to ask, what is passed on, and what is told."""
