"""The public page of a shared poem, as a browser, a blog and a cache find it."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest
from checkins.travelling import beyond, consent, shown
from tests.checkins.sharing import give, let_travel, share
from tests.checkins.speaking import address
from tests.making import make_gathering_now, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def poem(evening, catcher, ines):
    return share(evening, catcher, "the kettle, patient", "half of me", speaker=ines, thanks="Luc the wise")


def meta(page, name):
    """Return what a head says under a name, once."""
    [found] = re.findall(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)"', page)
    return found


def links(page, rel, kind=""):
    found = re.findall(r"<link ([^>]*)>", page)
    return [
        re.search(r'href="([^"]*)"', link)[1].replace("&amp;", "&")
        for link in found
        if f'rel="{rel}"' in link and (not kind or f'type="{kind}"' in link)
    ]


def test_anybody_reads_the_poem_and_nobodys_name(client, public):
    page = client.get(public).text

    assert "the kettle, patient" in page
    assert "half of me" in page
    for name in ("Noor", "Ines", "Luc"):
        assert name not in page


def test_the_page_sets_no_cookie_and_needs_no_script(client, public):
    answer = client.get(public)

    assert not answer.cookies
    assert "htmx" not in answer.text
    assert "csrf" not in answer.text
    assert answer.text.count("<script") == 1  # the buttons that copy, which are hidden without it


def test_its_head_tells_other_sites_what_it_is_without_a_line_of_it(client, settings, public, poem):
    settings.SITE_URL = "https://circles.example"
    page = client.get(public).text
    here = f"https://circles.example{public}"

    assert (meta(page, "og:type"), meta(page, "og:title"), meta(page, "og:url")) == ("article", "Snow", here)
    assert links(page, "canonical") == [here]
    picture = f"https://circles.example{reverse('shared_card', args=[poem.public_slug])}"
    assert (meta(page, "og:image"), meta(page, "og:image:width"), meta(page, "og:image:height")) == (
        picture,
        "1200",
        "630",
    )
    assert meta(page, "twitter:card") == "summary_large_image"
    assert "The Hosting Circle" in meta(page, "og:description")
    assert "kettle" not in page.split("</head>")[0]


def test_what_its_head_points_to_answers(client, settings, public):
    settings.SITE_URL = "https://circles.example"
    page = client.get(public).text

    for kind in ("application/json+oembed", "text/xml+oembed", "application/atom+xml"):
        [found] = links(page, "alternate", kind)
        answer = client.get(found.removeprefix("https://circles.example"))
        assert answer.status_code == 200, found
        assert answer["Content-Type"].split(";")[0] == kind.replace("+oembed", "")


def test_the_poem_is_in_its_circles_language_and_the_page_in_the_readers(client, evening, public):
    type(evening.circle).objects.update(language="fr")

    english = client.get(public, headers={"Accept-Language": "en"})
    french = client.get(public, headers={"Accept-Language": "fr"})

    assert '<html lang="en">' in english.text
    assert '<html lang="fr">' in french.text
    for page in (english, french):
        assert '<article class="poem" lang="fr">' in page.text
        assert "Accept-Language" in page["Vary"]
    assert english["ETag"] != french["ETag"]


def test_a_cache_asks_each_time_and_has_nothing_new_while_nothing_changed(client, public):
    first = client.get(public)
    again = client.get(public, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("signed_in", [False, True])
def test_words_taken_back_are_gone_from_the_next_look(client, public, poem, ines, signed_in):
    if signed_in:
        client.force_login(ines.person)
    first = client.get(public)

    consent.leave_out(consent.lines_of(poem, ines)[0], by=ines, now=now())
    later = client.get(public, headers={"If-None-Match": first["ETag"]})

    assert later.status_code == 200
    assert "kettle" not in later.text
    assert "half of me" in later.text


def test_a_line_that_stays_after_all_ends_the_page_for_caches_too(client, public, poem, ines):
    first = client.get(public)

    consent.say(consent.lines_of(poem, ines)[:1], leave="stays", by=ines, now=now())

    assert client.get(public, headers={"If-None-Match": first["ETag"]}).status_code == 404


def test_a_poem_marked_as_shared_is_not_shown_while_a_line_of_it_may_not_travel(
    client, evening, catcher, ines
):
    poem = give(evening, catcher, "CANARY stays", speaker=ines)
    Harvest.objects.filter(pk=poem.pk).update(shared_at=now(), public_slug="snow-1")

    answer = client.get(reverse("shared_poem", args=["snow-1"]))

    assert answer.status_code == 404
    assert "CANARY" not in answer.text


def test_a_signed_in_reader_is_shown_the_same_page(client, public, ines):
    stranger = client.get(public).content
    client.force_login(ines.person)

    assert client.get(public).content == stranger


def below(poem, by, **said):
    none = dict.fromkeys(("names_catcher", "shows_thanks", "shows_place", "shows_day"), False)
    return beyond.say_below(poem, **none | said, by=by, now=now())


def test_below_it_stands_what_the_circle_lets_be_said(client, evening, public, poem, catcher):
    evening.place = "The Old Library"
    evening.save()
    year = str(evening.day.year)

    below(poem, catcher)
    bare = client.get(public).text
    below(poem, catcher, names_catcher=True, shows_thanks=True, shows_place=True, shows_day=True)
    full = client.get(public).text

    for words in ("Noor", "Luc the wise", "The Old Library", year):
        assert words not in bare
        assert words in full
    assert "The Hosting Circle" in bare


def test_the_catcher_is_no_longer_named_once_they_left(client, public, poem, catcher):
    below(poem, catcher, names_catcher=True)
    assert "Noor" in client.get(public).text

    catcher.left_at = now()
    catcher.save()

    assert "Noor" not in client.get(public).text


def test_an_untitled_poem_does_not_tell_its_day_by_its_name(client, evening, catcher, ines):
    poem = share(evening, catcher, "a line", speaker=ines, title="", shows_day=False)

    page = client.get(reverse("shared_poem", args=[poem.public_slug])).text

    assert str(evening.day.year) not in page
    assert "A poem of The Hosting Circle" in page


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_however_many_lines(
    client, evening, catcher, ines, many, django_assert_num_queries
):
    poem = share(evening, catcher, *(f"line {number}" for number in range(many)), speaker=ines)

    # the poem with its gathering, circle and catcher; stitches; what was said of each line; responses
    with django_assert_num_queries(4):
        page = client.get(reverse("shared_poem", args=[poem.public_slug]))

    assert page.text.count('<span class="piece">') == many


# --- beforehand ---


@pytest.fixture
def ready(evening, catcher, ines):
    """A poem that may travel, and does not yet."""
    harvest = give(evening, catcher, "the kettle, patient", speaker=ines, title="")
    let_travel(harvest, ines)
    return harvest


def test_who_shares_it_sees_it_beforehand_as_readers_will(client, evening, catcher, ready):
    client.force_login(catcher.person)
    before = client.get(address("poem_beforehand", evening))
    assert not Harvest.objects.get().is_shared
    assert Harvest.objects.get().public_slug is None

    client.post(address("share_poem", evening), {"share": "yes"})
    after = client.get(reverse("shared_poem", args=[Harvest.objects.get().public_slug]))

    for page in (before, after):
        assert re.search(r"<h1>A poem of The Hosting Circle</h1>", page.text)
        assert "the kettle, patient" in page.text
    assert before.context["credits"] == after.context["credits"]
    assert before.text.count("Share it beyond the circle") == 1


def test_nobody_else_sees_it_beforehand(client, evening, ready, ines):
    for person, status in ((ines.person, 403), (make_member().person, 404)):
        client.force_login(person)
        assert client.get(address("poem_beforehand", evening)).status_code == status


@pytest.mark.parametrize("state", ["a line waits", "shared", "not given"])
def test_beforehand_is_only_while_it_may_be_shared_and_is_not(client, evening, catcher, ines, ready, state):
    match state:
        case "a line waits":
            consent.say(consent.lines_of(ready, ines), leave="stays", by=ines, now=now())
        case "shared":
            consent.share(ready, by=catcher, now=now())
        case "not given":
            Harvest.objects.update(given_at=None)
    client.force_login(catcher.person)

    assert client.get(address("poem_beforehand", evening))["Location"] == address("poem", evening)
    assert address("poem_beforehand", evening) not in client.get(address("poem", evening)).text


def test_shared_its_address_stands_on_its_page_to_be_copied(client, evening, catcher, poem):
    client.force_login(catcher.person)

    page = client.get(address("poem", evening)).text

    there = shown.address_of(poem)
    assert f'<input id="address" class="form-control" type="text" readonly value="{there}">' in page
    assert 'data-copy="address"' in page
    assert f'href="{there}"' in page


def test_words_with_markup_are_shown_as_words_everywhere_on_the_page(client, evening, catcher, ines):
    nasty = '"><script>alert(1)</script></textarea><b>'
    poem = share(evening, catcher, nasty, speaker=ines, title=nasty)

    page = client.get(reverse("shared_poem", args=[poem.public_slug])).text

    assert "<script>alert" not in page
    assert "<b>" not in page
    assert page.count("</textarea>") == page.count("<textarea")


def test_who_looks_after_the_poem_chooses_what_stands_below_it(client, evening, poem, catcher, ines):
    client.force_login(catcher.person)
    page = client.get(address("poem", evening)).text
    assert "My name, as who caught it" in page

    client.post(address("poem_below", evening), {"names_catcher": "on", "shows_thanks": "on"}, follow=True)

    poem.refresh_from_db()
    assert (poem.names_catcher, poem.shows_thanks, poem.shows_day) == (True, True, False)
    client.force_login(ines.person)
    assert client.post(address("poem_below", evening), {}).status_code == 403


def test_another_circles_poem_is_nothing_to_look_after(client, evening, poem):
    client.force_login(make_member(make_gathering_now().circle).person)

    assert client.post(address("poem_below", evening), {}).status_code == 404
