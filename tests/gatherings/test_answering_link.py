"""The link that answers: for whom it speaks, and that it opens nothing else (R26, R28, R29)."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import LetterKind, Membership, Person
from circles.post.unsubscribing import stop_token
from gatherings.answering.links import answer_link, answer_token, read_answer_token
from tests.gatherings.by_letter import make_gathering_with_a_steward, said, url
from tests.making import make_circle, make_gathering, make_member, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return make_gathering_with_a_steward()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_it_five_times_changes_nothing(client, gathering, anna, method):
    for answer in ("", "?answer=yes", "?answer=no"):
        for _ in range(5):
            assert getattr(client, method)(url(gathering, anna) + answer).status_code == 200

    assert said() == []
    assert Membership.objects.get(pk=anna.pk).calendar_version == anna.calendar_version


def test_it_opens_no_session_and_nothing_else(client, gathering, anna):
    client.get(url(gathering, anna))
    client.post(url(gathering, anna), {"answer": "yes"})

    assert "sessionid" not in client.cookies
    assert client.get(reverse("me")).status_code == 302
    assert client.get(gathering.get_absolute_url()).status_code == 302


def test_it_speaks_for_its_member_whoever_is_signed_in(client, gathering, anna):
    other = make_member(gathering.circle, "Luc")
    client.force_login(other.person)

    assert "Anna, will you be in the circle?" in client.get(url(gathering, anna)).text
    client.post(url(gathering, anna), {"answer": "yes"})
    assert said() == [("Anna", "yes", "")]


def test_it_speaks_the_members_language_and_tells_their_time(client, gathering):
    member = make_member(gathering.circle, person=make_person(language="fr", timezone="Asia/Kathmandu"))
    page = client.get(url(gathering, member), headers={"accept-language": "en"})

    assert '<html lang="fr">' in page.text
    assert page.headers["Content-Language"] == "fr"
    assert "Kathmandu" in page.text


def test_what_the_request_claims_to_be_is_in_no_link(client, gathering, anna, settings):
    settings.SITE_URL = "https://circles.example"
    settings.ALLOWED_HOSTS = ["*"]

    assert answer_link(gathering, anna).startswith("https://circles.example/answer/")
    assert "evil.example" not in client.get(url(gathering, anna), headers={"host": "evil.example"}).text


def test_every_link_that_is_none_gets_the_same_page(client, gathering, anna):
    """Forged, cut, for another purpose, over, after leaving, closed, or of somebody who may not sign in (R29)."""
    circle = gathering.circle
    left, inactive, renewed = (make_member(circle) for _ in range(3))
    tokens = [
        answer_token(gathering, left),
        answer_token(gathering, inactive),
        answer_token(gathering, renewed),
    ]
    memberships.leave(left, now=now())
    Person.objects.filter(pk=inactive.person_id).update(is_active=False)
    Membership.objects.filter(pk=renewed.pk).update(link_epoch=2)
    over = make_gathering(circle, (now() - timedelta(days=3)).date())
    elsewhere = make_gathering()
    closed = make_member(make_circle(closed_on=now().date()))
    salt = "gatherings.links: answer"
    tokens += [
        answer_token(gathering, anna)[:-1],
        stop_token(anna, LetterKind.ASKED),
        signing.dumps([anna.pk, gathering.pk, anna.link_epoch], salt="another purpose"),
        signing.dumps([anna.pk, gathering.pk], salt=salt),
        signing.dumps([anna.pk, elsewhere.pk, anna.link_epoch], salt=salt),
        answer_token(over, anna),
        answer_token(make_gathering(closed.circle), closed),
        "x",
    ]

    for method in (client.get, lambda address: client.post(address, {"answer": "yes"})):
        pages = [method(reverse("answer_from_letter", args=[token])) for token in tokens]
        assert {page.status_code for page in pages} == {404}
        assert len({page.content for page in pages}) == 1
    stop = client.get(reverse("unsubscribe", args=[answer_token(gathering, anna)]))
    assert (stop.status_code, stop.content) == (404, pages[0].content)
    assert said() == []


def test_somebody_who_comes_back_has_new_links(gathering, anna):
    before = answer_token(gathering, anna)
    memberships.leave(anna, now=now())
    Membership.objects.filter(pk=anna.pk).update(left_at=None)
    anna.refresh_from_db()

    assert read_answer_token(before, now=now()) is None
    assert read_answer_token(answer_token(gathering, anna), now=now()) == (gathering, anna)
