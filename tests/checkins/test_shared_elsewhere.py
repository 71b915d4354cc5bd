"""A shared poem in the pages and programs of others: its frame, what oEmbed asks, the feed, the copies."""

import json
import re
from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest
from checkins.travelling import consent
from tests.checkins.sharing import give, share
from tests.checkins.speaking import address
from tests.checkins.test_atom import children, hold_to_the_rfc, text_of
from tests.gatherings.letters_before import SITE
from tests.making import make_gathering_now, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters_from_here")]


@pytest.fixture
def poem(evening, catcher, ines):
    return share(evening, catcher, "the kettle, patient", "# half of me", speaker=ines)


def at(name, poem, *more):
    return reverse(name, args=[poem.public_slug, *more])


def feed_at(circle):
    return reverse("shared_feed", args=[circle.uid])


def ask(client, url, **given):
    return client.get(reverse("oembed"), {"url": url} | given)


# --- the frame ---


def test_the_frame_alone_may_stand_in_pages_of_others(client, poem):
    frame, page = client.get(at("embed", poem)), client.get(at("shared_poem", poem))

    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_frame_has_no_cookie_no_form_and_no_script_and_allows_none(client, poem, ines):
    client.force_login(ines.person)
    frame = client.get(at("embed", poem))

    assert not frame.cookies
    for element in ("<script", "<form", "<button", "<input"):
        assert element not in frame.text
    assert "form-action 'none'" in frame["Content-Security-Policy"]
    assert "script-src" not in frame["Content-Security-Policy"]
    assert "default-src 'none'" in frame["Content-Security-Policy"]


def test_the_frame_holds_the_poem_and_leads_back_to_its_page_in_a_window_of_its_own(client, poem):
    frame = client.get(at("embed", poem)).text

    assert "the kettle, patient" in frame
    assert f'href="{SITE}{at("shared_poem", poem)}" target="_blank" rel="noopener"' in frame


def test_the_frame_speaks_the_circles_language_whoever_looks(client, evening, poem):
    type(evening.circle).objects.update(language="fr")

    frame = client.get(at("embed", poem), headers={"Accept-Language": "en"})

    assert frame["Content-Language"] == "fr"
    assert '<html lang="fr">' in frame.text


# --- oEmbed ---


def test_another_site_asks_and_gets_a_frame_in_json_or_xml(client, poem):
    url = f"{SITE}{at('shared_poem', poem)}"

    for given in ({}, {"format": "json"}):
        answer = ask(client, url, **given)
        assert answer["Content-Type"].startswith("application/json")
        told = json.loads(answer.content)
        assert f'src="{SITE}{at("embed", poem)}"' in told["html"]
    in_xml = ask(client, url, format="xml")
    assert in_xml["Content-Type"].startswith("text/xml")
    assert {node.tag: node.text for node in ElementTree.fromstring(in_xml.content)} == {
        name: str(value) for name, value in told.items()
    }


def test_the_measures_asked_for_are_kept(client, poem):
    told = json.loads(ask(client, f"{SITE}{at('embed', poem)}", maxwidth=320, maxheight=200).content)

    assert (told["width"], told["height"]) == (320, 200)
    assert 'width="320" height="200"' in told["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://elsewhere.example/poems/{slug}/",
        "http://circles.example/poems/{slug}/",
        "https://circles.example@elsewhere.example/poems/{slug}/",
        "https://circles.example:8443/poems/{slug}/",
        "https://circles.example/poems/not-this-one/",
        "https://circles.example/",
        "https://circles.example/poems/{slug}/poem.txt",
        "https://[circles.example/poems/{slug}/",
        "//circles.example/poems/{slug}/",
        "poems/{slug}/",
    ],
)
def test_what_is_no_poem_of_ours_is_not_found(client, poem, url):
    assert ask(client, url.format(slug=poem.public_slug)).status_code == 404


def test_a_poem_that_is_not_shared_is_not_found_either(client, evening, poem, catcher):
    url = f"{SITE}{at('shared_poem', poem)}"
    inside = f"{SITE}{address('poem', evening)}"
    consent.call_back(poem, by=catcher)

    assert (ask(client, url).status_code, ask(client, inside).status_code) == (404, 404)


def test_another_format_is_not_implemented_and_a_measure_that_is_none_is_a_bad_question(client, poem):
    url = f"{SITE}{at('shared_poem', poem)}"

    assert ask(client, url, format="yaml").status_code == 501
    for wrong in ("0", "-1", "wide", "9" * 40):
        assert ask(client, url, maxwidth=wrong).status_code == 400


# --- the feed ---


def test_the_feed_of_a_circle_holds_to_the_rfc_and_to_its_poems(client, evening, catcher, ines, poem):
    answer = client.get(feed_at(evening.circle))
    root = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    hold_to_the_rfc(root)
    assert text_of(root, "id") == f"urn:uuid:{evening.circle.uid}"
    [entry] = children(root, "entry")
    assert text_of(entry, "id") == f"urn:uuid:{poem.uid}"
    assert "the kettle, patient<br>\n# half of me" in text_of(entry, "content")
    assert [link.get("href") for link in children(entry, "link")] == [f"{SITE}{at('shared_poem', poem)}"]


def test_a_reader_who_has_the_feed_is_told_so_until_something_is_called_back(client, evening, catcher, poem):
    feed = feed_at(evening.circle)
    first = client.get(feed)
    assert client.get(feed, headers={"If-None-Match": first["ETag"]}).status_code == 304

    consent.call_back(poem, by=catcher)
    later = client.get(feed, headers={"If-None-Match": first["ETag"]})

    assert later.status_code == 200
    hold_to_the_rfc(ElementTree.fromstring(later.content))
    assert children(ElementTree.fromstring(later.content), "entry") == []


def test_an_entry_is_dated_anew_when_words_are_taken_back(client, evening, ines, poem):
    def dated():
        [entry] = children(ElementTree.fromstring(client.get(feed_at(evening.circle)).content), "entry")
        return text_of(entry, "published"), text_of(entry, "updated")

    before = dated()
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        consent.leave_out(consent.lines_of(poem, ines)[0], by=ines, now=now())

    assert before[0] == before[1]
    assert dated()[0] == before[0]
    assert dated()[1] > before[1]


def test_of_a_circle_that_never_shared_a_poem_there_is_no_feed(client, evening, catcher, ines):
    give(evening, catcher, "CANARY", speaker=ines)

    never = uuid4()
    unknown, silent = client.get(reverse("shared_feed", args=[never])), client.get(feed_at(evening.circle))

    assert (unknown.status_code, silent.status_code) == (404, 404)
    seen = [re.sub(r'nonce="[^"]*"', "", answer.text) for answer in (unknown, silent)]
    assert seen[0] == seen[1].replace(str(evening.circle.uid), str(never))


def test_a_feed_tells_of_no_other_circle_and_of_no_poem_kept_in(client, evening, catcher, ines, poem):
    other = make_gathering_now()
    mine = make_member(other.circle)
    share(other, mine, "of another circle", speaker=mine, title="Elsewhere")

    assert "another circle" not in client.get(feed_at(evening.circle)).text
    assert "another circle" in client.get(feed_at(other.circle)).text


@pytest.mark.parametrize("many", [1, 3])
def test_the_feed_costs_the_same_however_many_poems(
    client, evening, catcher, ines, many, django_assert_num_queries
):
    share(evening, catcher, "a line", speaker=ines)
    for number in range(1, many):
        another = make_gathering_now(evening.circle)
        share(another, catcher, f"line {number}", speaker=ines)

    # the circle, its poems, their stitches, their lines
    with django_assert_num_queries(4):
        answer = client.get(feed_at(evening.circle))

    assert len(children(ElementTree.fromstring(answer.content), "entry")) == many


# --- copies ---


@pytest.mark.parametrize(
    ("form", "kind", "holds"),
    [
        ("txt", "text/plain; charset=utf-8", "Snow\n\nthe kettle, patient\n# half of me\n"),
        ("md", "text/markdown; charset=utf-8", "the kettle, patient\\\n\\# half of me"),
        ("html", "text/html; charset=utf-8", "<p>the kettle, patient<br>\n# half of me</p>"),
    ],
)
def test_a_copy_has_the_poem_what_stands_below_it_and_its_address(client, poem, form, kind, holds):
    answer = client.get(at("shared_copy", poem, form))

    assert answer["Content-Type"] == kind
    assert holds in answer.text
    assert "The Hosting Circle" in answer.text
    assert f"{SITE}{at('shared_poem', poem)}" in answer.text
    assert not answer.cookies


def test_there_is_no_other_form_of_copy(client, evening, poem, ines):
    assert client.get(at("shared_copy", poem, "docx")).status_code == 404
    client.force_login(ines.person)
    assert client.get(address("poem_copy", evening, "docx")).status_code == 404


def test_a_copy_inside_says_that_it_stays_and_names_no_public_address(client, evening, catcher, ines):
    give(evening, catcher, "CANARY line", speaker=ines)
    client.force_login(make_member(evening.circle).person)

    answer = client.get(address("poem_copy", evening, "txt"))

    assert "CANARY line" in answer.text
    assert "It stays in the circle; please don’t pass it on." in answer.text
    assert SITE not in answer.text
    assert answer["Cache-Control"] == "private, no-cache"


def test_nobody_else_copies_a_poem_of_the_circle_and_nobody_one_that_is_not_given(
    client, evening, catcher, ines
):
    poem = give(evening, catcher, "CANARY line", speaker=ines)
    copy = address("poem_copy", evening, "txt")
    assert client.get(copy).status_code == 302  # to the sign-in page
    client.force_login(make_member().person)
    assert client.get(copy).status_code == 404

    Harvest.objects.filter(pk=poem.pk).update(given_at=None, read_back_at=now())
    client.force_login(ines.person)
    assert client.get(copy).status_code == 404


@pytest.mark.parametrize("name", ["shared_poem", "embed", "txt", "md", "html", "feed", "oembed"])
def test_words_taken_back_leave_every_rendering_at_the_next_look(client, evening, ines, poem, name):
    place = {
        "shared_poem": at("shared_poem", poem),
        "embed": at("embed", poem),
        "feed": feed_at(evening.circle),
        "oembed": f"{reverse('oembed')}?url={SITE}{at('shared_poem', poem)}",
    }.get(name) or at("shared_copy", poem, name)
    first = client.get(place)
    assert first["Cache-Control"] == "public, no-cache"
    assert ("kettle" in first.text) == (name != "oembed")

    consent.leave_out(consent.lines_of(poem, ines)[0], by=ines, now=now())
    later = client.get(place, headers={"If-None-Match": first["ETag"]})

    assert "kettle" not in later.text
    assert later.status_code == (304 if later.text == "" and name == "oembed" else 200)
