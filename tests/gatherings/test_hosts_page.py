"""A gathering for its hosts: chairs, open roles, guests, seats, and who has not answered, at one glance."""

import pytest
from django.utils.timezone import now

from circles.models import Letter
from gatherings.models import Gathering, Guest, Rsvp, Status, Turn
from tests.gatherings.addresses import url
from tests.making import (
    make_circle,
    make_gathering,
    make_host,
    make_lab,
    make_member,
    make_role,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def gathering():
    return make_gathering(make_circle(place="The Old Library", call_link="https://call.example/us"))


@pytest.fixture
def stella(client, gathering):
    host = make_host(gathering.circle, "Stella")
    client.force_login(host.person)
    return host


def says(gathering, name, answer, **fields):
    member = make_member(gathering.circle, name)
    Rsvp.objects.create(gathering=gathering, membership=member, answer=answer, **fields)
    return member


def facts(page):
    return dict(page.context["hosts"].glance)


def test_the_evening_at_one_glance(client, gathering, stella):
    for name, answer, way in (
        ("Anna", "yes", "room"),
        ("Luc", "yes", "room"),
        ("Noor", "yes", "call"),
        ("Ben", "yes", ""),
        ("Ines", "maybe", ""),
        ("Elif", "no", ""),
    ):
        says(gathering, name, answer, way=way)
    Rsvp.objects.create(gathering=gathering, membership=stella, answer="yes", way="room")
    says(gathering, "Vera", "waiting", waiting_since=now())
    make_member(gathering.circle, "Maria")
    make_role(gathering.circle, "Guardian")
    make_role(gathering.circle, "Brings the drum", only_at=gathering)
    held = make_role(gathering.circle, "Host")
    Turn.objects.create(gathering=gathering, role=held, holder=stella)
    Guest.objects.create(
        gathering=gathering, name="Ada", brought_by=stella, nodded_at=now(), nodded_by=stella
    )
    Guest.objects.create(gathering=gathering, name="Otto", brought_by=stella)
    Gathering.objects.update(seats=6)

    page = client.get(url("gathering_hosts", gathering))

    assert facts(page) == {
        "In the room": "Four chairs, one of them for a guest",
        "On the call": "One",
        "Did not say how they come": "One",
        "Maybe": "One",
        "Seats": "Six of six taken",
        "Waiting": "Vera",
        "Open roles": "Guardian, Brings the drum",
    }
    assert [heard.member.name for heard in page.context["hosts"].unheard] == ["Maria"]
    assert "One not heard from" in page.text
    assert page.text.count('class="seat free"') == 1
    assert "Maria, not heard from" in page.text


def test_a_gathering_in_a_room_alone_and_one_on_a_call_alone(client, stella, gathering):
    circle = gathering.circle
    circle.call_link = ""
    circle.save()
    says(gathering, "Anna", "yes")
    assert facts(client.get(url("gathering_hosts", gathering)))["In the room"] == "One chair"

    circle.place, circle.call_link = "", "https://call.example/us"
    circle.save()
    found = facts(client.get(url("gathering_hosts", gathering)))
    assert (found["On the call"], "In the room" in found) == ("One", False)


def test_members_never_see_who_is_not_heard_from(client, gathering):
    make_member(gathering.circle, "Maria")
    me = make_member(gathering.circle, "Luc")
    client.force_login(me.person)

    assert "not heard from" not in client.get(gathering.get_absolute_url()).text
    assert client.get(url("gathering_hosts", gathering)).status_code == 403
    for name in ("gathering_told", "gathering_seats"):
        assert client.post(url(name, gathering), {"said": f"{me.pk}.yes", "seats": "3"}).status_code == 403
    assert not Rsvp.objects.exists()
    assert Gathering.objects.get().seats is None


def test_a_stranger_finds_nothing_there(client, gathering):
    client.force_login(make_host().person)
    assert client.get(url("gathering_hosts", gathering)).status_code == 404
    for name in ("gathering_told", "gathering_seats"):
        assert client.post(url(name, gathering), {"seats": "3"}).status_code == 404


@pytest.mark.parametrize(
    ("pressed", "answer", "way"),
    [("room", "yes", "room"), ("call", "yes", "call"), ("maybe", "maybe", ""), ("no", "no", "")],
)
def test_a_host_answers_for_somebody_and_everybody_reads_who_was_told(
    client, gathering, stella, pressed, answer, way
):
    maria = make_member(gathering.circle, "Maria")

    page = client.post(url("gathering_told", gathering), {"said": f"{maria.pk}.{pressed}"}, follow=True)

    said = Rsvp.objects.get()
    assert (said.membership, said.answer, said.way, said.said_by) == (maria, answer, way, stella)
    assert "told to Stella" in page.text
    if answer != "no":
        assert "told to Stella" in client.get(gathering.get_absolute_url()).text
    client.force_login(maria.person)
    assert "You told Stella." in client.get(gathering.get_absolute_url()).text


def test_with_htmx_only_the_part_that_changes_comes_back(client, gathering, stella):
    maria = make_member(gathering.circle, "Maria")

    page = client.post(url("gathering_told", gathering), {"said": f"{maria.pk}.maybe"}, headers=HTMX)

    assert page.status_code == 200
    assert page.text.strip().startswith('<div id="hosts">')
    assert "<html" not in page.text


def test_what_a_host_wrote_down_can_be_taken_back_by_a_press(client, gathering, stella):
    maria = make_member(gathering.circle, "Maria")
    client.post(url("gathering_told", gathering), {"said": f"{maria.pk}.no"})
    page = client.get(url("gathering_hosts", gathering)).text
    assert f'value="{maria.pk}.none"' in page

    client.post(url("gathering_told", gathering), {"said": f"{maria.pk}.none"})

    assert not Rsvp.objects.exists()


def test_what_somebody_said_themselves_offers_no_taking_back(client, gathering, stella):
    maria = says(gathering, "Maria", "no")

    assert f'value="{maria.pk}.none"' not in client.get(url("gathering_hosts", gathering)).text


@pytest.mark.parametrize(
    "said", ["", "yes", "0.sonnet", "1.yes\x00", "x.yes", "1.waiting", "٣.yes", "9" * 20 + ".yes"]
)
def test_what_is_no_answer_is_refused_in_words(client, gathering, stella, said):
    page = client.post(url("gathering_told", gathering), {"said": said})

    assert page.status_code == 400
    assert "Choose one of the answers beside a name." in page.text


def test_nobody_answers_for_somebody_of_another_circle_or_who_has_left(client, gathering, stella):
    for member in (make_member(), make_member(gathering.circle, left_at=now())):
        page = client.post(url("gathering_told", gathering), {"said": f"{member.pk}.yes"})
        assert page.status_code == 404
    assert client.post(url("gathering_told", gathering), {"said": "9" * 19 + ".yes"}).status_code == 404
    assert not Rsvp.objects.exists()


def test_after_the_end_and_when_it_is_off_nobody_is_written_down(client, gathering, stella):
    maria = make_member(gathering.circle, "Maria")
    Gathering.objects.update(status=Status.CALLED_OFF)

    assert "told me" not in client.get(url("gathering_hosts", gathering)).text
    page = client.post(url("gathering_told", gathering), {"said": f"{maria.pk}.yes"})
    assert (page.status_code, "This gathering is called off." in page.text) == (409, True)
    assert (
        "This gathering is called off." in client.post(url("gathering_seats", gathering), {"seats": 3}).text
    )
    assert not Rsvp.objects.exists()


def test_seats_are_set_and_taken_away_again(client, gathering, stella):
    client.post(url("gathering_seats", gathering), {"seats": "12"})
    assert Gathering.objects.get().seats == 12
    assert 'value="12"' in client.get(url("gathering_hosts", gathering)).text

    client.post(url("gathering_seats", gathering), {"seats": ""})
    assert Gathering.objects.get().seats is None


@pytest.mark.parametrize("seats", ["0", "-3", "501", "twelve", "9" * 40])
def test_seats_that_cannot_be_are_said_so_at_the_field_and_kept_typed(client, gathering, stella, seats):
    page = client.post(url("gathering_seats", gathering), {"seats": seats})

    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert f'value="{seats}"' in page.text
    assert Gathering.objects.get().seats is None


def test_a_lab_has_its_own_page_for_guests_and_seats(client):
    lab = make_lab()
    client.force_login(make_host(lab.gathering.circle).person)

    page = client.get(url("gathering_hosts", lab.gathering)).text
    assert "not heard from" in page
    assert 'name="seats"' not in page


@pytest.mark.parametrize("people", [1, 4])
def test_the_page_costs_the_same_however_many_there_are(
    client, gathering, stella, people, django_assert_num_queries
):
    for number in range(people):
        says(gathering, f"Told {number}", "yes", said_by=stella)
        make_member(gathering.circle, f"Unheard {number}")
        guest = make_member(gathering.circle)
        Guest.objects.create(gathering=gathering, name="Ada", brought_by=guest)
        role = make_role(gathering.circle)
        Turn.objects.create(gathering=gathering, role=role, holder=stella, beside=guest)
        Letter.objects.create(
            kind="gathering_asked",
            key=f"asked:{guest.pk}",
            circle=gathering.circle,
            membership=guest,
            params={"gathering": gathering.pk},
            state="unknown",
        )

    # session, person; membership with its circle, gathering, answers with their members, turns with their people,
    # everybody, roles handed out, guests with who brings them; letters about it, requests and what was told by
    # which others are known, those of a change that wait
    with django_assert_num_queries(13):
        page = client.get(url("gathering_hosts", gathering))

    assert page.text.count(" told me: Maybe") == 1 + 3 * people


def test_below_the_ring_it_is_said_what_a_dot_means_where_there_are_any(client, gathering, stella):
    guardian = make_role(gathering.circle, "Guardian")
    Rsvp.objects.create(gathering=gathering, membership=stella, answer="yes", way="room")
    pages = (gathering.get_absolute_url(), url("gathering_hosts", gathering))
    key = "A dot marks somebody with a role."
    assert [client.get(page).text.count(key) for page in pages] == [0, 0]

    Turn.objects.create(gathering=gathering, role=guardian, holder=stella)

    assert [client.get(page).text.count(key) for page in pages] == [1, 1]
