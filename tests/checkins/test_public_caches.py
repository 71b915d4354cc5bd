"""What a cache that many share may keep of the pages beyond a circle: never what was answered to somebody signed in."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Print
from tests.checkins.printed import press
from tests.checkins.sharing import share

pytestmark = pytest.mark.django_db
PUBLIC = [
    ("shared_poem", []),
    ("embed", []),
    ("shared_copy", ["txt"]),
    ("shared_card", []),
    ("shared_pdf", []),
    ("shared_feed", None),
    ("oembed", None),
]


@pytest.fixture
def address_of(evening, catcher, ines):
    slug = share(evening, catcher, "the kettle", speaker=ines).public_slug
    press()
    assert Print.objects.filter(state="ready").count() == 4

    def found(name, more):
        if name == "oembed":
            return f"{reverse('oembed')}?url={settings.SITE_URL}{reverse('shared_poem', args=[slug])}"
        return reverse(name, args=[evening.circle.uid] if more is None else [slug, *more])

    return found


@pytest.mark.parametrize(("name", "more"), PUBLIC)
def test_a_session_renewed_on_the_way_is_kept_by_nobody_else(client, address_of, ines, name, more):
    public = address_of(name, more)
    nobody = client.get(public)
    client.force_login(ines.person)
    with time_machine.travel(now() + timedelta(days=3), tick=True):
        somebody = client.get(public)

    assert (nobody.status_code, somebody.status_code) == (200, 200)
    assert (nobody["Cache-Control"], bool(nobody.cookies)) == ("public, no-cache", False)
    assert somebody.cookies  # the session, renewed
    assert somebody["Cache-Control"] == "private, no-cache"
