"""What a circle says of itself and what I say of myself: typed by people, kept as typed, refused in words."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from circles.forms import DescriptionForm
from circles.models import Circle, Person
from tests.making import make_host, make_member, make_person, make_steward

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "The Hosting Circle",
    "purpose": "  We practise\r\n  hosting. ",
    "timezone": "America/Edmonton",
    "language": "en",
    "place": "The Old Library",
    "call_link": "https://call.example/circle",
}


@pytest.fixture
def steward(client):
    made = make_steward(name="Anna Berg")
    client.force_login(made.person)
    return made


def url(circle):
    return reverse("circle_settings", args=[circle.slug])


def test_the_settings_page_keeps_what_is_said_as_it_is_typed(client, steward):
    page = client.post(url(steward.circle), GIVEN | {"dates_open": "on"}, follow=True)

    circle = Circle.objects.get()
    assert "Saved." in page.text
    assert circle.purpose == "  We practise\n  hosting. "
    assert (circle.place, circle.call_link) == ("The Old Library", "https://call.example/circle")
    assert circle.dates_open
    assert circle.calendar_version == 2


def test_handing_over_stands_with_who_comes_in_and_not_with_resting(client, steward):
    page = client.get(url(steward.circle)).text
    before, resting = page.split("Resting and closing")

    assert "Hand over to somebody else" in before.split("Who comes in")[1]
    assert "Hand over" not in resting


def test_another_zone_is_saved_with_its_consequence_in_words(client, steward):
    page = client.get(url(steward.circle))
    assert "18:00 is 18:00 there" in page.text

    page = client.post(url(steward.circle), GIVEN | {"timezone": "Lisbon"}, follow=True)

    assert "Your hours are now on the clock of Europe/Lisbon, and calendars follow." in page.text
    assert Circle.objects.get().timezone == "Europe/Lisbon"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"timezone": "Atlantis/Harbour"}, "“Atlantis/Harbour” is not a time zone we know."),
        ({"timezone": "../../etc/passwd"}, "“../../etc/passwd” is not a time zone we know."),
        ({"name": " \r\n "}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"purpose": "  "}, "This field is required."),
        ({"call_link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"origin_began": "2026-05-03", "origin_ended": "2026-05-02"}, "is before its first."),
        ({"language": "tlh"}, "tlh is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    client, steward, wrong, sentence
):
    page = client.post(url(steward.circle), GIVEN | wrong)

    assert page.status_code == 200
    assert sentence in page.text
    for field, value in (GIVEN | wrong).items():
        assert page.context["form"][field].value() == value
    assert Circle.objects.get().place == ""


def test_the_page_costs_few_queries(client, steward, django_assert_num_queries):
    # session, person, membership with its circle
    with django_assert_num_queries(3):
        client.get(url(steward.circle))


@pytest.mark.parametrize(("make", "status"), [(make_host, 403), (lambda circle: make_member(), 404)])
def test_only_a_steward_says_what_the_circle_is(client, steward, make, status):
    client.force_login(make(steward.circle).person)

    for response in (client.get(url(steward.circle)), client.post(url(steward.circle), GIVEN)):
        assert response.status_code == status
        assert "We practise hosting." not in response.text
    assert Circle.objects.get(pk=steward.circle_id).place == ""


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("America/Edmonton", "America/Edmonton"),
        (" america/new york ", "America/New_York"),
        ("edmonton", "America/Edmonton"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_found_by_what_people_type(typed, zone):
    form = DescriptionForm(GIVEN | {"timezone": typed})

    assert form.is_valid(), form.errors
    assert form.description().timezone == zone


def test_all_zones_stand_behind_the_box_and_an_unknown_one_stays_in_it():
    form = DescriptionForm(GIVEN | {"timezone": "Atlantis"})

    assert not form.is_valid()
    box = str(form["timezone"])
    assert 'value="Atlantis"' in box
    assert '<option value="Europe/Lisbon">' in box
    assert 'list="id_timezone_zones"' in box


def test_each_page_for_founding_draws_its_own_once():
    first, second = (DescriptionForm()["once"].value() for _ in range(2))

    assert first != second
    assert DescriptionForm(GIVEN | {"once": str(first)}).is_valid()


def test_my_page_changes_who_i_am_and_what_circles_call_me(client, steward):
    other = make_member(person=steward.person, name="Another name there")

    page = client.post(
        reverse("me"), {"name": "Anna B.", "timezone": "Lisbon", "language": "fr"}, follow=True
    )

    assert page.status_code == 200
    person = Person.objects.get(pk=steward.person_id)
    assert (person.name, person.timezone, person.language) == ("Anna B.", "Europe/Lisbon", "fr")
    steward.refresh_from_db()
    other.refresh_from_db()
    assert (steward.name, other.name) == ("Anna B.", "Another name there")
    assert (steward.calendar_version, other.calendar_version) == (2, 2)


@pytest.mark.parametrize("another", [{"timezone": "Europe/Lisbon"}, {"language": "fr"}])
def test_my_feed_is_another_when_i_live_or_read_elsewhere(client, steward, another):
    client.post(
        reverse("me"), {"name": steward.name, "timezone": "America/Edmonton", "language": "en"} | another
    )

    steward.refresh_from_db()
    assert steward.calendar_version == 2


def test_my_feed_stays_as_it_is_when_only_my_name_changes(client, steward):
    client.post(reverse("me"), {"name": "Anna B.", "timezone": "America/Edmonton", "language": "en"})

    steward.refresh_from_db()
    assert steward.calendar_version == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"timezone": "Atlantis"}, "“Atlantis” is not a time zone we know."),
        ({"name": ""}, "This field is required."),
        ({"language": "xx"}, "xx is not one of the available choices"),
    ],
)
def test_my_page_refuses_in_words_and_keeps_what_i_typed(client, steward, wrong, sentence):
    given = {"name": "Anna B.", "timezone": "UTC", "language": "en"} | wrong

    page = client.post(reverse("me"), given)

    assert sentence in page.text
    assert {field: page.context["form"][field].value() for field in given} == given
    assert Person.objects.get(pk=steward.person_id).name == "Anna Berg"


def test_nobody_changes_what_the_form_does_not_ask(client, steward):
    fields = {"is_operator": "on", "email": "else@circle.example", "is_active": ""}
    client.post(reverse("me"), {"name": "A", "timezone": "UTC", "language": "en"} | fields)

    person = Person.objects.get(pk=steward.person_id)
    assert (person.is_operator, person.is_active, person.email) == (False, True, steward.person.email)


@pytest.mark.parametrize("circles", [1, 3])
def test_my_page_costs_the_same_for_one_circle_and_for_three(client, circles, django_assert_num_queries):
    person = make_person(joined_at=datetime(2026, 1, 1, tzinfo=UTC))
    for _ in range(circles):
        make_member(person=person)
    client.force_login(person)

    # session, person, memberships with their circles
    with django_assert_num_queries(3):
        page = client.get(reverse("me"))
    assert page.text.count('class="who"') == circles


@pytest.mark.parametrize("name", ["me"])
def test_my_page_asks_who_i_am(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
