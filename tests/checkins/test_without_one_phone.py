"""An evening of pens and paper: notes typed up afterwards become a poem that travels, without one phone."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest, Phrase, SaidAloud, Stitch
from circles.models import Membership
from gatherings.models import Rsvp
from tests.checkins.speaking import address
from tests.checkins.tables import table_as_posted
from tests.making import make_member

pytestmark = pytest.mark.django_db
NOTES = [f"  line {number} of my notes…" for number in range(1, 41)]


def read_back_and_give(client, evening):
    """Stitch what was caught as it opens, read it back, and give it."""
    table = address("stitching", evening)
    client.post(table, table_as_posted(client.get(table)) | {"do": "read"})
    read = []
    page = client.get(address("read_back", evening))
    while page.context["ring"] is None:
        read += [
            piece.text
            for stanza in page.context["stanzas"]
            for line in stanza.lines
            for piece in line
            if piece.text
        ]
        page = client.get(page.context["onward"])
    harvest = Harvest.objects.get()
    assert harvest.read_back_at
    client.post(address("give_poem", evening), {"version": harvest.version})
    return read


def seen_by_anybody(client, harvest):
    """Return the public page of a poem as somebody reads it who is nobody here."""
    client.logout()
    return client.get(reverse("shared_poem", args=[harvest.public_slug]))


@pytest.fixture
def people(evening):
    """Eleven who say yes to the evening, and never open a page."""
    members = [make_member(evening.circle, f"Member {number}") for number in range(11)]
    Rsvp.objects.bulk_create(Rsvp(gathering=evening, membership=each, answer="yes") for each in members)
    return members


def test_forty_lines_of_notes_become_a_public_poem_by_the_circles_yes(client, evening, catcher, people):
    client.force_login(catcher.person)
    client.post(address("catch_notes", evening), {"heard": "\r\n".join(NOTES), "nonce": "notes"})

    assert read_back_and_give(client, evening) == NOTES  # each once, in order, character for character
    assert Harvest.objects.get().is_given
    client.post(address("share_poem", evening), {"share": "yes"})
    assert Harvest.objects.get().shared_at is None  # nobody has said that it may

    client.post(address("aloud", evening), {"say": "circle"})
    client.post(address("share_poem", evening), {"share": "yes"})

    harvest = Harvest.objects.get()
    assert harvest.shared_at
    page = seen_by_anybody(client, harvest)
    assert page.status_code == 200
    assert all(line in page.text for line in NOTES)
    assert not any(member.name in page.text for member in people)
    assert Phrase.objects.filter(speaker__isnull=False).count() == 0


CHAT = """18:42:10 From Member 0 to Everyone:
\tstill in my coat
18:42:31 From Member 1 to Everyone:
\tthe kettle, patient…
18:42:40 From Somebody's iPad to Everyone:
\thalf of me
18:42:55 From Member 0 to Everyone:
\t+1
18:43:02 From Member 2 to Member 0(Direct Message):
\tCANARY for one person
"""


def test_a_pasted_call_chat_becomes_one_by_what_its_writers_said_aloud(client, evening, catcher, people):
    client.force_login(catcher.person)
    picking = client.post(address("catch_chat", evening), {"pasted": CHAT, "nonce": "chat"}).context["form"]
    whose = {field.html_name: field.value() for field in picking.whose}
    picked = {"pick": [at for at, _line, ticked in picking.offered if ticked]}
    kept = {"pasted": CHAT, "nonce": "chat", "picked": "yes"}
    client.post(address("catch_chat_keep", evening), kept | whose | picked)

    said = ["still in my coat", "the kettle, patient…", "half of me"]
    assert read_back_and_give(client, evening) == said
    for member in people[:2]:
        client.post(address("aloud", evening), {"say": "yes", "who": member.pk})
    client.post(address("share_poem", evening), {"share": "yes"})
    assert Harvest.objects.get().shared_at is None  # whose iPad it was, nobody knows
    client.post(address("aloud", evening), {"say": "circle"})
    client.post(address("share_poem", evening), {"share": "yes"})

    page = seen_by_anybody(client, Harvest.objects.get())
    assert page.status_code == 200
    assert all(line in page.text for line in said)
    for unsaid in ("+1", "CANARY", "iPad", *(member.name for member in people)):
        assert unsaid not in page.text


def test_words_with_their_speakers_travel_by_a_yes_of_each_and_stop_at_the_first_no(
    client, evening, catcher, people
):
    client.force_login(catcher.person)
    for member in people:
        said = {
            "heard": f"what {member.name.lower()} carries",
            "speaker": member.pk,
            "nonce": f"n{member.pk}",
        }
        client.post(address("catch", evening), said)
    read_back_and_give(client, evening)
    assert Stitch.objects.count() == len(people)
    for member in people:
        client.post(address("aloud", evening), {"say": "yes", "who": member.pk})
    client.post(address("share_poem", evening), {"share": "yes"})
    harvest = Harvest.objects.get()
    assert seen_by_anybody(client, harvest).status_code == 200

    one = Membership.objects.get(pk=people[4].pk)
    client.force_login(one.person)
    client.post(address("my_words", evening), {"say": "not aloud"})

    assert seen_by_anybody(client, harvest).status_code == 404
    assert SaidAloud.objects.filter(taken_back_at__lte=now()).count() == 1
