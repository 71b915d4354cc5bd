"""What the letters about a poem say, rendered when they are sent."""

from checkins.mail import first_catch, poem


def register() -> None:
    """Register what every letter about a poem says."""
    first_catch.register()
    poem.register()
