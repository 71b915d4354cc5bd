"""When and where we meet: rhythms and single dates, labs, rest, and slips undone."""
