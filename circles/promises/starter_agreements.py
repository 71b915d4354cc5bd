"""Agreements a circle may start from: offered when it has none yet, and none of them ticked.

The customary four (PRACTICE, agreements) are `suggested` at once, the others when somebody asks for more. The
wording is a lazy translation: make it text with the circle's language active.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class StarterAgreement:
    wording: "StrPromise"
    suggested: bool = False


STARTER_AGREEMENTS = (
    StarterAgreement(_("We leave what was said here in this room."), suggested=True),
    StarterAgreement(_("We listen kindly, to the end, and stay curious when we disagree."), suggested=True),
    StarterAgreement(_("We say what we need, and give what we are able to."), suggested=True),
    StarterAgreement(
        _("We let one of us watch over the circle, and all stop for a breath when the bell rings."),
        suggested=True,
    ),
    StarterAgreement(_("We take every hosting role in turn, so that each of us learns to host.")),
    StarterAgreement(_("We begin when we said we would, and end when we said we would.")),
)
