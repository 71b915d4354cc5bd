"""All that is kept about one person, in every circle, for them to take home (R89): theirs, and nobody else's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils.translation import gettext as _

from circles.archiving import Section, plain
from circles.chapters import chapters
from circles.models import Face, Letter, Membership, Person
from cop_site.archive import zips
from cop_site.archive.markdown import bullets, lines, quoted, said
from cop_site.archive.taking_out import as_json

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


def _themselves(person: Person) -> Iterator[Section]:
    """Yield what is kept of a person outside of circles: who they are, and how they sign in."""
    who = {
        name: plain(getattr(person, name))
        for name in ("name", "email", "timezone", "language", "joined_at", "last_login", "is_operator")
    }
    yield Section(name="person", title=_("Who I am here"), rows=[who])
    yield from (
        section
        for section in (
            _owned("addresses", _("My addresses"), EmailAddress, person, "email", "verified", "primary"),
            _owned(
                "signing_in",
                _("Passkeys and second factor"),
                Authenticator,
                person,
                "type",
                "created_at",
                "last_used_at",
            ),
            _owned(
                "elsewhere",
                _("Accounts elsewhere I sign in with"),
                SocialAccount,
                person,
                "provider",
                "uid",
                "date_joined",
            ),
            _owned(
                "sessions",
                _("Where I am signed in"),
                UserSession,
                person,
                "created_at",
                "last_seen_at",
                "user_agent",
            ),
            _owned(
                "log", _("What I did at the hosts’ table"), LogEntry, person, "action_time", "action_flag"
            ),
        )
        if section.rows
    )
    letters = Letter.objects.filter(address__in=_addresses(person)).order_by("pk")
    told = [
        {name: plain(value) for name, value in row.items()}
        for row in letters.values("kind", "address", "due", "state", "written_at", "sent_at")
    ]
    if told:
        yield Section(name="letters", title=_("Letters to my addresses"), rows=told)


def _owned(name: str, title: str, model: type[models.Model], person: Person, *fields: str) -> Section:
    rows = model._base_manager.filter(user=person).order_by("pk").values(*fields)
    return Section(
        name=name, title=title, rows=[{key: plain(value) for key, value in row.items()} for row in rows]
    )


def _of(person: Person, membership: Membership | None) -> list[Section]:
    return [section for chapter in chapters() for section in chapter.words_of(person, membership)]


def _addresses(person: Person) -> set[str]:
    return {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}


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
            texts += [f"### {section.title}", bullets(*(_row(row) for row in section.rows))]
    return lines(*texts)


def _row(row: Mapping[str, Any]) -> str:
    """Return a row: its words as they were said, then the rest by name."""
    words = [quoted(row[name]) for name in row if row[name] and _is_words(name)]
    rest = ", ".join(
        f"{name.replace('_', ' ')}: {said(row[name])}"
        for name in row
        if row[name] is not None and row[name] != "" and not _is_words(name)
    )
    return "\n".join([rest, *words])


def _is_words(name: str) -> bool:
    return name.rpartition("_")[2] in _WORDS
