"""What verbs of a check-in and its poem begin with: the gathering's row is locked, and who acts is of its circle.

Called within a transaction. Words, poem and consent of one evening are changed one at a time.
"""

from circles.models import Membership
from gatherings.models import Gathering


def locked_gathering(pk: int, *, by: Membership | None) -> Gathering:
    """Lock a gathering and return it as it stands, with its circle and its poem, if any.

    Raises ValueError for somebody of another circle. The Centre acts by nobody: it is signed in as nobody.
    """
    gatherings = Gathering.objects.select_for_update(of=("self",)).select_related("circle", "harvest")
    gathering = gatherings.get(pk=pk)
    if by and gathering.circle_id != by.circle_id:
        raise ValueError("somebody of another circle")
    return gathering
