"""A gap in a given poem: words taken back leave every rendering, and whoever catches mends it."""

import pytest
from django.utils.timezone import now

from checkins.models import Harvest, Phrase, Print, SeamKind, StitchKind
from checkins.poem import harvesting, mending
from checkins.travelling import consent
from tests.checkins.speaking import address, catch
from tests.making import make_member

pytestmark = pytest.mark.django_db
WORDS = ["one", "two", "three", "four", "five"]


@pytest.fixture
def poem(evening, catcher, ines):
    for word in WORDS:
        catch(evening, catcher, word, nonce=word, speaker=ines)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvest.stitches.update(seam="line")
    return harvesting.give(harvest, by=catcher, version=harvest.version, now=now())


def take_out(ines, *words):
    for word in words:
        consent.leave_out(Phrase.objects.select_related("round").get(text=word), by=ines, now=now())


def poem_now(poem):
    return [
        (each.position, each.seam, each.phrase.text)
        for each in poem.stitches.select_related("phrase").order_by("position")
    ]


def test_words_taken_back_leave_the_poem_and_every_rendering_and_the_others_stand(evening, poem, ines):
    Print.objects.create(kind="pdf", circle=evening.circle, harvest=poem, key="0", state="ready", made=b"one")
    Print.objects.create(kind="book", circle=evening.circle, year=2026, key="0", state="ready", made=b"one")
    take_out(ines, "one", "three")

    assert poem_now(poem) == [(2, "line", "two"), (4, "line", "four"), (5, "line", "five")]
    assert not Print.objects.exists()
    found = mending.gaps(poem.stitches.select_related("phrase"))
    assert [(gap.before and gap.before.phrase.text, gap.after.phrase.text) for gap in found] == [
        (None, "two"),
        ("two", "four"),
    ]


def test_mended_the_line_after_a_gap_joins_as_was_said_and_no_other(evening, poem, catcher, ines):
    take_out(ines, "two")
    Print.objects.create(kind="pdf", circle=evening.circle, harvest=poem, key="0", state="ready")
    stitches = {each.phrase.text: each.pk for each in poem.stitches.select_related("phrase")}
    seams = {stitches["three"]: SeamKind.STANZA, stitches["five"]: SeamKind.DASH}
    version = Harvest.objects.get().version

    mending.mend(poem, seams=seams, by=catcher, now=now())
    whole = {stitches["three"]: SeamKind.COMMA}
    mending.mend(poem, seams=whole, by=catcher, now=now())  # nothing is left to mend

    assert poem_now(poem) == [
        (1, "line", "one"),
        (2, "stanza", "three"),
        (3, "line", "four"),
        (4, "line", "five"),
    ]
    assert Harvest.objects.get().version == version + 1
    assert not Print.objects.exists()


def test_the_end_taken_off_leaves_nothing_to_mend(poem, ines):
    take_out(ines, "five")

    assert mending.gaps(poem.stitches.all()) == []


def test_only_who_catches_is_asked_and_mends_on_the_poems_page(client, evening, poem, catcher, ines):
    take_out(ines, "two")
    after = poem.stitches.get(phrase__text="three")
    client.force_login(ines.person)
    assert "Somebody has taken their words back" not in client.get(address("poem", evening)).text
    assert client.post(address("mend_poem", evening)).status_code == 403
    client.force_login(catcher.person)
    assert "Somebody has taken their words back" in client.get(address("poem", evening)).text

    wrong = client.post(address("mend_poem", evening), {f"seam-{after.pk}": "zigzag"}, follow=True)
    mended = client.post(address("mend_poem", evening), {f"seam-{after.pk}": "dash"}, follow=True)

    assert "Choose how the line joins." in wrong.text
    assert "The poem is whole again." in mended.text
    assert "Somebody has taken their words back" not in mended.text
    assert poem_now(poem)[1] == (2, "dash", "three")


def test_it_reads_well_so_without_choosing_anything(client, evening, poem, catcher, ines):
    take_out(ines, "two")
    client.force_login(catcher.person)

    client.post(address("mend_poem", evening))

    assert poem_now(poem)[1] == (2, "line", "three")


def test_a_gap_beside_added_words_shows_them(client, evening, poem, catcher, ines):
    poem.stitches.filter(position=3).delete()
    poem.stitches.create(position=3, kind=StitchKind.ADDED, added="and so", seam="line")
    take_out(ines, "two", "four")
    client.force_login(catcher.person)

    page = client.get(address("poem", evening))

    assert [str(gap.after.added or gap.after.phrase.text) for gap in page.context["page"].gaps] == [
        "and so",
        "five",
    ]
    shown = page.text.partition('<ul class="gaps">')[2].partition("</ul>")[0]
    assert shown.count("and so") == 2  # after one gap, before the other


def test_the_circles_front_page_tells_who_looks_after_it_until_it_is_mended(
    client, evening, poem, catcher, ines
):
    asks, front = "Words were taken back from it.", evening.circle.get_absolute_url()
    client.force_login(catcher.person)
    assert asks not in client.get(front).text
    take_out(ines, "two")
    assert asks in client.get(front).text
    client.force_login(ines.person)
    assert asks not in client.get(front).text
    mending.mend(poem, seams={}, by=catcher, now=now())
    client.force_login(catcher.person)
    assert asks not in client.get(front).text


def test_nobody_of_another_circle_mends(poem, ines):
    take_out(ines, "two")
    with pytest.raises(ValueError, match="another circle"):
        mending.mend(poem, seams={}, by=make_member(), now=now())
