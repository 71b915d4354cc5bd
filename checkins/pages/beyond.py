"""What follows a given poem on its page inside the circle: responses, ways to take it along, what is said beyond."""

from collections.abc import Sequence
from typing import Any

from checkins import stitching
from checkins.forms import BelowForm, ResponseForm
from checkins.models import Harvest
from checkins.responses_access import responses_to
from checkins.travelling import shown
from circles.models import Membership


def what_follows(
    harvest: Harvest, membership: Membership, stitches: Sequence[stitching.Stitch], *, catches: bool
) -> dict[str, Any]:
    """Return it for a member of the circle, who may catch there or not: one query, when its responses are read."""
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
    }
