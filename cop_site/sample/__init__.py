"""The sample circles: a year in the life of one in Edmonton, half a year of one in Lyon; and one that sits today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from circles.models import Circle, Membership, Person, Standing
from cop_site.one_click import sign_in_path
from cop_site.sample import tonight, words_en, words_fr
from cop_site.sample.labs import plan_labs
from cop_site.sample.messenger import post_link
from cop_site.sample.planting import plant

STORIES = (words_en.CIRCLE, words_fr.CIRCLE)


@dataclass(frozen=True)
class Introduction:
    """Somebody of the sample one can be, and the path that signs in as them (DEBUG only)."""

    who: str
    path: str


def lay_table(*, now: datetime) -> list[Circle]:
    """Lay both sample circles, unless one of their people is here already; return those laid."""
    here = set(Person.objects.values_list("email", flat=True))
    laid = [plant(story, now=now) for story in STORIES if story.members[0].email not in here]
    for circle in laid:
        plan_labs(circle, now=now)
        post_link(circle, now=now)
    return laid


def lay_many(count: int, *, now: datetime) -> int:
    """Lay `count` more circles, for measuring with; return how many there are in all."""
    for number in range(count):
        plant(STORIES[number % len(STORIES)], now=now, mark=f"+{Circle.objects.count()}")
    return Circle.objects.count()


def introductions() -> Iterator[Introduction]:
    """Yield who one can be: in the first sample circle, in the French one, and in the one that sits today."""
    for emails, standings in (
        ({member.email for member in STORIES[0].members}, (Standing.STEWARD, Standing.HOST, Standing.MEMBER)),
        ({member.email for member in STORIES[1].members}, (Standing.STEWARD,)),
        (set(tonight.ADDRESSES), (Standing.STEWARD, Standing.MEMBER)),
    ):
        for standing in standings:
            found = Membership.objects.present().filter(person__email__in=emails, standing=standing)
            membership = found.select_related("person", "circle").order_by("pk").first()
            if membership and membership.person:
                who = _("%(name)s, %(standing)s of %(circle)s") % {
                    "name": membership.name,
                    "standing": Standing(membership.standing).label,
                    "circle": membership.circle.name,
                }
                yield Introduction(who, sign_in_path(membership.person))
