"""The flow a circle may start from; it renames, reorders and drops its parts as it likes (PRACTICE, the flow).

`name` is a lazy translation: make it text with the circle's language active. `minutes` is None for the part that takes
what the others leave. `holds` are keys of starting roles: the first of them that the circle has holds the part.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class StartingPart:
    moment: str
    name: "StrPromise"
    minutes: int | None
    holds: tuple[str, ...] = ()


STARTING_FLOW = (
    StartingPart("welcome", _("Welcome, coats, a breath"), 10, ("welcomer", "host")),
    StartingPart("centre", _("Something in the middle"), 5, ("host",)),
    StartingPart("agreements", _("Our agreements, read aloud"), 5, ("guardian", "host")),
    StartingPart("check_in", _("Check-in"), 40, ("check_in_host", "host")),
    StartingPart("heart", _("The heart of the evening"), None, ("host",)),
    StartingPart("check_out", _("Check-out"), 20, ("check_in_host", "host")),
    StartingPart("farewell", _("Farewell"), 5, ("host",)),
)
