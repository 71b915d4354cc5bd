"""What is somebody's own: how each floor says which of its rows they take home, as plain values (R89)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from circles.archiving import plain


@dataclass(frozen=True, kw_only=True)
class Own:
    """What of a model is somebody's own, and what they are given of it (R89).

    `owner` is the way to whom it belongs, or what gives a condition for them.
    """

    title: Any  # a lazy sentence
    model: type[models.Model]
    owner: str | Callable[[Any], Q]
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One kind of things that are somebody's own: its name for machines, its title for people, the rows.

    `fields` gives the model's field behind each name in the rows, and the way to it, for whoever writes it in words.
    """

    name: str
    title: str
    rows: Sequence[Mapping[str, Any]]
    fields: Mapping[str, tuple[models.Field[Any, Any], ...]] = field(default_factory=dict)


def own_rows(each: Own, owner: models.Model) -> list[dict[str, Any]]:
    """Return what is `owner`'s own of a model, the oldest first, as plain values."""
    theirs = Q(**{each.owner: owner.pk}) if isinstance(each.owner, str) else each.owner(owner)
    found = each.model._base_manager.filter(theirs).order_by("pk")
    return [
        {name.replace("__", "_"): plain(value) for name, value in row.items()}
        for row in found.values(*each.fields)
    ]


def fields_of(
    model: type[models.Model], names: Sequence[str]
) -> dict[str, tuple[models.Field[Any, Any], ...]]:
    """Return the way to each of these fields of a model: the relations it goes through, then the field itself."""
    return {name.replace("__", "_"): _way(model, name) for name in names}


def _way(model: type[models.Model], name: str) -> tuple[models.Field[Any, Any], ...]:
    way: list[Any] = []
    for step in name.split("__"):
        way.append((way[-1].related_model if way else model)._meta.get_field(step))
    return tuple(way)


def sections(owns: Sequence[Own], owner: models.Model) -> list[Section]:
    """Return what is `owner`'s own, section by section; those without a row are left out."""
    found = (
        Section(
            name=each.model._meta.model_name or "",
            title=str(each.title),
            rows=own_rows(each, owner),
            fields=fields_of(each.model, each.fields),
        )
        for each in owns
    )
    return [section for section in found if section.rows]
