"""Below a shared poem stands who let it travel, as it was: each of their own words, the circle of nobody's."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins import manuscripts
from checkins.models import Harvest, PrintKind, Stitch
from checkins.poem import harvesting
from checkins.travelling import aloud, consent
from tests.checkins.speaking import address, catch, line

pytestmark = pytest.mark.django_db

EACH = "Each of us has said that it may travel."
CIRCLE = "Our circle has said that it may travel."
BOTH = "Each of us, or our circle together, has said that it may travel."


@pytest.fixture
def shared(evening, catcher, ines):
    """Makes a poem of words of Ines or of nobody known, or both, open to everybody; a silence is nobody's words."""

    def make(*, hers, nobodys):
        if hers:
            catch(evening, catcher, "hers", "", nonce="a", speaker=ines)
            aloud.keep(evening, membership=ines, by=catcher, now=now())
        if nobodys:
            catch(evening, catcher, "nobody's", nonce="b")
            aloud.keep(evening, membership=None, by=catcher, now=now())
        harvest = harvesting.begin(evening, catcher=catcher, now=now())
        harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
        return consent.share(harvest, by=catcher, now=now())

    return make


def wherever_it_is_read(client, evening, poem, reader):
    """Return the public page, its frame, a copy, a sheet and the page inside."""
    client.logout()
    outside = [client.get(reverse(name, args=[poem.public_slug])).text for name in ("shared_poem", "embed")]
    copy = client.get(reverse("shared_copy", args=[poem.public_slug, "txt"])).text
    sheet = " ".join(manuscripts.of_poem(Harvest.objects.get(), PrintKind.PDF).words.credits)
    client.force_login(reader.person)
    return [*outside, copy, sheet, client.get(address("poem", evening)).text]


@pytest.mark.parametrize(
    ("hers", "nobodys", "told"), [(True, False, EACH), (False, True, CIRCLE), (True, True, BOTH)]
)
def test_it_is_said_wherever_the_poem_is_read(client, evening, shared, luc, hers, nobodys, told):
    poem = shared(hers=hers, nobodys=nobodys)

    for page in wherever_it_is_read(client, evening, poem, luc):
        assert [sentence for sentence in (EACH, CIRCLE, BOTH) if sentence in page] == [told]


def test_words_claimed_and_let_go_by_their_speaker_are_the_circles_no_more(
    client, evening, shared, luc, ines
):
    poem = shared(hers=False, nobodys=True)
    aloud.keep(evening, membership=ines, by=poem.shared_by, now=now())
    consent.claim(line("nobody's"), by=ines, now=now())

    for page in wherever_it_is_read(client, evening, poem, luc):
        assert EACH in page
        assert CIRCLE not in page


@pytest.mark.parametrize("added", [True, False])
def test_italics_are_explained_where_there_are_any(client, evening, shared, luc, added):
    poem = shared(hers=True, nobodys=False)
    if added:
        Stitch.objects.create(harvest=poem, position=9, kind="added", added="and", seam="space")

    public, frame, _copy, sheet, inside = wherever_it_is_read(client, evening, poem, luc)

    for page in (public, frame, sheet, inside):
        assert ("Words in italics were added in the stitching." in page) is added
