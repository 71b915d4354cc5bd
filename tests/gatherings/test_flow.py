"""The flow of a gathering: written whole, begun in one press, nothing overwritten in silence."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from gatherings.evening import flow
from gatherings.evening.flow import Part
from gatherings.evenings import flow_of
from gatherings.models import FlowPart, Turn
from gatherings.refusals import FlowChanged, IsCalledOff, IsOver
from tests.making import make_circle, make_gathering, make_host, make_lab, make_member, make_role

pytestmark = pytest.mark.django_db
EMPTY = flow.fingerprint([])


def written(gathering):
    return flow.as_it_stands(flow_of(gathering))


def test_a_flow_is_kept_whole_and_in_order():
    gathering = make_gathering()
    host, role = make_host(gathering.circle), make_role(gathering.circle, "Guardian")
    first = [Part("Welcome", "welcome", 10, role.pk), Part("Soup", "other", None, None, "all of us")]
    second = [first[1], Part("Farewell", "farewell")]

    flow.write(gathering, first, seen=EMPTY, by=host, now=now())
    assert written(gathering) == first
    flow.write(gathering, second, seen=flow.fingerprint(first), by=host, now=now())

    assert written(gathering) == second
    assert [part.position for part in flow_of(gathering)] == [1, 2]


def test_what_somebody_saved_meanwhile_is_not_overwritten():
    gathering = make_gathering()
    host = make_host(gathering.circle)
    flow.write(gathering, [Part("Welcome")], seen=EMPTY, by=host, now=now())

    with pytest.raises(FlowChanged):
        flow.write(gathering, [Part("Soup")], seen=EMPTY, by=host, now=now())
    same = flow.write(
        gathering, [Part("Welcome")], seen=EMPTY, by=host, now=now()
    )  # the same thought is no clash

    assert [part.name for part in same] == ["Welcome"]
    assert written(gathering) == [Part("Welcome")]


def test_only_who_has_a_part_in_the_evening_writes_its_flow():
    gathering = make_gathering()
    circle = gathering.circle
    holder, beside, member = (make_member(circle) for _ in range(3))
    Turn.objects.create(gathering=gathering, role=make_role(circle), holder=holder, beside=beside)
    another = make_gathering(circle)

    for by in (holder, beside):
        flow.begin(gathering, from_last=False, by=by, now=now())
    for by, which in ((member, gathering), (holder, another), (make_host(), gathering)):
        with pytest.raises(ValueError, match="only hosts and role-holders"):
            flow.write(which, [], seen=EMPTY, by=by, now=now())


def test_a_role_of_another_circle_holds_nothing():
    gathering = make_gathering()
    foreign = make_role(make_circle())

    with pytest.raises(ValueError, match="another circle"):
        flow.write(
            gathering,
            [Part("Welcome", role=foreign.pk)],
            seen=EMPTY,
            by=make_host(gathering.circle),
            now=now(),
        )
    assert not FlowPart.objects.exists()


def test_what_is_over_or_called_off_keeps_its_flow():
    gathering = make_gathering()
    host = make_host(gathering.circle)

    with pytest.raises(IsOver):
        flow.write(gathering, [Part("Late")], seen=EMPTY, by=host, now=gathering.ends_at)
    gathering.status = "called_off"
    gathering.save()
    with pytest.raises(IsCalledOff):
        flow.begin(gathering, from_last=False, by=host, now=now())


def test_the_starting_flow_fills_the_evening_and_is_held_by_the_circles_roles():
    gathering = make_gathering(make_circle(language="fr"))
    circle = gathering.circle
    opens, asks = make_role(circle, "La voix", duty="opens"), make_role(circle, "Accueil")
    host = make_host(circle)

    begun = flow.begin(gathering, from_last=True, by=host, now=now())
    again = flow.begin(gathering, from_last=False, by=host, now=now())

    assert again == begun
    assert [part.moment for part in begun] == [
        "welcome", "centre", "agreements", "check_in", "heart", "check_out", "farewell",
    ]  # fmt: skip
    assert sum(part.minutes for part in begun) == 120
    assert {part.role for part in begun} <= {opens, asks, None}
    assert begun[3].role == opens  # nobody's role is called check-in host here


def test_a_flow_begun_with_last_times_leaves_out_names_and_resting_roles():
    circle = make_circle()
    host, luc = make_host(circle), make_member(circle, "Luc")
    guardian, resting = make_role(circle, "Guardian"), make_role(circle, "Scribe", resting=True)
    today = now().date()
    last = make_gathering(circle, today - timedelta(days=30))
    parts = [
        FlowPart(name="Check-in", moment="check_in", minutes=40, role=guardian),
        FlowPart(name="Notes", role=resting),
        FlowPart(name="A song", who=luc.name),
        FlowPart(name="Soup", who="all of us"),
    ]
    for position, part in enumerate(parts):
        part.gathering, part.position = last, position
        part.save()
    make_gathering(circle, today - timedelta(days=10))  # had no flow
    FlowPart.objects.create(gathering=make_lab(circle, day=today - timedelta(days=5)).gathering, name="Lab")
    coming = make_gathering(circle)

    flow.begin(coming, from_last=True, by=host, now=now())

    assert written(coming) == [
        Part("Check-in", "check_in", 40, guardian.pk),
        Part("Notes"),
        Part("A song"),
        Part("Soup", who="all of us"),
    ]
