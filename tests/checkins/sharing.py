"""A poem that may travel, and one shared beyond its circle."""

from django.utils.timezone import now

from checkins.models import Harvest
from checkins.poem import harvesting
from checkins.travelling import consent
from tests.checkins.speaking import catch


def give(evening, catcher, *lines, speaker, title="Snow", **fields):
    """Give the circle a poem of these lines, all said by one."""
    catch(evening, catcher, *lines, speaker=speaker)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    Harvest.objects.filter(pk=harvest.pk).update(title=title, given_at=now(), **fields)
    harvest.refresh_from_db()
    return harvest


def let_travel(harvest, speaker):
    """Say for somebody that each line of theirs may travel."""
    consent.say(consent.lines_of(harvest, speaker), leave="travels", by=speaker, now=now())


def share(evening, catcher, *lines, speaker, **given):
    """Give such a poem, let it travel, and share it."""
    harvest = give(evening, catcher, *lines, speaker=speaker, **given)
    let_travel(harvest, speaker)
    return consent.share(harvest, by=catcher, now=now())
