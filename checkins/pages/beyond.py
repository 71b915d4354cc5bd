"""What follows a given poem on its page inside the circle: responses, ways to take it along, what is said beyond.

A line is said by nobody there, but it may name somebody: who may share the poem is told of each such line beforehand.
"""

from collections.abc import Sequence
from typing import Any

from checkins import stitching
from checkins.access import names_around
from checkins.forms import BelowForm, ResponseForm
from checkins.models import Harvest
from checkins.phrases import line_names
from checkins.responses_access import responses_to
from checkins.travelling import shown
from circles.models import Membership


def what_follows(
    harvest: Harvest, membership: Membership, stitches: Sequence[stitching.Stitch], *, catches: bool
) -> dict[str, Any]:
    """Return it for a member of the circle, who may catch there or not: one query, when its responses are read.

    For who may share it one more (`naming`).
    """
    if not harvest.is_given:
        return {}
    return {
        "responses": responses_to(harvest, membership),
        "response_form": None if membership.circle.is_closed else ResponseForm(),
        "is_host": membership.is_host,
        "membership": membership,
        "address": shown.address_of(harvest),
        "ways": shown.to_take_along(harvest, shown.copy_of(harvest, stitches=stitches)),
        "below": BelowForm(harvest=harvest, by=membership) if catches else None,
        "naming": naming(harvest, stitches) if catches and not harvest.is_shared else [],
    }


def naming(harvest: Harvest, stitches: Sequence[stitching.Stitch]) -> list[str]:
    """Return what of a poem, its title too, holds the name of somebody in the circle, or a guest: one query."""
    names = line_names.names_to_find(names_around(harvest.gathering))
    words = dict.fromkeys([harvest.title, *(stitch.phrase.text for stitch in stitches)])
    return [each for each in words if line_names.holds_a_name(each, names)]
