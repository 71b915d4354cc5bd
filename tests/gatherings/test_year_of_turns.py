"""A year handed out, and what happens to it: away in March, somebody new in April, somebody leaves in June.

Each change disturbs as few other turns as the rotation promises, and only those are told who hold something new, or no
longer hold what they were told.
"""

from datetime import UTC, date, datetime

import pytest

from circles.belonging import memberships
from circles.models import Letter
from gatherings.hosting import away, handing_out
from gatherings.hosting.handing_out import SeatChange
from gatherings.hosting.turns_told import tell
from gatherings.models import How, Turn
from gatherings.pages.table import YEAR, table_of
from tests.making import make_circle, make_gathering, make_host, make_member, make_role

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
LAST_WEDNESDAYS = [
    date(2027 + month // 12, month % 12 + 1, day)
    for month, day in enumerate((27, 24, 31, 28, 26, 30, 28, 25, 29, 27, 24, 29, 26, 23, 29, 26, 31))
]  # a year ahead of each change below, as the rhythm keeps it


class Year:
    """A circle of twelve with six roles, its year as it stands, and a host who proposes, keeps and tells."""

    def __init__(self):
        self.circle = circle = make_circle("Riverbank")
        self.host = make_host(circle, "Stella", joined_at=LONG_AGO)
        for number in range(11):
            make_member(circle, f"Member {number}", joined_at=LONG_AGO)
        self.roles = [make_role(circle, f"Role {number}", position=number) for number in range(6)]
        self.evenings = [make_gathering(circle, day) for day in LAST_WEDNESDAYS]

    def standing(self):
        """Return who holds what."""
        turns = Turn.objects.filter(gathering__circle=self.circle)
        return {
            (turn.gathering.day, turn.role_id): turn.holder
            for turn in turns.select_related("holder", "gathering")
        }

    def propose_and_keep(self, at):
        """Propose anew around what stands and keep it; return what changed: place to who held and who holds."""
        before = self.standing()
        table = table_of(self.circle, ahead=YEAR, now=at)
        held = {cell.key: cell.holder for cell in table.cells if cell.holder}
        on_page = table.propose(held, proposed={}, anew=True)
        changes = [
            SeatChange(
                cell.gathering.pk, cell.role.pk, cell.seat, cell.holder, on_page.get(cell.key), proposed=True
            )
            for cell in table.cells
            if cell.holder != on_page.get(cell.key)
        ]
        outcome = handing_out.hand_out(self.circle, changes, by=self.host, now=at)
        assert outcome.clashes == {}
        after = self.standing()
        return {
            place: (before.get(place), after[place]) for place in after if before.get(place) != after[place]
        }

    def tell(self, at):
        """Tell everybody there is something to tell; return whom a letter was written to."""
        known = set(Letter.objects.values_list("pk", flat=True))
        table = table_of(self.circle, ahead=YEAR, now=at)
        keys = [telling.key for telling in table.tellings]
        tell(self.circle, keys, gatherings=table.ledger.gatherings, by=self.host, now=at)
        written = Letter.objects.exclude(pk__in=known).select_related("membership")
        written.update(state="sent")  # so that the next telling is another one
        return sorted(letter.membership.name for letter in written)


@pytest.fixture
def year():
    year = Year()
    december = datetime(2026, 12, 10, 18, tzinfo=UTC)
    assert len(year.propose_and_keep(december)) == 72
    assert len(year.tell(december)) == 11  # the host who kept it knows
    assert year.propose_and_keep(december) == {}
    assert year.tell(december) == []
    return year


def concerned(changed):
    """Return the names of those whose turns changed and who are still here, without the host who does it."""
    people = {person for pair in changed.values() for person in pair if person}
    return sorted(person.name for person in people if person.left_at is None and person.name != "Stella")


def moved(changed):
    """Return of what changed the turns somebody held and holds no longer."""
    return {place: who for place, who in changed.items() if who[0] is not None}


def test_away_in_march_gives_up_that_turn_and_moves_one_other_at_most(year):
    february = datetime(2027, 2, 10, 18, tzinfo=UTC)
    march = year.evenings[2].day
    place, who = next((place, who) for place, who in year.standing().items() if place[0] == march)
    away.add(who, first=date(2027, 3, 1), last=date(2027, 3, 31))

    changed = year.propose_and_keep(february)

    assert moved(changed)[place][0] == who
    assert len(moved(changed)) <= 2
    assert who not in [holder for (day, _role), holder in year.standing().items() if day == march]
    assert year.tell(february) == concerned(changed)


def test_a_newcomer_in_april_gets_a_share_and_no_turn_moves_between_others(year):
    april = datetime(2027, 4, 10, 18, tzinfo=UTC)
    newcomer = make_member(year.circle, "Nadia", joined_at=april)

    changed = year.propose_and_keep(april)

    assert {after for _before, after in moved(changed).values()} == {newcomer}
    assert len(moved(changed)) <= 12 * 6 // 13  # an even share of the year to come
    assert year.tell(april) == concerned(changed)


def test_who_leaves_in_june_gives_up_their_turns_and_nobody_else_does(year):
    june = datetime(2027, 6, 10, 18, tzinfo=UTC)
    leaver = year.circle.memberships.get(name="Member 4")
    theirs = {place for place, who in year.standing().items() if who == leaver and place[0] >= june.date()}
    memberships.leave(leaver, now=june)

    changed = year.propose_and_keep(june)

    assert theirs
    assert theirs <= set(changed)
    assert moved(changed) == {}
    assert year.tell(june) == concerned(changed)


def test_what_a_host_set_or_a_member_took_up_stays_when_the_rest_is_proposed_anew(year):
    february = datetime(2027, 2, 10, 18, tzinfo=UTC)
    for evening, how in zip(year.evenings[2:4], (How.SET, How.TAKEN), strict=True):
        Turn.objects.filter(gathering=evening).update(how=how)
    gone = {"Member 2", "Member 3"}
    days = {evening.day for evening in year.evenings[2:4]}
    kept = {place: who for place, who in year.standing().items() if place[0] in days and who.name not in gone}
    for name in gone:
        memberships.leave(year.circle.memberships.get(name=name), now=february)

    year.propose_and_keep(february)

    assert kept
    assert kept.items() <= year.standing().items()
