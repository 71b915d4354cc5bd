"""The page that asks for a proof, and Anna before it."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.test import Client

from circles.models import Person
from tests.making import make_person
from tests.proving import prove

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
GUARDED_PAGE = "/accounts/email/"
ASKED = "/prove/?next=%2Faccounts%2Femail%2F"


def make_anna(client: Client) -> Person:
    """Make Anna, who signed in an hour ago."""
    anna = make_person("Anna", email="anna@circle.example")
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)
    client.force_login(anna)
    prove(client, minutes_ago=60)
    return anna


def ask(client):
    return client.post("/prove/", {"send": "yes", "next": GUARDED_PAGE})


def type_in(client, code):
    return client.post("/prove/", {"code": code, "next": GUARDED_PAGE})
