"""While the circle sits: the rounds with their flames, the Centre and its scenes, the bell, the poll."""
