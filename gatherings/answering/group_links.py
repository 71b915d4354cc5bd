"""Links for a whole group, to be posted in a messenger: made when a host asks for one, made anew, ended.

One is in use for a gathering at a time. It is 256 bits of chance, kept in clear, as hosts copy it again and again; it
opens the list of names and the confirming, and speaks for nobody by itself.
"""

import secrets
from datetime import datetime

from django.db import transaction

from circles.models import Membership
from gatherings.models import Gathering, GroupLink
from gatherings.refusals import TooLateForALink


@transaction.atomic
def make(gathering: Gathering, *, by: Membership, now: datetime) -> GroupLink:
    """Return the gathering's link, made at `now` (aware) where there is none; pressed twice it is one (R5).

    Raises TooLateForALink once the gathering has begun.
    """
    _see_that_host(gathering, by)
    gathering = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    standing = gathering.group_links.filter(revoked_at__isnull=True).first()
    if standing:
        return standing
    if gathering.has_begun(now):
        raise TooLateForALink
    return GroupLink.objects.create(
        gathering=gathering, token=secrets.token_urlsafe(32), made_by=by, made_at=now
    )


@transaction.atomic
def renew(gathering: Gathering, *, token: str, by: Membership, now: datetime) -> GroupLink:
    """End the link of that token and return the one that takes its place, or has taken it before (R5)."""
    end(gathering, token=token, by=by, now=now)
    return make(gathering, by=by, now=now)


def end(gathering: Gathering, *, token: str, by: Membership, now: datetime) -> None:
    """End the link of that token; whoever opens it from now on finds nothing. Doing it twice is doing it once."""
    _see_that_host(gathering, by)
    gathering.group_links.filter(token=token, revoked_at__isnull=True).update(revoked_at=now)


def _see_that_host(gathering: Gathering, by: Membership) -> None:
    if by.circle_id != gathering.circle_id or not by.is_host:
        raise ValueError("only a host of the circle has a link for the group")
