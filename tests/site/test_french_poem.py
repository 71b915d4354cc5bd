"""What a French circle reads of its poem: read back, given, shared, printed, and in its letter."""

import pytest
import time_machine
from django.core import mail as sending
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Phrase, Print, PrintState
from checkins.poem import harvesting, reading_back
from checkins.travelling import aloud, consent, responses
from circles.models import Letter
from tests.french import english_in
from tests.postbox import deliver_all, html_of
from tests.site.french_reading import LINES, Reading, make_french_evening

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    return make_french_evening()


def given(harvest, by):
    """Give the poem, let every line of it travel, and share it."""
    reading_back.read_back(harvest, by=by, now=now())
    harvest.refresh_from_db()
    harvest = harvesting.give(harvest, by=by, version=harvest.version, now=now())
    aloud.keep(harvest.gathering, membership=None, by=by, now=now())
    for each in harvest.gathering.circle.memberships.all():
        consent.say(consent.lines_of(harvest, each), leave="travels", by=each, now=now())
    return consent.share(harvest, by=by, now=now())


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
