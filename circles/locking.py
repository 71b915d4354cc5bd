"""What verbs of a circle begin with: its row is locked, it is open, and who acts still looks after it.

Called within a transaction; the circle is locked before anything that hangs on it. It is locked against others who
lock it, not against rows that only name it (`no_key`): who holds a gathering may still write a letter of its circle.
"""

from circles.models import Circle, Membership, Standing
from circles.refusals import CircleHasClosed, NotASteward


def open_circle(pk: int) -> Circle:
    """Lock a circle and return it as it stands, so that what is added to it is added one at a time.

    Raises CircleHasClosed.
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=pk)
    if circle.is_closed:
        raise CircleHasClosed
    return circle


def see_that_steward(by: Membership | None, circle: Circle) -> None:
    """Raise NotASteward unless `by` is a steward of the locked circle at this moment, or None: an operator."""
    stewards = circle.memberships.present().filter(standing=Standing.STEWARD)
    if by is not None and not stewards.filter(pk=by.pk).exists():
        raise NotASteward
