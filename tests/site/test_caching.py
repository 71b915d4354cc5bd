"""Who may keep a page: what somebody signed in is shown is theirs alone, the rest is as its view says."""

import pytest
from django.utils.timezone import now

from gatherings.feeds import subscriptions
from tests.making import make_gathering, make_steward

pytestmark = pytest.mark.django_db

THEIRS = "private, no-cache"
NOBODYS = "max-age=0, no-cache, no-store, must-revalidate, private"
PAGES = [
    # address, for a visitor, for somebody signed in
    ("/", None, THEIRS),
    ("/home/", None, THEIRS),
    ("/me/", None, THEIRS),
    ("/c/{slug}/", None, THEIRS),
    ("/c/{slug}/gatherings/1/", None, THEIRS),
    ("/c/{slug}/nowhere/", None, THEIRS),
    ("/c/{slug}/calendar/", None, NOBODYS),  # a secret may stand on it
    ("/accounts/2fa/", None, THEIRS),
    ("/accounts/login/", NOBODYS, NOBODYS),
    ("/feeds/{token}.ics", "private, no-cache", "private, no-cache"),
    ("/c/{slug}/dates.ics", "public, no-cache", "public, no-cache"),
    ("/livez", NOBODYS, NOBODYS),
]


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(("address", "for_a_visitor", "for_a_person"), PAGES)
def test_what_may_keep_an_answer(client, address, for_a_visitor, for_a_person, signed_in):
    steward = make_steward()
    steward.circle.dates_open = True
    steward.circle.save()
    make_gathering(steward.circle)
    _link, token = subscriptions.make_link(steward, now=now())
    if signed_in:
        client.force_login(steward.person)

    answer = client.get(address.format(slug=steward.circle.slug, token=token))

    assert answer.get("Cache-Control") == (for_a_person if signed_in else for_a_visitor)


def test_the_answer_to_signing_out_is_kept_by_nobody_else_either(client):
    client.force_login(make_steward().person)

    assert "private" in client.post("/accounts/logout/")["Cache-Control"]
