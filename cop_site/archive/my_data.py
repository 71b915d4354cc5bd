"""All that is kept about one person, in every circle, for them to take home (R89): theirs, and nobody else's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.archiving import plain
from circles.belonging.people import addresses_of
from circles.chapters import chapters
from circles.models import Face, Letter, Membership, Person
from circles.owning import Own, Section, fields_of, sections
from circles.words.markdown import bullets, lines, quoted, said
from cop_site.archive import zips
from cop_site.archive.field_words import in_words, name_of
from cop_site.archive.taking_out import as_json

OWN_OF_THE_SITE = [
    Own(
        title=gettext_lazy("My addresses"),
        model=EmailAddress,
        owner="user",
        fields=("email", "verified", "primary"),
    ),
    Own(
        title=gettext_lazy("Passkeys and second factor"),
        model=Authenticator,
        owner="user",
        fields=("type", "created_at", "last_used_at"),
    ),
    Own(
        title=gettext_lazy("Accounts elsewhere I sign in with"),
        model=SocialAccount,
        owner="user",
        fields=("provider", "uid", "date_joined"),
    ),
    Own(
        title=gettext_lazy("Where I am signed in"),
        model=UserSession,
        owner="user",
        fields=("created_at", "last_seen_at", "user_agent"),
    ),
    Own(
        title=gettext_lazy("What I did at the hosts’ table"),
        model=LogEntry,
        owner="user",
        fields=("action_time", "action_flag"),
    ),
    Own(
        title=gettext_lazy("Letters to my addresses"),
        model=Letter,
        owner=lambda person: Q(address__in=addresses_of(person)),
        fields=("kind", "address", "due", "state", "written_at", "sent_at"),
    ),
]
_WORDS = {"words", "text", "why", "label", "thanks", "title"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is kept about somebody in one circle, or outside of them all (`membership` is None then)."""

    membership: Membership | None
    sections: Sequence[Section]


def kept_about(person: Person) -> list[Place]:
    """Return all that is kept about a person: first of themselves, then circle by circle, also those they left."""
    places = [Place(membership=None, sections=[*_themselves(person), *_of(person, None)])]
    return places + [Place(membership=each, sections=_of(person, each)) for each in places_of(person)]


def places_of(person: Person) -> list[Membership]:
    """Return somebody's places in circles, also those they left, the oldest first."""
    mine = Membership.objects.filter(person=person).select_related("circle")
    return list(mine.order_by("joined_at", "pk"))


def take_home(person: Person, *, now: datetime) -> bytes:
    """Return it all as a zip made at `now` (aware): one file to read, one for machines, and the faces they put up."""
    places = kept_about(person)
    files = {
        "my-data.json": as_json({"made_at": plain(now), "places": [_as_data(place) for place in places]}),
        "my-data.md": _page(person, places).encode(),
    }
    faces = Face.objects.filter(membership__person=person).select_related("membership__circle")
    files |= {f"faces/{face.membership.circle.slug}.webp": bytes(face.picture) for face in faces}
    return zips.pack(files)


def _themselves(person: Person) -> list[Section]:
    """Return what is kept of a person outside of circles: who they are, and how they sign in."""
    names = ("name", "email", "timezone", "language", "joined_at", "last_login", "is_operator")
    who = {name: plain(getattr(person, name)) for name in names}
    fields = fields_of(Person, names)
    mine = Section(name="person", title=_("Who I am here"), rows=[who], fields=fields)
    return [mine, *sections(OWN_OF_THE_SITE, person)]


def _of(person: Person, membership: Membership | None) -> list[Section]:
    return [section for chapter in chapters() for section in chapter.words_of(person, membership)]


def _as_data(place: Place) -> dict[str, Any]:
    circle = place.membership.circle.name if place.membership else None
    return {"circle": circle, "kept": [{"kind": each.name, "rows": each.rows} for each in place.sections]}


def _page(person: Person, places: Sequence[Place]) -> str:
    """Return it as a page to read."""
    texts = ["# " + _("What is kept about me"), _("All of it, and nothing of anybody else.")]
    for place in places:
        if place.membership:
            texts.append("## " + _("In %(circle)s") % {"circle": said(place.membership.circle.name)})
        for section in place.sections:
            texts += [f"### {section.title}", bullets(*(_row(row, section, person) for row in section.rows))]
    return lines(*texts)


def _row(row: Mapping[str, Any], section: Section, person: Person) -> str:
    """Return a row: its words as they were said, then the rest by name, in the person's own time."""
    zone = ZoneInfo(person.timezone)
    words = [quoted(row[name]) for name in row if row[name] and _is_words(name)]
    rest = " · ".join(
        _("%(name)s: %(value)s")
        % {
            "name": name_of(section.fields[name]),
            "value": said(in_words(section.fields[name][-1], row[name], zone)),
        }
        for name in row
        if row[name] is not None and row[name] != "" and not _is_words(name)
    )
    return "\n".join([rest, *words])


def _is_words(name: str) -> bool:
    return name.rpartition("_")[2] in _WORDS
