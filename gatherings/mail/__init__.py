"""What the letters of this floor say, a module for each occasion, rendered when they are sent."""

from gatherings.mail import asking, before, change, lab, phone, seat, turns_told


def register() -> None:
    """Register what every letter of this floor says."""
    for occasion in (asking, before, change, lab, phone, seat, turns_told):
        occasion.register()
