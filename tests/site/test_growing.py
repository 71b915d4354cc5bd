"""A circle grows out of a learning lab, in one step and once; nobody is joined silently."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.arriving import joining
from circles.models import Circle, Invitation, Letter, Membership, Standing
from cop_site.growing import grow
from gatherings.models import Growth, GuestState, Lab
from gatherings.refusals import IsCalledOff, NotYetHeld
from gatherings.rhythm import RhythmRefused
from tests.at_once import at_once
from tests.making import make_guest, make_lab, make_member, make_person, make_steward

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 9, 18, tzinfo=UTC)
RHYTHM = {
    "rule": "FREQ=MONTHLY;BYDAY=-1WE",
    "first": date(2026, 11, 9),
    "starts": time(18),
    "lasts": timedelta(hours=2),
}
CALLED = {"name": "Circle of the bridge", "purpose": "We practise hosting."}


@pytest.fixture
def steward():
    return make_steward(name="Anna")


@pytest.fixture
def lab(steward):
    lab = make_lab(steward.circle, day=date(2026, 11, 7), title="Two days")
    lab.gathering.place = "The hall"
    lab.gathering.save()
    return lab


def grown(lab, steward, at=NOW, **fields) -> Circle:
    return grow(lab, by=steward, **CALLED | RHYTHM | {"once": uuid4()} | fields, now=at).circle


def names(circle) -> list[str]:
    return sorted(circle.memberships.values_list("name", flat=True))


def test_the_circle_stands_whole_with_its_story(steward, lab):
    guest = make_guest(lab, "Maria")

    circle = grown(lab, steward, guests=[guest], texts=["We begin on time."])

    assert (circle.origin_lab, circle.origin_place) == ("Two days", "The hall")
    assert (circle.origin_began, circle.origin_ended) == (date(2026, 11, 7), date(2026, 11, 8))
    assert (circle.timezone, circle.language) == (steward.circle.timezone, steward.circle.language)
    assert Growth.objects.get(lab=lab, circle=circle).grown_by == steward
    assert circle.gatherings.order_by("day").first().day == date(2026, 11, 25)
    assert circle.roles.exists()
    [wording] = [each.wordings.get() for each in circle.agreements.all()]
    assert (wording.text, wording.agreed_on) == ("We begin on time.", date(2026, 11, 8))
    founder = circle.memberships.get(standing=Standing.STEWARD)
    assert founder.person == steward.person


def test_everybody_chosen_is_a_name_until_they_say_yes_themselves(steward, lab):
    colleague = make_member(steward.circle, "Luc")
    silent = Membership.objects.create(circle=steward.circle, name="Ines")
    guests = [make_guest(lab, "Maria", email="maria@x.example"), make_guest(lab, "Kofi", email="")]

    circle = grown(lab, steward, guests=guests, members=[colleague, silent])

    assert names(circle) == ["Anna", "Ines", "Kofi", "Luc", "Maria"]
    assert [each.person for each in circle.memberships.exclude(standing=Standing.STEWARD)] == [None] * 4
    assert set(Invitation.objects.filter(circle=circle).values_list("email", "claims__name")) == {
        ("maria@x.example", "Maria"),
        (colleague.person.email, "Luc"),
    }
    assert Letter.objects.filter(kind="invitation", circle=circle).count() == 2


def test_two_of_one_name_are_two_and_one_chosen_twice_is_one(steward, lab):
    colleague = make_member(steward.circle, "Luc")
    guests = [
        make_guest(lab, "Maria"),
        make_guest(lab, "Maria"),
        make_guest(lab, "Anna"),
        make_guest(lab, "Luc again", email=colleague.person.email),
        make_guest(lab, "Myself", email=steward.person.email),
    ]

    circle = grown(lab, steward, guests=guests, members=[colleague])

    assert names(circle) == ["Anna", "Anna 2", "Luc", "Maria", "Maria 2"]
    assert Invitation.objects.filter(circle=circle).count() == 4


def test_whoever_claims_a_name_is_in_with_it(steward, lab):
    circle = grown(lab, steward, guests=[make_guest(lab, "Maria", email="maria@x.example")])
    maria = make_person("Maria", email="maria@x.example")

    membership = joining.accept(Invitation.objects.get(), person=maria, name="Maria", now=now())

    assert names(circle) == ["Anna", "Maria"]
    assert membership.person == maria


def test_done_twice_it_is_one_circle(steward, lab):
    once, guest = uuid4(), make_guest(lab)

    first = grown(lab, steward, guests=[guest], texts=["We begin on time."], once=once)
    again = grown(lab, steward, guests=[guest], texts=["We begin on time."], once=once)

    assert first == again
    assert (first.memberships.count(), first.agreements.count(), Growth.objects.count()) == (2, 1, 1)
    assert Letter.objects.filter(kind="invitation").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_the_same_moment_it_is_one_circle():
    steward = make_steward(name="Anna")
    lab, once = make_lab(steward.circle, day=date(2026, 11, 7)), uuid4()
    people = [make_guest(lab) for _ in range(3)]

    outcomes = at_once(*(lambda: grown(lab, steward, guests=people, once=once) for _ in range(4)))

    circle = Growth.objects.get().circle
    assert outcomes == [circle] * 4
    assert circle.memberships.count() == 4
    assert Letter.objects.filter(kind="invitation").count() == 3


def test_nothing_grows_before_the_lab_or_from_one_called_off_or_by_another(steward, lab):
    with pytest.raises(NotYetHeld):
        grown(lab, steward, at=lab.gathering.starts_at - timedelta(minutes=1))
    with pytest.raises(ValueError, match="only a steward"):
        grown(lab, make_member(steward.circle))
    with pytest.raises(ValueError, match="only a steward"):
        grown(lab, make_steward())
    with pytest.raises(RhythmRefused):
        grown(lab, steward, rule="FREQ=MONTHLY;BYMONTHDAY=32")
    lab.gathering.status = "called_off"
    lab.gathering.save()
    with pytest.raises(IsCalledOff):
        grown(lab, steward)
    assert not Growth.objects.exists()
    assert Circle.objects.count() == 2


def posted(page) -> dict[str, object]:
    """Return what the page would post as it stands, but for name and purpose."""
    once = re.search(r'name="once"[^>]*value="([^"]+)"', page.text)
    about, rhythm = page.context["about"], page.context["rhythm"]
    given = {name: rhythm[name].value() for name in ("ordinal", "day", "every", "unit", "first")}
    return given | {
        "starts": "18:00",
        "ends": "20:00",
        "once": once[1],
        "guests": about["guests"].value(),
        "texts": about["texts"].value() or [],
    }


@pytest.fixture
def been(steward):
    """A lab that was last week."""
    return make_lab(steward.circle, day=(now() - timedelta(days=7)).date(), title="Two days")


def path(lab) -> str:
    return reverse("grow_circle", args=[lab.gathering.circle.slug, lab.gathering.number])


def test_the_page_ticks_who_asked_and_no_agreement_and_one_press_grows(client, steward, been):
    asked = make_guest(been, "Maria", stays_in_touch=True)
    make_guest(been, "Luc")
    make_guest(been, "Waits", GuestState.WAITING, stays_in_touch=True)
    make_guest(been, "Unseen", GuestState.WITHDRAWN)
    client.force_login(steward.person)

    page = client.get(path(been))
    assert page.context["about"]["guests"].value() == [str(asked.pk)]
    assert not page.context["about"]["texts"].value()
    assert "Unseen" not in page.text
    assert len(page.context["dates"]) == 3

    given = posted(page) | CALLED | {"own": "We begin on time.\r\n\r\nWe listen."}
    for _press in range(2):
        answer = client.post(path(been), given, follow=True)

    circle = Growth.objects.get().circle
    assert answer.redirect_chain == [(circle.get_absolute_url(), 302)]
    assert "The circle has begun: two of you." in answer.text
    assert names(circle) == ["Anna", "Maria"]
    assert [str(each) for each in circle.agreements.all()] == ["We begin on time.", "We listen."]
    assert f'<a href="{been.get_absolute_url()}">Grown out of Two days</a>' in answer.text
    assert CALLED["name"] in client.get(reverse("lab_hosts", args=[steward.circle.slug, 1])).text


def test_the_story_stays_without_a_link_when_the_labs_page_is_taken_down(client, steward, been):
    circle = grow(been, by=steward, **CALLED | RHYTHM, once=uuid4(), now=now()).circle
    Lab.objects.update(published_at=None)
    client.force_login(steward.person)

    page = client.get(circle.get_absolute_url()).text

    assert "Grown out of Two days" in page
    assert been.get_absolute_url() not in page


def test_looking_at_the_dates_grows_nothing_and_keeps_what_was_typed(client, steward, been):
    make_guest(been, stays_in_touch=True)
    client.force_login(steward.person)
    given = posted(client.get(path(been))) | CALLED | {"own": "We listen."}

    page = client.post(path(been), given | {"look": "yes"})

    assert len(page.context["dates"]) == 12
    assert "We listen." in page.text
    assert not Growth.objects.exists()


def test_a_fault_is_said_and_somebody_elses_guest_cannot_be_chosen(client, steward, been):
    other = make_guest(make_lab())
    client.force_login(steward.person)
    given = posted(client.get(path(been))) | CALLED

    assert client.post(path(been), given | {"guests": [other.pk]}).context["about"].errors["guests"]
    assert client.post(path(been), given | {"name": ""}).context["about"].errors["name"]
    assert not Growth.objects.exists()


def test_before_the_lab_the_page_says_to_come_back(client, steward):
    lab = make_lab(steward.circle)
    client.force_login(steward.person)

    page = client.get(path(lab))

    assert "Come back then." in page.text
    assert "<form" not in page.text.split("<main")[1]
    given = {"ordinal": -1, "day": "w2", "every": 1, "unit": "month", "first": "2027-01-01"}
    refused = client.post(path(lab), given | CALLED | {"starts": "18:00", "ends": "20:00"})
    assert "A circle grows out of a lab that has begun." in refused.text
    assert not Growth.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many(client, count, steward, been, django_assert_num_queries):
    for _ in range(count):
        make_guest(been)
        make_member(steward.circle)
    client.force_login(steward.person)

    # session, person, membership, lab, guests, who said yes, members with their people
    with django_assert_num_queries(7):
        client.get(path(been))
