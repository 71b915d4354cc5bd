"""Asking to join: somebody found a listed circle, or came by a join link that asks first; a steward answers.

1. One open request for a person and a circle; asked twice, it is the one that stands (R5).
2. Stewards are written to once a day for each person who asks, as long as they want such letters and the day has
   not brought LETTERS_IN_A_DAY; the page shows all of them.
3. Nobody floods stewards: MOST_OPEN requests at a time for a person, MOST_WAITING for a circle, and none after a no
   until that answer is let go.
4. An answer is kept KEPT, so that a second steward sees it; then nothing of the request is left.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from circles import letters
from circles.arriving import joining
from circles.locking import see_that_steward
from circles.models import Circle, JoinRequest, LetterKind, Membership, Person, Road
from circles.post.letter_choices import members_who_want
from circles.refusals import (
    Answered,
    AskedLately,
    HereAlready,
    LinkHasEnded,
    NotOnlyAName,
    NotToBeAsked,
    TooManyAsked,
)

MOST_OPEN = 5
MOST_WAITING = 100
LETTERS_IN_A_DAY = 20
KEPT = timedelta(days=30)


@transaction.atomic
def ask(
    circle: Circle, *, person: Person, name: str, words: str, token: str = "", now: datetime
) -> JoinRequest:
    """Ask the stewards of a circle to let `person` join, called `name` there, and return the request.

    `words` is what the stewards read. With a join `token` somebody came by the link; without one the circle has to
    be listed. Raises LinkHasEnded, NotToBeAsked, HereAlready, AskedLately, TooManyAsked.
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    _may_be_asked(circle, token)
    mine = circle.memberships.of(person).first()
    if mine:
        raise HereAlready(name=mine)
    before = circle.join_requests.filter(person=person)
    standing = before.filter(answered_at=None).first()
    if standing:
        return standing
    if before.filter(welcome=False, answered_at__gt=now - KEPT).exists():
        raise AskedLately
    if JoinRequest.objects.filter(person=person, answered_at=None).count() >= MOST_OPEN:
        raise TooManyAsked(count=MOST_OPEN)
    if circle.join_requests.filter(answered_at=None).count() >= MOST_WAITING:
        raise NotToBeAsked
    request = JoinRequest.objects.create(
        circle=circle,
        person=person,
        name=name,
        words=words,
        road=Road.LINK if token else Road.LISTED,
        asked_at=now,
    )
    _tell_stewards(request, now=now)
    return request


def take_back(slug: str, *, person: Person) -> None:
    """Let go of what a person has asked the circle at `slug` and nobody has answered yet; nothing of it is left."""
    JoinRequest.objects.filter(circle__slug=slug, person=person, answered_at=None).delete()


@transaction.atomic
def answer(
    request: JoinRequest,
    *,
    welcome: bool,
    by: Membership | None,
    claims: Membership | None = None,
    now: datetime,
) -> JoinRequest:
    """Answer somebody who asked, tell them by a letter, and return the request as it then stands.

    With a yes they are a member at once; `claims` is the member, only a name so far, that they are. Answered twice
    alike, it is answered once. `by` is a steward, or None for an operator. Raises NotASteward, Answered,
    NotOnlyAName, LinkHasEnded where the circle has closed.
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=request.circle_id)
    see_that_steward(by, circle)
    request = JoinRequest.objects.select_for_update().get(pk=request.pk)
    if request.answered_at:
        if request.welcome != welcome:
            raise Answered(name=request)
        return request
    if welcome:
        if claims and not circle.memberships.present().only_names().filter(pk=claims.pk).exists():
            raise NotOnlyAName(name=claims)
        membership = joining.let_in(
            circle,
            person=Person.objects.get(pk=request.person_id),
            name=request.name,
            claims=claims.pk if claims else None,
            now=now,
        )
        if claims:
            request.road, request.claims = Road.CLAIM, claims
        letters.write(
            kind="join_welcome",
            key=f"join_welcome:{request.uid}",
            membership=membership,
            params={"request": request.pk},
            now=now,
        )
    else:
        letters.write(
            kind="join_declined",
            key=f"join_declined:{request.uid}",
            circle=circle,
            address=request.person.email,
            params={"request": request.pk},
            now=now,
        )
    request.welcome, request.answered_at, request.answered_by = welcome, now, by
    request.save(update_fields=["welcome", "answered_at", "answered_by", "road", "claims"])
    return request


def waiting(circle: Circle, person: Person) -> JoinRequest | None:
    """Return what the person has asked the circle and waits to hear about."""
    return circle.join_requests.filter(person=person, answered_at=None).first()


def of_person(person: Person) -> QuerySet[JoinRequest]:
    """Return what a person has asked and waits to hear about, each with its circle: one query."""
    return person.join_requests.filter(answered_at=None).select_related("circle")


def of_circle(circle: Circle) -> QuerySet[JoinRequest]:
    """Return what a circle was asked: what waits, the longest first, then what was answered, the latest first.

    Each comes with its person and with `was_here`: whether they have been in the circle before. One query.
    """
    former = circle.memberships.filter(person=OuterRef("person"), left_at__isnull=False)
    found = circle.join_requests.annotate(was_here=Exists(former)).select_related("person", "answered_by")
    return found.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def how_many(circle: Circle | OuterRef) -> Coalesce:
    """Return an expression that tells how many wait for the circle's answer, to be read along with any other row.

    `circle` is one circle, or where each row read holds its own.
    """
    waiting = JoinRequest.objects.filter(circle=circle, answered_at=None).order_by().values("circle")
    return Coalesce(Subquery(waiting.annotate(count=Count("pk")).values("count")), 0)


def let_go(*, now: datetime) -> int:
    """Let go of requests answered KEPT ago, and of those no circle will answer any more; return how many."""
    answered = JoinRequest.objects.filter(answered_at__lte=now - KEPT).delete()[0]
    closed = JoinRequest.objects.filter(answered_at=None, circle__closed_on__isnull=False).delete()[0]
    return answered + closed


def _may_be_asked(circle: Circle, token: str) -> None:
    if token and (circle.is_closed or not joining.opens(circle, token)):
        raise LinkHasEnded
    if not token and (circle.is_closed or not circle.listed):
        raise NotToBeAsked


def _tell_stewards(request: JoinRequest, *, now: datetime) -> None:
    """Write to the stewards: of one person once a day, however often they ask and take it back (rule 2)."""
    for steward in members_who_want(request.circle, LetterKind.STEWARDS):
        today = steward.letters.filter(kind="join_asked", written_at__gt=now - timedelta(days=1))
        if today.count() < LETTERS_IN_A_DAY:
            letters.write(
                kind="join_asked",
                key=f"join_asked:{request.circle.uid}:{request.person_id}:{now:%Y-%m-%d}:{steward.pk}",
                membership=steward,
                params={"person": request.person_id},
                now=now,
            )
