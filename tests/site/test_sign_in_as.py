"""One-click sign-in: only while trying out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.urls import reverse

from cop_site.one_click import sign_in_path
from tests.making import make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def trying_out(settings):
    settings.DEBUG = True


def test_the_link_signs_in_and_leads_home(client):
    anna = make_person("Anna")
    response = client.get(sign_in_path(anna))

    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.session[SESSION_KEY] == str(anna.pk)


def test_the_link_makes_a_new_session(client):
    client.get(sign_in_path(make_person()))
    before = client.session.session_key
    client.get(sign_in_path(make_person()))

    assert client.session.session_key != before


def test_there_is_no_such_link_on_a_site_in_use(client, settings):
    path = sign_in_path(make_person())
    settings.DEBUG = False

    assert client.get(path).status_code == 404
    assert SESSION_KEY not in client.session


def test_a_forged_link_signs_nobody_in(client):
    make_person()

    for token in ("nonsense", "1", signing.dumps(1), signing.dumps(1, salt="another purpose")):
        assert client.get(reverse("sign_in_as", args=[token])).status_code == 404
    assert SESSION_KEY not in client.session


def test_a_link_ends_after_a_week(client):
    with time_machine.travel(NOW, tick=False):
        path = sign_in_path(make_person())
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert client.get(path).status_code == 404


def test_somebody_who_may_not_sign_in_does_not(client):
    assert client.get(sign_in_path(make_person(is_active=False))).status_code == 404


def test_posting_to_it_does_nothing(client):
    assert client.post(sign_in_path(make_person())).status_code == 405
