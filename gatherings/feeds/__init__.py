"""Calendars that others keep: an entry for each gathering, links with versions, stored bytes."""
