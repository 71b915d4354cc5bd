"""Responses to a poem: of members, inside; of readers beyond the circle, once a host has said yes.

1. A member responds to a poem that was given; the circle reads it at once. It stays in the circle.
2. A reader beyond responds to a shared poem whose hosts let readers respond. Nobody but hosts reads it before a host
   has said yes; then it stands below the poem, inside and beyond. Declined, it is gone.
3. Whose response it is can take it away, and so can a host.
4. Sent twice, it is kept once (R5, R8).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from checkins.locking import locked_gathering, locked_poem
from checkins.models import Harvest, Response
from checkins.refusals import EnoughWaits, NotGivenYet, NotYours, ResponseIsGone, TakesNoResponses
from circles.models import Circle, Membership
from circles.refusals import NotAHost

MOST_WAITING = 100  # responses of readers to one poem that wait for a host's yes


@transaction.atomic
def respond(harvest: Harvest, *, by: Membership, words: str, nonce: str, now: datetime) -> Response:
    """Keep what a member answers to a given poem, and return it (rules 1 and 4). Raises NotGivenYet."""
    harvest = locked_poem(harvest, by=by)
    if not harvest.is_given:
        raise NotGivenYet
    sent = {"membership": by, "words": words, "written_at": now}
    response, _made = Response.objects.get_or_create(harvest=harvest, nonce=nonce, defaults=sent)
    return response


@transaction.atomic
def respond_from_beyond(harvest: Harvest, *, name: str, words: str, nonce: str, now: datetime) -> Response:
    """Keep what a reader beyond the circle answers, for its hosts to read, and return it (rules 2 and 4).

    Raises TakesNoResponses, or EnoughWaits while more wait than a host can read.
    """
    harvest = locked_poem(harvest, by=None)
    if not takes_responses(harvest):
        raise TakesNoResponses
    standing = Response.objects.filter(harvest=harvest, nonce=nonce).first()
    if standing:
        return standing
    if Response.objects.waiting().filter(harvest=harvest).count() >= MOST_WAITING:
        raise EnoughWaits
    return Response.objects.create(
        harvest=harvest, from_beyond=True, name=name, words=words, nonce=nonce, written_at=now
    )


def takes_responses(harvest: Harvest) -> bool:
    """Tell whether readers beyond the circle may respond to a poem (with its gathering and circle)."""
    open_ = harvest.takes_responses and not harvest.gathering.circle.is_closed
    return open_ and harvest.is_shared


@transaction.atomic
def let_readers_respond(harvest: Harvest, *, takes: bool, by: Membership) -> None:
    """Let readers beyond the circle respond to a poem, or no longer (rule 2). Raises NotAHost."""
    _host(by)
    locked_gathering(harvest.gathering_id, by=by)
    Harvest.objects.filter(pk=harvest.pk).update(takes_responses=takes)


@transaction.atomic
def welcome(response: Response, *, by: Membership, now: datetime) -> Response:
    """Say a host's yes to a reader's response, and return it; twice is once.

    Raises NotAHost, or ResponseIsGone where another host has declined it a moment ago.
    """
    _host(by)
    locked_gathering(response.harvest.gathering_id, by=by)
    Response.objects.waiting().filter(pk=response.pk).update(welcomed_at=now, welcomed_by=by)
    standing = Response.objects.filter(pk=response.pk).first()
    if standing is None:
        raise ResponseIsGone
    return standing


@transaction.atomic
def take_away(response: Response, *, by: Membership) -> None:
    """Take a response away for good, one's own or as a host (rule 3). Raises NotYours."""
    if response.membership_id != by.pk and not by.is_host:
        raise NotYours
    locked_gathering(response.harvest.gathering_id, by=by)
    Response.objects.filter(pk=response.pk).delete()


def how_many_wait(circle: Circle | OuterRef) -> Coalesce:
    """Return an expression that tells how many wait for a host's yes, to be read along with any other row.

    `circle` is one circle, or where each row read holds its own.
    """
    there = Response.objects.waiting().filter(harvest__gathering__circle=circle).order_by()
    counted = there.values("harvest__gathering__circle").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def _host(by: Membership) -> None:
    if not by.is_host:
        raise NotAHost
