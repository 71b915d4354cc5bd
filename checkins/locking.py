"""What verbs of a check-in and its poem begin with: the evening is locked, and what hangs on it is read after that.

Called within a transaction. Words, poem and consent of one evening are changed one at a time. Whoever had to wait reads
what the one before has left: a row joined to the locked one would be as it was before the wait (R9).
"""

from checkins.models import Harvest, Round
from circles.models import Membership
from gatherings import locking
from gatherings.models import Gathering


def locked_gathering(pk: int, *, by: Membership | None) -> Gathering:
    """Lock a gathering and return it as it stands, with its circle.

    Raises ValueError for somebody of another circle. The Centre acts by nobody: it is signed in as nobody.
    """
    gathering = locking.locked(pk)
    must_belong(gathering, by)
    return gathering


def locked_poem(harvest: Harvest, *, by: Membership | None) -> Harvest:
    """Lock the gathering of a poem, and return the poem as it stands. Raises as `locked_gathering` does."""
    gathering = locked_gathering(harvest.gathering_id, by=by)
    harvest = Harvest.objects.get(pk=harvest.pk)
    harvest.gathering = gathering
    return harvest


def locked_round(round_: Round, *, by: Membership | None) -> Round:
    """Lock the gathering of a round, and return the round as it stands. Raises as `locked_gathering` does."""
    gathering = locked_gathering(round_.gathering_id, by=by)
    round_ = Round.objects.get(pk=round_.pk)
    round_.gathering = gathering
    return round_


def must_belong(gathering: Gathering, *members: Membership | None) -> None:
    """Raise ValueError where one of the members, if it is one, is of another circle."""
    if any(member and member.circle_id != gathering.circle_id for member in members):
        raise ValueError("somebody of another circle")
