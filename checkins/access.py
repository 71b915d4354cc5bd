"""The only way to a round and a poem; what stands around them is reached beside this (`prints_access` and others)."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.http import Http404

from checkins.models import (
    CheckIn,
    Draft,
    Harvest,
    HarvestQuerySet,
    Phrase,
    Round,
    RoundKind,
    SaidAloud,
    poem_of,
)
from circles.access import Visitor, membership_for
from circles.models import Circle, Membership
from gatherings.access import catches_there, gathering_for, may_catch
from gatherings.models import Answer, Gathering, Guest, LabGuest, Presence, Rsvp

MOST_IN_A_FEED = 60


def catching_for(person: Visitor, slug: str, number: int) -> tuple[Round, Membership]:
    """Return a gathering's check-in round and the membership of somebody who may catch there.

    Raises Http404 for a stranger, PermissionDenied for a member who may not catch.
    """
    gathering, membership = gathering_for(person, slug, number)
    if not may_catch(membership, gathering):
        raise PermissionDenied
    return _round_at(gathering), membership


@dataclass(frozen=True, slots=True)
class AtAGathering:
    """What a member finds where a gathering's poem is: the poem, where there is one for them to see."""

    gathering: Gathering
    harvest: Harvest | None
    membership: Membership
    catches: bool  # whether they may catch there


def poem_if_any_for(person: Visitor, slug: str, number: int) -> AtAGathering:
    """Return what somebody finds at the place of a gathering's poem: two queries. Raises Http404 for a stranger.

    The poem is None until it was read back to the circle or given to it; before, only who may catch has it. The
    gathering says in `my_yes_at` when the person said aloud that their words may travel, in `my_yes_back_at` when they
    took that back.
    """
    membership = membership_for(person, slug)
    yes = SaidAloud.objects.filter(gathering=OuterRef("pk"), membership=membership)
    found = membership.circle.gatherings.filter(number=number).select_related("harvest__catcher")
    gathering = found.annotate(
        catches=catches_there(membership),
        my_yes_at=Subquery(yes.values("said_at")),
        my_yes_back_at=Subquery(yes.values("taken_back_at")),
    ).first()
    if gathering is None:
        raise Http404
    harvest = poem_of(gathering)
    catches = bool(gathering.catches)  # type: ignore[attr-defined]
    if harvest and not (harvest.is_read or catches):
        harvest = None
    return AtAGathering(gathering, harvest, membership, catches)


def poem_for(person: Visitor, slug: str, number: int) -> tuple[Gathering, Harvest, Membership]:
    """Return a gathering, its poem and the person's membership; raises Http404 where they see no poem."""
    there = poem_if_any_for(person, slug, number)
    if there.harvest is None:
        raise Http404
    return there.gathering, there.harvest, there.membership


def poem_to_look_after(person: Visitor, slug: str, number: int) -> tuple[Harvest, Membership]:
    """Return a gathering's poem and the membership of somebody who may catch there.

    Raises Http404 where there is no poem for the person to see, PermissionDenied for a member who may not catch.
    """
    there = poem_if_any_for(person, slug, number)
    if there.harvest is None:
        raise Http404
    if not there.catches:
        raise PermissionDenied
    return there.harvest, there.membership


def given_poem_for(person: Visitor, slug: str, number: int) -> tuple[Harvest, Membership]:
    """Return a gathering's poem and the person's membership; raises Http404 until it is given, also for who catches."""
    _gathering, harvest, membership = poem_for(person, slug, number)
    if not harvest.is_given:
        raise Http404
    return harvest, membership


def with_words(harvest: Harvest) -> Harvest:
    """Return a poem with its words loaded: two queries."""
    prefetch_related_objects([harvest], "stitches__phrase")
    return harvest


def draft_standing(harvest: Harvest) -> Draft | None:
    """Return the draft that stands, with `can_redo`: whether something was undone to come back to it; one query.

    None where none was kept yet.
    """
    if harvest.draft_id is None:
        return None
    later = Draft.objects.filter(made_from=OuterRef("pk"))
    return harvest.drafts.filter(pk=harvest.draft_id).annotate(can_redo=Exists(later)).first()


def drafts_of(harvest: Harvest) -> QuerySet[Draft]:
    """Return the versions of a poem under way, the latest first, each with who made it."""
    return Draft.objects.filter(harvest=harvest).select_related("by").order_by("-pk")


def draft_of(harvest: Harvest, pk: int) -> Draft:
    """Return one version of a poem; raises Http404 for any other poem's."""
    draft = drafts_of(harvest).filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def shared_poem_at(public_slug: str) -> Harvest:
    """Return the poem shared beyond its circle at this address, with all that is shown there.

    Raises Http404 where there is none (any more), or where a line of it may not travel.
    """
    harvest = Harvest.objects.filter(public_slug=public_slug).shared().first()
    if harvest is None or not harvest.all_travels:
        raise Http404
    return harvest


def shared_poems_of(uid: UUID | str) -> tuple[Circle, list[Harvest]]:
    """Return a circle and the poems it shares beyond, the latest first, with all that is shown there.

    Raises Http404 for a circle that never shared one: of such a circle nobody outside knows.
    """
    once = Harvest.objects.filter(gathering__circle=OuterRef("pk"), public_slug__isnull=False)
    circle = Circle.objects.filter(Exists(once), uid=uid).first()
    if circle is None:
        raise Http404
    poems = Harvest.objects.filter(gathering__circle=circle).shared()[:MOST_IN_A_FEED]
    return circle, [poem for poem in poems if poem.all_travels]


def round_for(person: Visitor, slug: str, number: int) -> tuple[Round, Membership]:
    """Return a gathering's check-in round (perhaps not begun, so not stored yet) and the person's membership."""
    gathering, membership = gathering_for(person, slug, number)
    return _round_at(gathering), membership


def _round_at(gathering: Gathering) -> Round:
    """Return the gathering's check-in round, with its poem: one query; where there is none yet, one not stored.

    It says whether anything `was_brought` to it, and whether some of that came `from_afar`.
    """
    rounds = Round.objects.filter(gathering=gathering, kind=RoundKind.CHECK_IN)
    brought = CheckIn.objects.filter(round=OuterRef("pk"))
    rounds = rounds.annotate(
        was_brought=Exists(brought), from_afar=Exists(brought.filter(_from_afar(), left_out_at=None))
    )
    round_ = rounds.select_related("gathering__harvest", "gathering__centre").first()
    if round_ is None:
        return Round(gathering=gathering, question=gathering.question)
    round_.gathering.circle = gathering.circle
    return round_


def checkin_of(person: Visitor, slug: str, number: int, pk: int) -> tuple[CheckIn, Membership]:
    """Return what the person themselves brought to that gathering; raises Http404 for anybody else's words."""
    gathering, membership = gathering_for(person, slug, number)
    found = CheckIn.objects.filter(pk=pk, membership=membership, round__gathering=gathering)
    checkin = found.select_related("round").first()
    if checkin is None:
        raise Http404
    checkin.round.gathering = gathering
    return checkin, membership


def my_line_for(person: Visitor, slug: str, number: int, pk: int) -> tuple[Phrase, Harvest, Membership]:
    """Return a line of the person's own in a gathering's poem; raises Http404 for anybody else's."""
    gathering, harvest, membership = poem_for(person, slug, number)
    found = Phrase.objects.filter(pk=pk, speaker=membership, stitches__harvest=harvest)
    phrase = found.select_related("round").first()
    if phrase is None:
        raise Http404
    phrase.round.gathering = gathering
    return phrase, harvest, membership


def phrase_of(gathering: Gathering, pk: int) -> Phrase:
    """Return a phrase caught at that gathering; raises Http404 for any other."""
    phrase = line_of(gathering, pk)
    if phrase is None:
        raise Http404
    return phrase


def line_of(gathering: Gathering, pk: int) -> Phrase | None:
    """Return a phrase caught at that gathering; None once it is gone, so that a second press is no error (R5)."""
    found = Phrase.objects.filter(pk=pk, round__gathering=gathering)
    return found.select_related("round__gathering").first()


def poems_of(circle: Circle) -> list[Harvest]:
    """Return the poems given to a circle, the latest first, each with its catcher."""
    return _within(circle, Harvest.objects.filter(gathering__circle=circle).select_related("catcher"))


def poems_caught_by(membership: Membership) -> list[Harvest]:
    """Return the poems a member caught and gave to their circle, the latest first."""
    return _within(membership.circle, Harvest.objects.filter(catcher=membership))


def _within(circle: Circle, poems: HarvestQuerySet) -> list[Harvest]:
    """Return those of a circle's poems that were given, each with its gathering and the circle: one query."""
    given = list(poems.given().select_related("gathering"))
    for poem in given:
        poem.gathering.circle = circle
    return given


def brought_to(round_: Round) -> QuerySet[CheckIn]:
    """Return what was brought to a round, for whoever catches there; each says whether it came `from_afar`."""
    brought = CheckIn.objects.filter(round_id=round_.pk).select_related("membership")
    return brought.annotate(from_afar=_from_afar())


def _from_afar() -> Q:
    """Tell of a check-in whether it came after the evening, or from somebody who had said no."""
    said_no = Rsvp.objects.filter(
        gathering=OuterRef("round__gathering"), membership=OuterRef("membership"), answer=Answer.NO
    )
    return Q(brought_at__gt=F("round__gathering__ends_at")) | Q(Exists(said_no))


def there_at(gathering: Gathering) -> QuerySet[Membership]:
    """Return who was at a gathering, as far as is known: seen or heard there, or coming and not found away.

    In the order they said so, as its ring is drawn; whoever said nothing comes after them, by name.
    """
    here = {"gathering": gathering, "membership": OuterRef("pk")}
    seen = Presence.objects.filter(there=True, **here)
    away = Presence.objects.filter(there=False, **here)
    coming = Rsvp.objects.filter(answer__in=[Answer.YES, Answer.MAYBE], **here)
    spoke = Phrase.objects.filter(round__gathering=gathering, speaker=OuterRef("pk"))
    members = gathering.circle.memberships.filter(erased_at=None)
    there = members.filter(Exists(seen) | Exists(spoke) | (Exists(coming) & ~Exists(away)))
    said = Rsvp.objects.filter(**here).values("answered_at")
    return there.annotate(said_at=Subquery(said)).order_by(F("said_at").asc(nulls_last=True), "name", "pk")


def names_around(gathering: Gathering) -> list[str]:
    """Return what people are called who may have been at a gathering: who is or was in the circle, and its guests."""
    members = Membership.objects.filter(circle=gathering.circle_id, erased_at=None).values_list(
        "name", flat=True
    )
    guests = Guest.objects.filter(gathering=gathering).values_list("name", flat=True)
    of_a_lab = LabGuest.objects.filter(lab__gathering=gathering).values_list("name", flat=True)
    return list(members.order_by().union(guests.order_by(), of_a_lab.order_by()).order_by("name"))
