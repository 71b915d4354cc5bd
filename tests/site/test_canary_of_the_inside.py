"""What is said inside is in no public byte: canaries in all that stays, and every address there is, asked by a visitor.

What the crawl would find, it finds: the same canaries in words that may travel (the control).
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now

from checkins import manuscripts
from checkins.models import CheckIn, Draft, Harvest, Phrase, PrintKind, Round, Stitch
from checkins.poem import harvesting
from checkins.tonight import centre, rounds
from checkins.travelling import consent, responses
from circles.models import Circle
from tests.checkins.printed import press, words_of
from tests.checkins.sharing import let_travel
from tests.making import make_agreement, make_circle, make_gathering_now, make_host, make_member
from tests.permissions import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]
INSIDE, OUTSIDE = "canary-inside", "canary-outside"
# All that holds lines as letters.
SHOWN_BEYOND = {"shared_poem", "embed", "shared_copy", "shared_feed", "shared_pdf", "shared_svg"}
SHEETS = (PrintKind.PDF, PrintKind.SVG, PrintKind.PNG, PrintKind.CARD)
MOST = 1_000  # addresses; there are some three hundred


class Evening:
    """A circle with a poem shared beyond it, and around it all that stays, each with a canary of its own."""

    def __init__(self) -> None:
        self.circle = make_circle(
            "The open circle", listed=True, dates_open=True, place=f"{INSIDE} usual place"
        )
        self.host = make_host(self.circle, f"{INSIDE} host")
        self.speaker = make_member(self.circle, f"{INSIDE} speaker")
        make_agreement(self.circle, f"{INSIDE} agreement")
        self.shared = self._poem(f"{OUTSIDE} travels", f"{OUTSIDE} to be taken back", title="Snow")
        Harvest.objects.filter(pk=self.shared.pk).update(thanks=f"{INSIDE} thanks", takes_responses=True)
        let_travel(self.shared, self.speaker)
        consent.share(self.shared, by=self.host, now=now())
        self.shared.refresh_from_db()
        self._what_stays_of_a_shared_evening()
        self.kept = [self._poem(f"{INSIDE} silent line", title=f"{INSIDE} title")]
        self.kept.append(self._poem(f"{INSIDE} line that stays", title=f"{INSIDE} title"))
        consent.say(consent.lines_of(self.kept[1], self.speaker), leave="stays", by=self.speaker, now=now())
        self.kept.append(self._poem(f"{INSIDE} unclaimed", title=f"{INSIDE} title", speaker=None))
        self.live = centre.begin(self.kept[0].gathering, by=self.host, now=now()).live_token

    def _poem(self, *lines: str, title: str, **who: object) -> Harvest:
        gathering = make_gathering_now(self.circle, question=f"{INSIDE} question", place=f"{INSIDE} place")
        opened = rounds.round_of(gathering)
        opened.save()
        speaker = who.get("speaker", self.speaker)
        for number, line in enumerate(lines):
            Phrase.objects.create(
                round=opened,
                text=line,
                speaker=speaker,
                nonce=f"{number}",
                position=number,
                caught_by=self.host,
            )
        poem = harvesting.begin(gathering, catcher=self.host, now=now())
        Harvest.objects.filter(pk=poem.pk).update(title=title, given_at=now())
        poem.refresh_from_db()
        return poem

    def _what_stays_of_a_shared_evening(self) -> None:
        opened = Round.objects.get(gathering=self.shared.gathering)
        CheckIn.objects.create(round=opened, membership=self.speaker, words=f"{INSIDE} raw", nonce="raw")
        Phrase.objects.create(
            round=opened, text=f"{INSIDE} left out", speaker=self.speaker, nonce="l", position=9
        )
        Draft.objects.create(
            harvest=self.shared,
            title=f"{INSIDE} draft",
            places=[["line", "added", None, f"{INSIDE} draft word"]],
        )
        responses.respond(self.shared, by=self.speaker, words=f"{INSIDE} response", nonce="m", now=now())
        responses.respond_from_beyond(
            self.shared, name=f"{INSIDE} reader", words=f"{INSIDE} waits", nonce="r", now=now()
        )

    @property
    def values(self) -> dict[str, list[object]]:
        """Return what each part of an address may be filled with."""
        slugs = Harvest.objects.exclude(public_slug=None).values_list("public_slug", flat=True)
        return {
            "slug": [self.circle.slug],
            "number": list(self.circle.gatherings.values_list("number", flat=True)),
            "pk": [self.speaker.pk],
            "role_pk": [1],
            "away_pk": [1],
            "public_slug": list(slugs),
            "token": ["a-token", self.live],
            "uid": [self.circle.uid],
            "form": ["txt", "md", "html"],
            "year": [now().year],
            "name": ["a-letter"],
        }


@pytest.fixture
def evening(settings):
    settings.SITE_URL = "http://testserver"
    cache.clear()
    made = Evening()
    press()
    return made


def every_address(evening: Evening) -> Iterator[tuple[str, str]]:
    """Yield every address of the site with a name, filled with all there is for it; and how oEmbed is asked."""
    values = evening.values
    for name, route in addresses():
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", route)
        if name and ":" not in name and not set(wanted) - values.keys():
            for filled in product(*(values[each] for each in wanted)):
                yield name, reverse(name, kwargs=dict(zip(wanted, filled, strict=True)))
    for slug in values["public_slug"]:
        for form in ("json", "xml"):
            yield "oembed", f"{reverse('oembed')}?format={form}&url=http://testserver/poems/{slug}/"
    yield "", "/robots.txt"
    yield "", "/sitemap.xml"


def said_by(answer) -> str:
    """Return all that an answer says: its head, and its body as letters."""
    body = answer.content
    words = words_of(body) if body.startswith(b"%PDF") else body.decode("utf-8", "replace")
    return f"{answer.status_code} {answer.headers} {answer.cookies} {words}"


def crawl(client, evening: Evening, *, known: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """Ask for every address, and for what the answers link to; return the name of each and what it said.

    `known` are the ETags a cache still has: it shows what it kept wherever it is told that this still stands.
    """
    found: dict[str, tuple[str, str]] = {}
    waiting = list(every_address(evening))
    while waiting:
        name, path = waiting.pop(0)
        if path in found:
            continue
        headers = {"If-None-Match": (known or {}).get(path, "")}
        said = said_by(client.get(path, headers=headers))
        found[path] = name, said
        if len(found) < MOST:
            links = re.findall(r'(?:href|src|content)="(?:http://testserver)?(/[^"#]*)"', said)
            waiting += [("", link.replace("&amp;", "&")) for link in links if not link.startswith("/static/")]
    return found


def holding(canary: str, found: dict[str, tuple[str, str]]) -> set[str]:
    """Return the addresses that said it, in whatever capitals."""
    return {path for path, (_name, said) in found.items() if canary in said.casefold()}


def test_what_is_said_inside_is_in_no_public_byte(client, evening):
    found = crawl(client, evening)

    assert holding(INSIDE, found) == set()
    assert len(found) > 150


def test_the_crawl_finds_what_travels_wherever_it_stands(client, evening):
    """The control: the same crawl sees the words that may travel in every rendering there is."""
    found = crawl(client, evening)

    seen = {found[path][0] for path in holding(f"{OUTSIDE} travels", found)}
    assert seen >= SHOWN_BEYOND
    assert seen <= SHOWN_BEYOND | {""}  # and the files that pages link to
    assert "200" in found[reverse("live", args=[evening.live])][1]


@pytest.mark.thorough
def test_the_crawl_would_have_found_each_canary_of_a_poem(client, evening):
    """The control for what stays: marked as travelling and shared, the very lines are found."""
    for poem in evening.kept[:2]:
        let_travel(poem, evening.speaker)
        consent.share(poem, by=evening.host, now=now())

    found = holding(INSIDE, crawl(client, evening))

    for poem in evening.kept[:2]:
        poem.refresh_from_db()
        assert reverse("shared_poem", args=[poem.public_slug]) in found


def test_what_is_drawn_holds_nothing_of_the_inside_either(evening):
    """Letters in a picture are drawn: what was handed to the press is looked at instead."""
    poem = Harvest.objects.select_related("gathering__circle", "catcher").get(pk=evening.shared.pk)

    for kind in SHEETS:
        handed_over = repr(manuscripts.of_poem(poem, kind)).casefold()
        assert INSIDE not in handed_over, kind
        assert f"{OUTSIDE} travels" in handed_over, kind


@pytest.mark.thorough
@pytest.mark.parametrize("which", [0, 1, 2], ids=["silent", "stays", "unclaimed"])
def test_a_poem_called_shared_by_mistake_is_still_in_no_public_byte(client, evening, which):
    poem = evening.kept[which]
    Harvest.objects.filter(pk=poem.pk).update(shared_at=now(), public_slug="by-mistake", title="Snow")

    assert holding(INSIDE, crawl(client, evening)) == set()


@pytest.mark.thorough
def test_a_withdrawn_line_is_in_no_public_byte_and_no_cache_may_go_on_showing_it(client, evening):
    gone = f"{OUTSIDE} to be taken back"
    before = crawl(client, evening)
    known = {
        path: tag[1] for path, (_n, said) in before.items() if (tag := re.search(r"'ETag': '([^']*)'", said))
    }
    assert {before[path][0] for path in holding(gone, before)} >= SHOWN_BEYOND

    consent.leave_out(consent.lines_of(evening.shared, evening.speaker)[1], by=evening.speaker, now=now())
    at_once = crawl(client, evening, known=known)
    press()
    later = crawl(client, evening, known=known)

    for after in (at_once, later):
        assert holding(gone, after) == set()
        kept = {path for path, (_n, said) in after.items() if said.startswith("304")}
        assert kept & holding(gone, before) == set()
    assert {later[path][0] for path in holding(f"{OUTSIDE} travels", later)} >= {"shared_poem", "shared_feed"}
    assert not Stitch.objects.filter(harvest=evening.shared, phrase__text=gone).exists()


def test_called_back_a_poem_is_in_no_public_byte(client, evening):
    consent.call_back(evening.shared, by=evening.host)

    assert holding(OUTSIDE, crawl(client, evening)) == set()


@pytest.mark.thorough
def test_a_circle_that_is_not_listed_has_its_poem_out_and_nothing_else(client, evening):
    Circle.objects.filter(pk=evening.circle.pk).update(listed=False)

    found = crawl(client, evening)

    assert holding(INSIDE, found) == set()
    assert reverse("shared_poem", args=[evening.shared.public_slug]) in holding(f"{OUTSIDE} travels", found)
