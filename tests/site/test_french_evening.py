"""What a French circle reads from the evening itself to the book of its year, page by page."""

import pytest
import time_machine
from django.core import mail as sending
from django.urls import reverse
from django.utils.timezone import now

from checkins import (
    aloud,
    catching,
    centre,
    consent,
    harvesting,
    pairing,
    reading_back,
    responses,
    rounds,
)
from checkins.models import Harvest, Phrase, Print, PrintState, RoundKind
from circles.models import Letter
from gatherings.models import Rsvp
from tests.checkins.speaking import bring
from tests.checkins.tonight import taps
from tests.french import english_in
from tests.making import make_agreement, make_circle, make_gathering_now, make_host, make_member
from tests.postbox import deliver_all, html_of

pytestmark = pytest.mark.django_db
LINES = ("la bouilloire, patiente", "de la neige sur les marches", "moi aussi")
CHAT = """18:42:10 From Mathieu to Everyone:
\tencore en manteau
18:42:55 From Mathieu to Everyone:
\thttps://pentes.example/chemin
"""


def french(member):
    """Let somebody of these tests read French."""
    member.person.language = "fr"
    member.person.save()
    return member


@pytest.fixture
def evening():
    circle = make_circle(
        "Le Cercle du mercredi", language="fr", purpose="Apprendre.", timezone="Europe/Paris"
    )
    make_agreement(circle, "Ce qui se dit ici reste ici.")
    return make_gathering_now(circle, question="Que portes-tu ?", place="Maison des Pentes")


@pytest.fixture
def claire(evening):
    return coming(evening, french(make_host(evening.circle, "Claire")))


@pytest.fixture
def mathieu(evening):
    return coming(evening, french(make_member(evening.circle, "Mathieu")))


@pytest.fixture
def tonight(evening, claire, mathieu):
    """Tonight, with its Centre."""
    return centre.begin(evening, by=claire, now=now())


@pytest.fixture
def harvest(evening, claire, mathieu):
    """A poem begun: a line of nobody known, one of Mathieu, one of Claire, a silence."""
    for at, (line, speaker) in enumerate(zip(LINES, (None, mathieu, claire), strict=True)):
        caught(evening, claire, line, nonce=f"l{at}", speaker=speaker)
    caught(evening, claire, "", nonce="s")
    return harvesting.begin(evening, catcher=claire, now=now())


def coming(evening, member):
    Rsvp.objects.create(gathering=evening, membership=member, answer="yes")
    return member


def caught(evening, by, line, **fields):
    return catching.catch(rounds.round_of(evening), lines=[line], by=by, now=now(), **fields)


def given(harvest, by):
    """Give the poem, let every line of it travel, and share it."""
    reading_back.read_back(harvest, by=by, now=now())
    harvest.refresh_from_db()
    harvest = harvesting.give(harvest, by=by, version=harvest.version, now=now())
    aloud.keep(harvest.gathering, membership=None, by=by, now=now())
    for each in harvest.gathering.circle.memberships.all():
        consent.say(consent.lines_of(harvest, each), leave="travels", by=each, now=now())
    return consent.share(harvest, by=by, now=now())


class Reading:
    """A reader who turns pages, and what English they met."""

    def __init__(self, client, gathering, member=None):
        self.client, self.gathering, self.english = client, gathering, {}
        client.logout()
        if member:
            client.force_login(member.person)

    def address(self, name, *more):
        return reverse(name, args=[self.gathering.circle.slug, self.gathering.number, *more])

    def opens(self, address, **asked):
        return self._read(address, self.client.get(address, asked, HTTP_ACCEPT_LANGUAGE="fr", follow=True))

    def posts(self, address, **said):
        return self._read(address, self.client.post(address, said, HTTP_ACCEPT_LANGUAGE="fr", follow=True))

    def _read(self, address, page):
        assert page.status_code == 200, address
        assert '<html lang="fr"' in page.text, address
        if found := english_in(page.text):
            self.english[address] = self.english.get(address, []) + found
        return page


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


def test_the_first_catch_is_read_back_and_put_right_in_french(client, evening, claire, mathieu, harvest):
    catcher = Reading(client, evening, claire)
    catcher.opens(catcher.address("poem"))
    catcher.opens(catcher.address("aloud"))
    catcher.posts(catcher.address("read_back"))
    catcher.opens(catcher.address("read_back"), stanza=9)
    for said in ({"say": "yes", "who": mathieu.pk}, {"say": "circle"}, {"say": "nothing"}):
        catcher.posts(catcher.address("aloud"), **said)
    member = Reading(client, evening, mathieu)
    mine = Phrase.objects.get(speaker=mathieu).pk
    member.opens(member.address("poem"))
    member.opens(member.address("line_change", mine))
    member.posts(member.address("line_change", mine), words="")
    member.posts(member.address("line_change", mine), words="de la neige sur le seuil")
    member.posts(member.address("my_words"), say="not aloud")
    member.posts(member.address("my_words"), say="mine", line=Phrase.objects.get(text=LINES[0]).pk)
    member.posts(member.address("my_words"), say="out", line=mine)
    catcher = Reading(client, evening, claire)
    catcher.opens(catcher.address("aloud"))
    catcher.opens(catcher.address("poem"))

    assert member.english == catcher.english == {}


def test_a_given_poem_asks_answers_and_is_shared_in_french(client, evening, claire, mathieu, harvest):
    harvest = given(harvest, claire)
    consent.say(consent.lines_of(harvest, mathieu), leave="stays", by=mathieu, now=now())
    for reader in (claire, mathieu):
        page = Reading(client, evening, reader)
        page.opens(page.address("poem"))
        page.posts(page.address("poem_respond"), words="")
        page.posts(page.address("poem_respond"), words="Cela me parle.", nonce=f"r{reader.pk}")
        page.opens(reverse("poems", args=[evening.circle.slug]))
        assert page.english == {}
    consent.say(consent.lines_of(harvest, mathieu), leave="travels", by=mathieu, now=now())
    host = Reading(client, evening, claire)
    for said in ({"share": "yes"}, {}):
        host.posts(host.address("share_poem"), **said)
    host.posts(host.address("poem_takes_responses"), takes="on")
    host.posts(host.address("poem_below"), names_catcher="on", shows_day="on")
    host.opens(host.address("poem"))

    assert host.english == {}


def test_a_reader_beyond_the_circle_and_the_host_who_reads_them_meet_french(client, evening, claire, harvest):
    harvest = given(harvest, claire)
    responses.let_readers_respond(harvest, takes=True, by=claire)
    reader = Reading(client, evening)
    for name in ("shared_poem", "respond", "responded", "embed"):
        reader.opens(reverse(name, args=[harvest.public_slug]))
    reader.posts(reverse("respond", args=[harvest.public_slug]), words="", nonce="n")
    harvest.refresh_from_db()
    responses.respond_from_beyond(harvest, name="Jeanne", words="Merci.", nonce="n", now=now())
    host = Reading(client, evening, claire)
    host.opens(reverse("responses_waiting", args=[evening.circle.slug]))
    host.opens(reverse("home"))
    host.opens(host.address("poem"))
    responses.welcome(harvest.responses.get(), by=claire, now=now())
    reader_again = Reading(client, evening)
    reader_again.opens(reverse("shared_poem", args=[harvest.public_slug]))

    assert reader.english == host.english == reader_again.english == {}


@pytest.mark.parametrize("state", [None, *PrintState])
def test_a_sheet_and_the_book_of_the_year_are_asked_for_in_french(client, evening, claire, harvest, state):
    given(harvest, claire)
    host = Reading(client, evening, claire)
    sheet, book = host.address("poem_print"), reverse("book", args=[evening.circle.slug, evening.day.year])
    if state:
        host.posts(sheet, form="pdf")
        host.posts(book)
        Print.objects.update(state=state, of=2, done=1, made=b"%PDF" if state == PrintState.READY else None)
    host.opens(sheet, form="pdf")
    host.opens(book)

    assert host.english == {}


# --- the letter of the morning after --------------------------------------------------------------


def test_the_letter_of_the_first_catch_is_french(evening, claire, mathieu, harvest):
    aloud.keep(evening, membership=mathieu, by=claire, now=now())
    aloud.keep(evening, membership=claire, by=claire, now=now())
    reading_back.read_back(harvest, by=claire, now=now())
    with time_machine.travel(Letter.objects.latest("due").due, tick=False):  # the next morning
        deliver_all()

    letters = [letter for letter in sending.outbox if "première cueillette" in letter.body]
    assert {letter.to[0] for letter in letters} == {claire.person.email, mathieu.person.email}
    for letter in letters:
        assert english_in(letter.subject) == english_in(letter.body) == english_in(html_of(letter)) == []
