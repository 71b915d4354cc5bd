"""What a French circle reads from the evening itself to the book of its year, page by page."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest, Phrase, RoundKind
from checkins.tonight import centre, pairing
from tests.checkins.speaking import bring
from tests.checkins.tonight import taps
from tests.french import english_in
from tests.making import make_member
from tests.site.french_reading import LINES, Reading, caught, make_french_evening

pytestmark = pytest.mark.django_db
CHAT = """18:42:10 From Mathieu to Everyone:
\tencore en manteau
18:42:55 From Mathieu to Everyone:
\thttps://pentes.example/chemin
"""


@pytest.fixture
def evening():
    return make_french_evening()


@pytest.fixture
def tonight(evening, claire, mathieu):
    """Tonight, with its Centre."""
    return centre.begin(evening, by=claire, now=now())


# --- in the room ----------------------------------------------------------------------------------


def test_the_centre_speaks_the_circles_language_from_the_welcome_to_the_farewell(
    client, evening, tonight, harvest
):
    centre.ask_last(evening, question="Avec quoi pars-tu ?", by=harvest.catcher, now=now())
    centre.let_phones_join(tonight, on=True, now=now())
    screen = Reading(client, evening)
    seen = []
    for scene in ("welcome", "agreements", "question", "ring", "read_back", "last", "last_ring", "farewell"):
        found = taps(tonight, scene)
        seen.append(screen.opens(reverse("centre", args=[found.screen_token])).text)
    found = pairing.new_code(tonight, now=now())
    screen.opens(reverse("centre_pair"))
    screen.posts(reverse("centre_pair"), code="XXXX-XXXX")
    centre.close(evening, by=harvest.catcher, now=now())
    ended = client.get(reverse("centre", args=[found.screen_token]), HTTP_ACCEPT_LANGUAGE="fr")

    assert screen.english == {}
    assert english_in(ended.text) == []
    assert len(set(seen)) == len(seen)


@pytest.mark.thorough
def test_who_opens_the_circle_and_who_sits_in_it_read_french(client, evening, claire, mathieu):
    host = Reading(client, evening, claire)
    here, check_in = host.address("tonight"), host.address("check_in")
    host.opens(check_in)
    host.opens(here)
    for said in ("begin", "code", "phones", "no phones"):
        host.posts(here, do=said)
    host.posts(here, do="ask", question="Avec quoi pars-tu ?")
    host.posts(host.address("open_round"), question="Que portes-tu ?")
    host.opens(check_in)
    for said in ("lit", "out", "passed"):
        host.posts(host.address("flame"), touch=said)
    late = make_member(evening.circle, "Youssef")
    bring(evening, late, "des mots de la route")
    host.opens(here)
    host.opens(check_in)
    host.posts(host.address("ring_bell"))
    host.posts(host.address("open_round"), close="yes")
    host.opens(check_in)

    member = Reading(client, evening, mathieu)
    member.opens(check_in)
    member.posts(check_in, words="encore en manteau", nonce="m")
    member.opens(check_in)
    centre.open_round(evening, kind=RoundKind.CHECK_OUT, question="", by=claire, now=now())
    member.opens(check_in)
    host = Reading(client, evening, claire)
    host.opens(check_in)
    host.posts(here, do="close")

    assert host.english == member.english == {}


def test_a_phone_without_signal_says_so_in_french(client, evening, mathieu):
    member = Reading(client, evening, mathieu)

    assert "Pas de réseau" in member.opens(reverse("offline")).text
    assert member.english == {}


# --- catching and stitching -----------------------------------------------------------------------


@pytest.mark.thorough
def test_every_road_to_a_line_is_french(client, evening, claire, mathieu):
    bring(evening, mathieu, "encore en manteau")
    catcher = Reading(client, evening, claire)
    for name in ("catch", "catch_notes", "catch_chat", "catch_take"):
        catcher.opens(catcher.address(name))
        catcher.posts(catcher.address(name), heard="", pasted="", taken="", nonce="n")
    catcher.posts(catcher.address("catch"), heard=LINES[0], nonce="l")
    catcher.posts(catcher.address("catch"), silence="yes", heard="", nonce="s")
    catcher.posts(catcher.address("catch_notes"), heard="\n".join(LINES), nonce="notes")
    picking = catcher.posts(catcher.address("catch_chat"), pasted=CHAT, nonce="chat")
    catcher.posts(catcher.address("catch_chat_keep"), pasted=CHAT, nonce="chat", picked="yes")
    catcher.posts(catcher.address("catch_with"), member=mathieu.pk)
    catcher.opens(catcher.address("phrase_speaker", Phrase.objects.first().pk))

    assert "encore en manteau" in picking.text
    assert catcher.english == {}


def test_the_stitching_table_and_its_versions_are_french(client, evening, claire, harvest):
    catcher = Reading(client, evening, claire)
    table = catcher.address("stitching")
    catcher.opens(table)
    for order in ("resonance", "breath", "shuffled", "as-spoken"):
        catcher.opens(table, order=order)
    catcher.posts(
        table, rows="none", title="Neige", thanks="Élodie", version=harvest.version, draft="", do="save"
    )
    catcher.posts(table, rows="none", title="Pluie", thanks="", version=harvest.version, draft="", do="save")
    caught(evening, claire, "une de plus", nonce="later")
    catcher.opens(table)
    catcher.opens(catcher.address("stitching_versions"))
    draft = Harvest.objects.get().draft_id
    catcher.opens(catcher.address("stitching_version", draft))
    catcher.opens(catcher.address("give_poem"))

    assert catcher.english == {}


# --- the poem -------------------------------------------------------------------------------------


# --- the letter of the morning after --------------------------------------------------------------
