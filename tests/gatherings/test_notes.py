"""What the circle keeps of an evening."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings.evening import notes
from gatherings.models import Gathering, Turn
from tests.making import make_gathering, make_gathering_now, make_host, make_member, make_role

pytestmark = pytest.mark.django_db
NONE = notes.fingerprint("")


def make_past(**fields) -> Gathering:
    return make_gathering(day=(now() - timedelta(days=9)).date(), **fields)


def url(gathering: Gathering) -> str:
    return reverse("gathering_notes", args=[gathering.circle.slug, gathering.number])


def test_a_role_holder_writes_what_the_circle_keeps_and_addresses_become_links(client):
    gathering = make_past()
    holder, member = make_member(gathering.circle), make_member(gathering.circle)
    Turn.objects.create(gathering=gathering, role=make_role(gathering.circle), holder=holder)
    client.force_login(holder.person)
    words = "We will write to <Mara>.\n  The song: https://song.example/."

    client.post(url(gathering), {"notes": words, "seen": NONE})

    assert Gathering.objects.get().notes == words
    client.force_login(member.person)
    page = client.get(gathering.get_absolute_url()).text
    assert "We will write to &lt;Mara&gt;.\n  The song: " in page
    assert '<a href="https://song.example/" rel="noreferrer nofollow">https://song.example/</a>.' in page
    assert url(gathering) not in page
    assert client.get(url(gathering)).status_code == 403
    assert client.post(url(gathering), {"notes": "mine", "seen": NONE}).status_code == 403
    client.force_login(make_host().person)
    assert client.post(url(gathering), {"notes": "mine", "seen": NONE}).status_code == 404
    assert Gathering.objects.get().notes == words


def test_what_somebody_wrote_meanwhile_is_shown_and_not_overwritten(client):
    gathering = make_past(notes="Anna wrote this.")
    client.force_login(make_host(gathering.circle).person)

    page = client.post(url(gathering), {"notes": "Luc wrote that.", "seen": NONE})

    assert "Somebody else wrote here meanwhile." in page.text
    assert "Anna wrote this." in page.text
    assert "Luc wrote that." in page.text
    assert Gathering.objects.get().notes == "Anna wrote this."
    client.post(url(gathering), {"notes": "Both.", "seen": page.context["seen"]})
    assert Gathering.objects.get().notes == "Both."


def test_notes_begin_with_the_gathering(client):
    coming = make_gathering()
    client.force_login(make_host(coming.circle).person)

    page = client.post(url(coming), {"notes": "Too soon.", "seen": NONE})

    assert "Come back when we have begun." in page.text
    assert "Too soon." in page.text
    assert Gathering.objects.get().notes == ""
    on = make_gathering_now(coming.circle)
    assert client.post(url(on), {"notes": "Now.", "seen": NONE}).status_code == 302
    assert client.post(url(on), {"notes": "x" * 5001, "seen": notes.fingerprint("Now.")}).status_code == 200
    assert Gathering.objects.get(pk=on.pk).notes == "Now."
