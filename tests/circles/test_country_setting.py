"""Whose public holidays stand beside the dates: guessed when a circle is founded, chosen in its settings."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from circles.models import Circle
from tests.making import make_circle, make_steward

pytestmark = pytest.mark.django_db
SAID = {"name": "Us", "purpose": "To practise.", "timezone": "Europe/Zurich", "language": "en"}


@pytest.fixture
def steward(client):
    steward = make_steward(make_circle(country="CA-AB"))
    client.force_login(steward.person)
    return steward


def settings_of(steward) -> str:
    return reverse("circle_settings", args=[steward.circle.slug])


def country_after(client, steward, **said) -> str:
    response = client.post(settings_of(steward), SAID | said)
    assert response.status_code == 302
    return Circle.objects.get(pk=steward.circle.pk).country


def test_the_country_and_its_part_are_shown_as_chosen(client, steward):
    page = client.get(settings_of(steward)).text

    assert '<option value="CA" selected>Canada</option>' in page
    assert '<option value="CA-AB" selected>Alberta</option>' in page


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"country": "CH", "part": "CH-ZH"}, "CH-ZH"),
        ({"country": "CH", "part": ""}, "CH"),
        ({"country": "CH", "part": "CA-AB"}, "CH"),  # the part of the country chosen before
        ({"country": "", "part": "CA-AB"}, ""),
    ],
)
def test_a_country_is_kept_with_its_part_or_none_is(client, steward, said, kept):
    assert country_after(client, steward, **said) == kept


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"country": "XX"}, "Select a valid choice. XX is not one of the available choices."),
        ({"country": "CA", "part": "CA-XX"}, "Choose a part of the list, or the whole country."),
    ],
)
def test_a_country_nobody_knows_is_refused_with_a_sentence(client, steward, said, words):
    response = client.post(settings_of(steward), SAID | said)

    assert response.status_code == 200
    assert words in response.text
    assert Circle.objects.get(pk=steward.circle.pk).country == "CA-AB"


def test_the_parts_of_a_country_are_offered_as_it_is_chosen_and_nothing_is_kept(client, steward):
    page = client.get(settings_of(steward), {"country": "DE"}).text

    assert "Bavaria" in page
    assert "Alberta" not in page
    assert Circle.objects.get(pk=steward.circle.pk).country == "CA-AB"
    assert 'id="id_part"' not in client.get(settings_of(steward), {"country": "IS"}).text


def test_circles_from_before_are_given_the_country_of_their_zone():
    paris, kathmandu = make_circle(timezone="Europe/Paris"), make_circle(timezone="Asia/Kathmandu")
    chosen = make_circle(timezone="Europe/Paris", country="CH")

    import_module("circles.migrations.0006_guessed_countries").guess(apps, None)

    countries = dict(Circle.objects.values_list("pk", "country"))
    assert countries == {paris.pk: "FR", kathmandu.pk: "NP", chosen.pk: "CH"}
