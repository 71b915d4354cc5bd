"""Beyond the circle: what stands below a shared poem there, and who says so.

1. Who may catch chooses whether the place, the day and the thanks are said.
2. The catcher's name is said by the catcher's own yes alone; whoever may catch can take it off again.
3. A change is seen at once: what was typeset goes, and who follows the poem is told by the date.
"""

from datetime import datetime

from django.db import transaction

from checkins.locking import locked_poem
from checkins.models import Harvest
from checkins.poem import prints
from checkins.refusals import OnlyTheCatcher
from circles.models import Membership


@transaction.atomic
def say_below(
    harvest: Harvest,
    *,
    names_catcher: bool,
    shows_thanks: bool,
    shows_place: bool,
    shows_day: bool,
    by: Membership,
    now: datetime,
) -> Harvest:
    """Let this stand below a poem beyond the circle, and return it (rules 1 to 3).

    The caller has made sure that `by` may catch there. Raises OnlyTheCatcher where somebody else would name them.
    """
    harvest = locked_poem(harvest, by=by)
    if names_catcher and not harvest.names_catcher and harvest.catcher_id != by.pk:
        raise OnlyTheCatcher
    said = {
        "names_catcher": names_catcher,
        "shows_thanks": shows_thanks,
        "shows_place": shows_place,
        "shows_day": shows_day,
    }
    if any(getattr(harvest, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(harvest, name, value)
        harvest.save(update_fields=said)
        prints.drop(harvest, now=now)
    return harvest
