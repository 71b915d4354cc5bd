"""A shared poem as others show it: copies of it, what a frame needs, its entry in a feed. All in the circle's language.

Each is made of a poem as `HarvestQuerySet.shared` returns it: no query more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from checkins import stitching
from checkins.models import Harvest
from checkins.poem import stitched
from checkins.poem.credits import credits_of, name_of
from checkins.travelling import atom, copies, oembed
from circles.http import absolute
from circles.models import Circle


def address_of(harvest: Harvest) -> str:
    """Return the address of a shared poem's public page; empty for one that is not shared."""
    return absolute(reverse("shared_poem", args=[harvest.public_slug])) if harvest.is_shared else ""


def feed_address_of(circle: Circle) -> str:
    """Return the address of the feed of what a circle shares."""
    return absolute(reverse("shared_feed", args=[circle.uid]))


def picture_of(harvest: Harvest) -> str:
    """Return the address of a shared poem's picture for sharing."""
    return absolute(reverse("shared_card", args=[harvest.public_slug]))


def copy_of(harvest: Harvest, *, stitches: Sequence[stitching.Stitch] | None = None) -> copies.Copy:
    """Return a poem, shared or not, to be copied; its stitches where they have been loaded already."""
    language = harvest.gathering.circle.language
    with override(language):
        return copies.Copy(
            title=harvest.title,
            stitches=stitched.as_core(list(harvest.stitches.all())) if stitches is None else stitches,
            below=credits_of(harvest),
            language=language,
            address=address_of(harvest),
        )


def framed(harvest: Harvest, copy: copies.Copy) -> oembed.Shown:
    """Return what a frame of a shared poem, and the same to be copied, needs."""
    with override(copy.language):
        name = name_of(harvest)
    return oembed.Shown(
        title=name,
        circle=harvest.gathering.circle.name,
        lines=sum(len(stanza) + 1 for stanza in copies.stanzas_of(copy)),
        address=absolute(reverse("embed", args=[harvest.public_slug])),
        picture=picture_of(harvest),
        site=settings.SITE_NAME,
        site_address=settings.SITE_URL,
    )


@dataclass(frozen=True, slots=True)
class Takes:
    """One way to take a poem along: what it is called, the words to copy, and the file, if it is one."""

    name: str
    label: str
    words: str
    file: str = ""


def to_take_along(harvest: Harvest, copy: copies.Copy) -> list[Takes]:
    """Return the ways to take a poem along; a frame of it only once it is shared."""
    place: list[str | int] = [harvest.gathering.circle.slug, harvest.gathering.number]
    view = "poem_copy"
    if harvest.is_shared:
        view, place = "shared_copy", [str(harvest.public_slug)]
    ways = [
        Takes("txt", _("As text"), copies.as_text(copy), reverse(view, args=[*place, "txt"])),
        Takes("md", _("As Markdown"), copies.as_markdown(copy), reverse(view, args=[*place, "md"])),
        Takes("html", _("As HTML"), copies.as_html(copy), reverse(view, args=[*place, "html"])),
    ]
    if harvest.is_shared:
        told = oembed.answer(framed(harvest, copy))
        ways.append(Takes("frame", _("As a frame for a page of your own"), str(told["html"])))
    return ways


def feed_of(circle: Circle, poems: Sequence[Harvest]) -> atom.Feed:
    """Return the feed of the poems a circle shares."""
    with override(circle.language):
        return atom.Feed(
            id=circle.uid.urn,
            title=_("Poems of %(circle)s") % {"circle": circle.name},
            author=circle.name,
            address=feed_address_of(circle),
            language=circle.language,
            since=circle.founded_at,
            entries=[_entry(poem) for poem in poems],
        )


def _entry(harvest: Harvest) -> atom.Entry:
    shared = harvest.shared_at
    assert shared is not None  # noqa: S101  # it is shared
    return atom.Entry(
        id=harvest.uid.urn,
        title=name_of(harvest),
        address=address_of(harvest),
        html=copies.as_html(copy_of(harvest)),
        published=shared,
        updated=max(shared, harvest.changed_at or shared),
    )
