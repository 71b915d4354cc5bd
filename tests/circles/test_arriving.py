"""From a pasted list to a seat in the circle, through real pages and real letters."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from circles.models import Membership, Person
from tests.making import make_person, make_steward
from tests.postbox import code_in, deliver_all, links_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(mailoutbox):
    """Return the links in the letters two people were sent after a steward pasted and pressed."""
    steward, client = make_steward(name="Anna Berg"), Client()
    client.force_login(steward.person)
    page = reverse("invite", args=[steward.circle.slug])
    people = "Noor Haddad <noor@circle.example>\nluc@circle.example"
    seen = client.post(page, {"people": people}).context["form"].digest
    client.post(page, {"people": people, "seen": seen, "send": "yes"})
    deliver_all()
    assert [message.to for message in mailoutbox] == [["noor@circle.example"], ["luc@circle.example"]]
    found = [next(x for x in links_in(message.body) if "/invitation/" in x) for message in mailoutbox]
    mailoutbox.clear()
    return [urlsplit(link).path for link in found]


def test_somebody_new_signs_up_with_the_invited_address_and_joins(links, mailoutbox):
    visitor = Client()
    asked = urlsplit(visitor.get(links[0]).context["to_sign_up"])
    given = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert 'value="noor@circle.example"' in visitor.get(f"{asked.path}?{asked.query}").text

    response = visitor.post(asked.path, {**given, "name": "Noor", "timezone": "Edmonton"})
    deliver_all()
    code = {"code": code_in(mailoutbox[-1]), "next": given["next"]}
    response = visitor.post(response["Location"], code)
    assert response["Location"] == links[0]
    assert Membership.objects.filter(person__email="noor@circle.example").count() == 0

    assert 'value="Noor"' in visitor.get(links[0]).text
    response = visitor.post(links[0], {"name": "Noor H."})

    membership = Membership.objects.get(person__email="noor@circle.example")
    assert membership.name == "Noor H."
    assert response["Location"] == reverse("welcome", args=[membership.circle.slug])


def test_somebody_known_signs_in_with_their_own_address_and_joins(links, mailoutbox):
    luc, visitor = make_person("Luc", email="luc@another.example"), Client()
    asked = urlsplit(visitor.get(links[1]).context["to_sign_in"])
    back = parse_qs(asked.query)["next"][0]

    response = visitor.post(asked.path, {"login": luc.email, "next": back})
    deliver_all()
    response = visitor.post(response["Location"], {"code": code_in(mailoutbox[-1]), "next": back})
    assert response["Location"] == links[1]
    visitor.post(links[1], {"name": "Luc"})

    assert Membership.objects.get(person=luc).name == "Luc"
    assert Person.objects.count() == 2
