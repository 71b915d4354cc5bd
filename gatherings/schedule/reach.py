"""How far from now a gathering may be set by hand."""

from datetime import UTC, datetime, timedelta

from gatherings.models import Gathering
from gatherings.refusals import InThePast, TooFarAhead

TEN_YEARS = timedelta(days=3653)
_A_DAY = timedelta(days=1)  # between one zone's today and another's


def derive_ahead(gathering: Gathering, *, now: datetime) -> None:
    """Derive the instants of a gathering that is to come at `now` (aware).

    Raises InThePast; and TooFarAhead beyond ten years, where a slip of the pen would make every calendar of the
    circle carry the clock changes of all the years between. Looked at before an instant is reckoned: Python's
    calendar ends with the year 9999.
    """
    today = now.astimezone(UTC).date()
    if gathering.day < today - _A_DAY:
        raise InThePast
    if gathering.day > today + TEN_YEARS:
        raise TooFarAhead
    gathering.derive()
    if gathering.starts_at <= now:
        raise InThePast
