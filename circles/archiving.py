"""Rows become plain values, and plain values rows: how each floor says what of it travels in an archive.

1. A floor names its parts: a model, the fields that travel, the way to its circle. Every other field, and every model
   that stays behind, is named with its reason; a test holds that nothing was forgotten.
2. A row is known by its uid, and points to other rows by theirs; no primary key travels.
3. Rows stand sorted by uid, times in UTC: the same rows give the same text, wherever they are kept.
4. What is read in is taken for hostile: each value must be of its field's kind, each reference to a row of the same
   archive. The first fault ends it, with one sentence.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.dateparse import parse_date, parse_datetime, parse_duration, parse_time
from django.utils.duration import duration_iso_string

type Plain = bool | int | str | None
type Row = dict[str, Plain]
type Rows = dict[str, list[Row]]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class NotAnArchive(ValueError):
    """What was given cannot be read as an archive; the text says why, in one line."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One model's share of an archive: `data/<name>.json`.

    `circle` is the way from the model to its circle, or what gives a condition for a circle where there is no way.
    `stays` names each field that does not travel, with its reason. `only` narrows the rows. `instead` gives the
    expression of a field that travels changed. `key` is what its rows are known and sorted by. `file` names a field of
    bytes with the folder and the ending of the files it is kept in. `ready` is called with each row before it is
    stored, to set what follows from the rest. `also` gives rows more of a circle, made for the journey out of what does
    not travel. `may_be_empty` names texts that a form would want filled. Rows that `may_stand` here already are left as
    they are. `most` says how many rows at most may point to one row, and by which field.
    """

    name: str
    model: type[models.Model]
    circle: str | Callable[[Any], Q]
    fields: tuple[str, ...]
    stays: Mapping[str, str]
    key: tuple[str, ...] = ("uid",)
    only: Q = field(default_factory=Q)
    instead: Mapping[str, Any] = field(default_factory=dict)
    file: tuple[str, str, str] | None = None  # field, folder, ending
    ready: Callable[[Any], object] | None = None
    also: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None
    may_be_empty: tuple[str, ...] = ()
    may_stand: bool = False
    most: tuple[str, int] | None = None  # field, rows


@dataclass
class Arriving:
    """An archive being read in: its rows and files, and what each uid has become here so far."""

    rows: Mapping[str, Sequence[Row]]
    files: Mapping[str, bytes]
    known: dict[type[models.Model], dict[str, int]] = field(default_factory=dict)


def plain(value: Any) -> Plain:
    """Return a value of a field as JSON has it: aware times in UTC, a length as ISO 8601, a UUID as text."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case UUID():
            return str(value)
    raise TypeError(type(value))


def rows_of(part: Part, circle: models.Model, files: dict[str, bytes]) -> list[Row]:
    """Return the rows of a part, of one circle, sorted by what they are known by; put their files into `files`."""
    named = {
        name: part.instead.get(name, F(f"{name}__uid" if _field(part, name).is_relation else name))
        for name in part.fields
    }
    within = Q(**{part.circle: circle.pk}) if isinstance(part.circle, str) else part.circle(circle)
    found = part.model._base_manager.filter(part.only, within)
    rows = []
    for values in found.values_list(*named.values()):
        row = dict(zip(named, values, strict=True))
        if part.file:
            kept, folder, ending = part.file
            name = f"{folder}/{row['uid']}{ending}"
            files[name], row[kept] = bytes(row[kept]), name
        rows.append({name: plain(value) for name, value in row.items()})
    in_lieu = part.also(circle) if part.also else ()
    rows += [{name: plain(row[name]) for name in part.fields} for row in in_lieu]
    return sorted(rows, key=lambda row: [str(row[name]) for name in part.key])


def export(parts: Iterable[Part], circle: models.Model, files: dict[str, bytes]) -> Rows:
    """Return what of a circle travels in these parts, by their names; put their files into `files`."""
    return {part.name: rows_of(part, circle, files) for part in parts}


def load(parts: Iterable[Part], arriving: Arriving) -> None:
    """Store what arrives in these parts, one after the other. Raises NotAnArchive."""
    for part in parts:
        _load(part, arriving)


def _load(part: Part, arriving: Arriving) -> None:
    """Store the rows of a part, and note in `arriving` what their uids have become.

    Raises NotAnArchive at the first row that is not what it should be.
    """
    found = []
    for number, row in enumerate(arriving.rows[part.name], start=1):
        try:
            found.append(_made(part, row, arriving))
        except NotAnArchive as fault:
            raise NotAnArchive(f"data/{part.name}.json, row {number}: {fault}") from None
    _see_that_not_too_many(part, found)
    made = part.model._base_manager.bulk_create(found, batch_size=500, ignore_conflicts=part.may_stand)
    if "uid" in part.fields:
        arriving.known[part.model] = {str(each.uid): each.pk for each in made}  # type: ignore[attr-defined]


def _see_that_not_too_many(part: Part, found: Sequence[models.Model]) -> None:
    if part.most is None:
        return
    name, most = part.most
    pointing = Counter(getattr(each, _field(part, name).attname) for each in found)
    if any(count > most for count in pointing.values()):
        raise NotAnArchive(f"data/{part.name}.json: more than {most} rows of one {name}")


def _made(part: Part, row: Row, arriving: Arriving) -> models.Model:
    """Return a row of the model, not stored yet, from plain values (rule 4)."""
    for name in sorted(row.keys() ^ set(part.fields)):
        raise NotAnArchive(f"{name} is {'unknown' if name in row else 'missing'}")
    made = part.model()
    for name in part.fields:
        kind = _field(part, name)
        value: Any
        if isinstance(kind, models.ForeignKey):
            value = _behind(kind, row[name], arriving)
        elif part.file and name == part.file[0]:
            value = _file(row[name], arriving)
        else:
            value = _read(kind, row[name])
        try:
            if not (value == "" and name in part.may_be_empty) and not kind.is_relation:
                kind.clean(value, made)
                _see_that_not_too_long(kind, value)
        except ValidationError:
            raise NotAnArchive(f"{name} is not what it should be") from None
        setattr(made, kind.attname, value)
    if part.ready:
        try:
            part.ready(made)
        except (ValueError, OverflowError, ValidationError):
            raise NotAnArchive("its values do not fit together") from None
    return made


def _see_that_not_too_long(kind: "models.Field[Any, Any]", value: Any) -> None:
    """Raise ValidationError for more words than a form would take: for these Django asks its forms alone."""
    if isinstance(kind, models.TextField) and kind.max_length is not None and len(value) > kind.max_length:
        raise ValidationError("too long")


def _field(part: Part, name: str) -> "models.Field[Any, Any]":
    found = part.model._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise TypeError(name)
    return found


def _behind(kind: "models.ForeignKey[Any, Any]", value: Plain, arriving: Arriving) -> int | None:
    """Return the primary key of the row that a uid of this archive has become."""
    if value is None:
        if not kind.null:
            raise NotAnArchive(f"{kind.name} is missing")
        return None
    known = arriving.known.get(kind.remote_field.model, {})
    if not isinstance(value, str) or value not in known:
        raise NotAnArchive(f"{kind.name} points to what is not in this archive")
    return known[value]


def _file(value: Plain, arriving: Arriving) -> bytes:
    if not isinstance(value, str) or value not in arriving.files:
        raise NotAnArchive("its file is missing")
    return arriving.files[value]


def _read(kind: "models.Field[Any, Any]", value: Plain) -> Any:
    """Return the value of a field, of exactly its kind; raise NotAnArchive for any other."""
    if value is None and kind.null:
        return None
    for fits, read in _KINDS:
        if isinstance(kind, fits):
            try:
                found = read(value)
            except (ValueError, TypeError, OverflowError):
                found = None
            if found is None:
                break
            return found
    raise NotAnArchive(f"{kind.name} is not what it should be")


def _text(value: Plain) -> str | None:
    if not isinstance(value, str) or "\0" in value:
        return None
    value.encode()  # half characters raise UnicodeEncodeError, a ValueError
    return value


def _number(value: Plain) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _truth(value: Plain) -> bool | None:
    return value if isinstance(value, bool) else None


def _moment(value: Plain) -> datetime | None:
    found = parse_datetime(str(_text(value)))
    return found if found and found.tzinfo else None


def _uid(value: Plain) -> UUID | None:
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else None


_KINDS: Sequence[tuple[Any, Callable[[Plain], Any]]] = (
    (models.BooleanField, _truth),
    (models.IntegerField, _number),
    (models.UUIDField, _uid),
    (models.DateTimeField, _moment),
    (models.DateField, lambda value: parse_date(str(_text(value)))),
    (models.TimeField, lambda value: parse_time(str(_text(value)))),
    (models.DurationField, lambda value: parse_duration(str(_text(value)))),
    ((models.CharField, models.TextField), _text),
)
