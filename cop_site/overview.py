"""What the pages that show everything at once need, each loaded with the same few queries however much there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import Harvest
from checkins.travelling.responses import how_many_wait
from circles.access import invitations_to, memberships_of
from circles.arriving.asking import how_many
from circles.models import Agreement, Circle, Invitation, Membership, Person
from circles.post.links import invitation_token
from circles.words.counting import in_words
from gatherings.access import lab_behind, turns_of_note
from gatherings.models import Answer, Gathering, Rsvp, Turn
from gatherings.pages.answer_choices import Choice, choices, in_short
from gatherings.pages.coming import RoleInShort, roles_in_short, with_open_seats

A_WEEK = timedelta(days=7)
_TONIGHT = ("centre", "harvest")


@dataclass
class AtAGlance:
    """One circle as one member sees it: what comes next, what they said to it, what they hold there."""

    membership: Membership
    next: Gathering | None = None
    off: Gathering | None = None  # called off, and its day is near: nobody should come to a dark house
    is_on: bool = False  # the circle sits together, or is about to
    is_closed: bool = False  # it sat together today, and its host has closed the circle
    my_answer: str = ""
    my_way: str = ""
    my_turns: list[Turn] = field(default_factory=list)
    poem: Harvest | None = None
    to_hand_over: list[Turn] = field(default_factory=list)  # held lately, nothing told to the next one yet
    open_seats: int = 0  # of roles at a next gathering that is near

    @property
    def circle(self) -> Circle:
        """The circle."""
        return self.membership.circle

    @property
    def choices(self) -> list[Choice]:
        """The answers to the next gathering, as buttons."""
        both = bool(self.next and self.next.where and self.next.call)
        return choices(said=self.my_answer, way=self.my_way, both_ways=both)

    @property
    def said(self) -> str:
        """What they said to it, in the one word by which it travels with the page."""
        return in_short(self.my_answer, self.my_way)

    @property
    def to_mend(self) -> bool:
        """Whether words were taken back from the latest poem, and they look after it."""
        return self._looks_after_poem and getattr(self.poem, "torn", False)

    @property
    def to_share_again(self) -> bool:
        """Whether the latest poem came home as a line of it was put right, and they look after it."""
        return self._looks_after_poem and self.poem is not None and self.poem.came_home

    @property
    def _looks_after_poem(self) -> bool:
        caught = bool(self.poem and self.poem.catcher_id == self.membership.pk)
        return (self.membership.is_host or caught) and not self.circle.is_closed

    @property
    def responses(self) -> int:
        """How many responses of readers wait for a host's yes."""
        reads = self.membership.is_host and not self.circle.is_closed
        return getattr(self.membership, "responses_waiting", 0) if reads else 0

    @property
    def asking(self) -> int:
        """How many ask a steward to join, and wait for an answer."""
        answers = self.membership.is_steward and not self.circle.is_closed
        return getattr(self.membership, "asking", 0) if answers else 0


def home_for(person: Person, *, now: datetime) -> list[AtAGlance]:
    """Return the person's circles, the one that gathers soonest first: five queries."""
    here = OuterRef("circle")
    mine = memberships_of(person).annotate(asking=how_many(here), responses_waiting=how_many_wait(here))
    mine = mine.annotate(invited=Exists(invitations_to(person)))
    glances = {m.circle_id: AtAGlance(m) for m in mine.order_by("circle__name", "circle_id")}
    for gathering in with_open_seats(Gathering.objects.next_and_off(glances, now=now)).select_related(
        *_TONIGHT
    ):
        glance = glances[gathering.circle_id]
        if gathering.is_called_off:
            gathering.circle = glance.circle
            glance.off = glance.off or gathering
            continue
        gathering.circle, glance.next = glance.circle, gathering
        _see(glance, gathering, now)
    _add_mine(glances, now)
    for poem in Harvest.objects.latest_of_each(glances):
        glance = glances[poem.gathering.circle_id]
        poem.gathering.circle, glance.poem = glance.circle, poem
    waiting = [glance for glance in glances.values() if glance.next is None]
    soon = [(glance.next.starts_at, glance) for glance in glances.values() if glance.next]
    return [glance for _, glance in sorted(soon, key=lambda pair: pair[0])] + waiting


def invited(person: Person, glances: Sequence[AtAGlance]) -> list[tuple[Invitation, str]]:
    """Return what the person is invited to by an address of theirs, each with where it is answered.

    One query, and none for a member whom `glances` know to have no invitation.
    """
    if glances and not any(getattr(glance.membership, "invited", False) for glance in glances):
        return []
    return [(one, reverse("invitation", args=[invitation_token(one)])) for one in invitations_to(person)]


def _add_mine(glances: Mapping[int, AtAGlance], now: datetime) -> None:
    """Fill in what each member said to the next gathering, what they hold there, and what they have to hand over."""
    by_gathering = {glance.next.pk: glance for glance in glances.values() if glance.next}
    mine = [glance.membership.pk for glance in glances.values()]
    for rsvp in Rsvp.objects.filter(gathering__in=by_gathering, membership__in=mine):
        by_gathering[rsvp.gathering_id].my_answer = rsvp.answer
    for turn in turns_of_note(mine, by_gathering, now=now):
        glance = glances[turn.gathering.circle_id]
        turn.gathering.circle = glance.circle
        at_next = glance.next is not None and glance.next.pk == turn.gathering_id
        (glance.my_turns if at_next else glance.to_hand_over).append(turn)


@dataclass
class Front:
    """A circle's front page."""

    glance: AtAGlance
    roles: list[RoleInShort]  # at the next gathering: who holds what, and what is open
    year: list[Gathering]  # half a year back, half a year ahead
    agreements: list[Agreement]
    people: list[Membership]  # with `next_answer`

    @property
    def asking(self) -> int:
        """How many ask to join and wait for a steward's answer."""
        return next((getattr(person, "asking", 0) for person in self.people), 0)

    @property
    def lab_slug(self) -> str:
        """The address of the published lab the circle grew out of, if there is one."""
        return next((getattr(person, "lab_slug", None) or "" for person in self.people), "")

    @property
    def coming(self) -> int:
        """How many said yes to the next gathering."""
        return sum(_answer_of(person) == Answer.YES for person in self.people)

    @property
    def coming_words(self) -> str:
        """The same in a sentence."""
        if not self.coming:
            return _("Nobody has said yes so far.")
        said = ngettext(
            "%(count)s of us is coming so far.", "%(count)s of us are coming so far.", self.coming
        )
        return (said % {"count": in_words(self.coming)}).capitalize()


def front_for(membership: Membership, *, now: datetime) -> Front:
    """Return what a circle's front page shows a member: five queries, for 3 people and for 60."""
    circle = membership.circle
    glance = AtAGlance(membership)
    year = list(Gathering.objects.year_around(circle, now=now).select_related("lab", *_TONIGHT))
    for gathering in year:
        gathering.circle = circle
    glance.next = next((g for g in year if not g.is_over(now) and not g.is_called_off), None)
    glance.off = next((g for g in year if g.is_off_soon(now)), None)
    if glance.next:
        _see(glance, glance.next, now)
    said = FilteredRelation("rsvps", condition=Q(rsvps__gathering=glance.next.pk if glance.next else None))
    here = circle.memberships.present().with_faces()
    here = here.annotate(asking=how_many(circle), lab_slug=lab_behind(circle))
    people = list(here.annotate(said=said, next_answer=F("said__answer"), next_way=F("said__way")))
    me = next((person for person in people if person.pk == membership.pk), None)
    glance.my_answer, glance.my_way = (
        (_answer_of(me), getattr(me, "next_way", None) or "") if me else ("", "")
    )
    roles = roles_in_short(glance.next, membership) if glance.next else []
    glance.poem = Harvest.objects.latest_of_each([circle.pk]).asking(membership).first()
    if glance.poem:
        glance.poem.gathering.circle = circle
    agreements = list(Agreement.objects.standing_now().in_short().filter(circle=circle))
    return Front(glance=glance, roles=roles, year=year, agreements=agreements, people=people)


def _see(glance: AtAGlance, gathering: Gathering, now: datetime) -> None:
    """Fill in where the next gathering is in time, and what is open there while it is not closed."""
    glance.is_closed = gathering.is_closed
    glance.is_on = gathering.is_on(now) and not glance.is_closed
    glance.open_seats = 0 if glance.is_closed else _open_seats(gathering, now)


def _open_seats(gathering: Gathering, now: datetime) -> int:
    """Return how many seats of roles are open where that concerns everybody: in the last week."""
    near = gathering.starts_at - now <= A_WEEK and not gathering.is_over(now) and gathering.slot is not None
    return max(0, getattr(gathering, "open_seats", 0)) if near and not gathering.circle.is_closed else 0


def _answer_of(person: Membership) -> str:
    """Return what somebody said to the next gathering, as `front_for` loaded it."""
    return getattr(person, "next_answer", None) or ""
