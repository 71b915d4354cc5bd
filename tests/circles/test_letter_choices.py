"""Which letters I get: each kind, circle by circle, and letters arrive in the hours of the day (R31)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles import letters
from circles.models import LetterKind, LetterState, Unwanted
from circles.post import letter_choices, mail
from circles.post.humane import next_morning
from circles.post.letter_choices import members_who_want, wants
from circles.post.mail import Message
from tests.making import make_circle, make_host, make_member, make_person, make_steward
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
URL = reverse("my_letters")


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (datetime(2026, 11, 22, 7, 0, tzinfo=UTC), datetime(2026, 11, 22, 7, 0, tzinfo=UTC)),  # 8:00 there
        (datetime(2026, 11, 22, 18, 59, tzinfo=UTC), datetime(2026, 11, 22, 18, 59, tzinfo=UTC)),  # 19:59
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)),  # 20:00
        (datetime(2026, 11, 22, 6, 59, tzinfo=UTC), datetime(2026, 11, 22, 7, 0, tzinfo=UTC)),  # 7:59
        (
            datetime(2026, 10, 24, 20, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 7, 0, tzinfo=UTC),
        ),  # the clocks go back
    ],
)
def test_a_letter_leaves_now_by_day_and_else_at_eight_in_the_morning(at, leaves):
    assert next_morning(PARIS, at) == leaves


def test_everybody_gets_letters_until_they_do_without_a_kind_in_one_circle():
    here, elsewhere = make_member(), make_member()
    assert all(wants(here, kind) for kind in LetterKind)

    letter_choices.do_without(here, kind=LetterKind.EVE)
    letter_choices.do_without(here, kind=LetterKind.EVE)  # said twice, it is said once

    assert not wants(here, LetterKind.EVE)
    assert wants(here, LetterKind.ASKED)
    assert wants(elsewhere, LetterKind.EVE)
    assert Unwanted.objects.count() == 1

    letter_choices.want_again(here, kind=LetterKind.EVE)
    assert wants(here, LetterKind.EVE)


@pytest.mark.parametrize("people", [1, 3])
def test_who_wants_a_letter_is_present_can_sign_in_and_does_not_do_without(people, django_assert_num_queries):
    circle = make_circle()
    wanting = [make_member(circle) for _ in range(people)]
    make_member(circle, left_at=now())
    make_member(circle, person=make_person(is_active=False))
    only_a_name = make_member(circle)
    type(only_a_name).objects.filter(pk=only_a_name.pk).update(person=None)
    letter_choices.do_without(make_member(circle), kind=LetterKind.CIRCLE)
    other = make_member(circle)
    letter_choices.do_without(other, kind=LetterKind.EVE)
    make_member()  # of another circle

    with django_assert_num_queries(1):
        found = list(members_who_want(circle, LetterKind.CIRCLE))
        assert [member.person.email for member in found]

    assert found == [*wanting, other]


def test_what_goes_to_stewards_goes_to_stewards():
    steward = make_steward()
    make_host(steward.circle)

    assert list(members_who_want(steward.circle, LetterKind.STEWARDS)) == [steward]


def test_my_letters_are_chosen_circle_by_circle_with_one_save(client):
    anna = make_person("Anna")
    steward = make_steward(make_circle("Bread"), person=anna)
    member = make_member(make_circle("Ash"), person=anna)
    letter_choices.do_without(member, kind=LetterKind.ASKED)
    client.force_login(anna)

    page = client.get(URL)
    assert page.status_code == 200
    assert page.text.index("Ash") < page.text.index("Bread")
    assert (
        page.text.count('type="checkbox"') == 6 + 7
    )  # what goes to stewards is offered to the steward alone
    assert page.text.count("checked") == 5 + 7
    assert "Codes to sign in, and what you asked for yourself, always come." in page.text

    page = client.post(
        URL,
        {
            f"circle_{member.pk}": ["asked", "circle", "changed", "harvest", "requests"],
            f"circle_{steward.pk}": ["stewards"],
        },
        follow=True,
    )

    assert "Saved. It holds from now on." in page.text
    assert set(Unwanted.objects.values_list("membership", "kind")) == {
        (member.pk, "eve"),
        (steward.pk, "asked"),
        (steward.pk, "eve"),
        (steward.pk, "changed"),
        (steward.pk, "harvest"),
        (steward.pk, "requests"),
        (steward.pk, "circle"),
    }


@pytest.mark.parametrize("wrong", ["stewards", "sign_in_code", "\x00"])
def test_a_kind_nobody_offered_changes_nothing(client, wrong):
    member = make_member()
    client.force_login(member.person)

    page = client.post(URL, {f"circle_{member.pk}": ["eve", wrong]})

    assert page.status_code == 200
    assert "is not one of the available choices" in page.text
    assert not Unwanted.objects.exists()


def test_nobody_chooses_for_somebody_else(client):
    member, stranger = make_member(), make_member()
    client.force_login(stranger.person)

    client.post(
        URL,
        {
            f"circle_{member.pk}": [],
            f"circle_{stranger.pk}": ["asked", "eve", "changed", "harvest", "requests", "circle"],
        },
    )

    assert not Unwanted.objects.exists()


def test_saving_without_a_tick_leaves_only_what_always_comes(client):
    member = make_member()
    client.force_login(member.person)
    client.post(URL, {})

    assert set(Unwanted.objects.values_list("kind", flat=True)) == {
        "asked",
        "eve",
        "changed",
        "harvest",
        "requests",
        "circle",
    }


def test_somebody_in_no_circle_reads_where_letters_come_from(client):
    client.force_login(make_person())

    assert "Letters come from circles" in client.get(URL).text


def test_a_visitor_is_sent_to_the_door(client):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("circles", [1, 3])
def test_the_page_costs_the_same_for_one_circle_and_for_three(client, circles, django_assert_num_queries):
    anna = make_person()
    for _ in range(circles):
        letter_choices.do_without(make_member(person=anna), kind=LetterKind.EVE)
    client.force_login(anna)

    # session, person; memberships with their circles, what they do without
    with django_assert_num_queries(4):
        page = client.get(URL)
    assert page.text.count("<legend>") == circles


def test_my_page_leads_there(client):
    client.force_login(make_person())

    assert URL in client.get(reverse("me")).text


@pytest.mark.parametrize(
    ("kind", "choice"), [("proposal_made", LetterKind.CIRCLE), ("join_asked", LetterKind.STEWARDS)]
)
def test_a_letter_already_written_is_let_go_when_it_is_no_longer_wanted(
    mailoutbox, monkeypatch, kind, choice
):
    monkeypatch.setitem(
        mail._renderers, kind, lambda letter, receiver: Message("Hello", "Hello\n", "<p>Hello</p>")
    )
    steward = make_steward()
    for key in ("before", "after"):
        letters.write(kind=kind, key=key, membership=steward, due=now(), now=now())
        [row] = deliver_all()
        assert row.state == (LetterState.SENT if key == "before" else LetterState.LET_GO)
        letter_choices.do_without(steward, kind=choice)

    assert len(mailoutbox) == 1


def test_what_goes_to_stewards_is_let_go_for_who_is_one_no_more(mailoutbox, monkeypatch):
    monkeypatch.setitem(
        mail._renderers, "join_asked", lambda letter, receiver: Message("Hello", "Hello\n", "<p>")
    )
    letters.write(kind="join_asked", key="one", membership=make_host(), due=now(), now=now())
    [row] = deliver_all()

    assert (row.state, mailoutbox) == (LetterState.LET_GO, [])
