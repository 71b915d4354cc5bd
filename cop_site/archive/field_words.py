"""What is kept, in the words of people: the names of fields, and what stands in them."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from circles.words.dates import written

# What fields that no form asks about are called; all others go by the model's own name for them.
NAMES: Final[dict[str, Any]] = {
    "accepted_at": _("accepted on"),
    "affirmed_at": _("said on"),
    "address": _("e-mail"),
    "answered_at": _("answered on"),
    "asked_at": _("asked on"),
    "begun_at": _("begun on"),
    "brought_at": _("brought on"),
    "caught_at": _("caught on"),
    "changed_at": _("changed on"),
    "confirmed_at": _("confirmed on"),
    "created_at": _("made on"),
    "due": _("to leave on"),
    "ended_at": _("ended on"),
    "ending": _("how it ended"),
    "given_at": _("given to the circle on"),
    "invited_at": _("invited on"),
    "joined_at": _("here since"),
    "kind": _("which"),
    "language": _("language"),
    "last_login": _("last signed in on"),
    "last_seen_at": _("last used on"),
    "last_read_at": _("last read on"),
    "last_used_at": _("last used on"),
    "leave": _("beyond the circle"),
    "met_at": _("heard on"),
    "nodded_at": _("a host nodded on"),
    "noted_at": _("noted on"),
    "number": _("wording number"),
    "proposed_at": _("proposed on"),
    "raised_at": _("raised on"),
    "revoked_at": _("ended on"),
    "road": _("how I came"),
    "said_at": _("said on"),
    "sent_at": _("sent on"),
    "set_at": _("set on"),
    "signed_up_at": _("signed up on"),
    "since": _("since when"),
    "stand": _("what I said"),
    "state": _("where it stands"),
    "told_at": _("told on"),
    "type": _("which"),
    "uid": _("known there as"),
    "user_agent": _("on what"),
    "voice": _("how I said it"),
    "waiting_since": _("waiting since"),
    "welcomed_at": _("welcomed on"),
    "withdrawn_at": _("taken back on"),
    "written_at": _("written on"),
}
# What letters are about, by the kind they are registered with.
LETTERS: Final[dict[str, Any]] = {
    "account_exists": _("an account was asked for that exists"),
    "account_notice": _("how I sign in was changed"),
    "account_unknown": _("somebody tried to sign in"),
    "address_code": _("a code for an address"),
    "agreement_to_review": _("an agreement to look at again"),
    "gathering_asked": _("will I be there"),
    "gathering_changed": _("a gathering was moved or called off"),
    "gathering_eve": _("the day before we gather"),
    "gathering_seat": _("a seat at a gathering came free"),
    "first_catch": _("a first catch of a poem"),
    "harvest": _("the poem of an evening"),
    "invitation": _("an invitation"),
    "join_asked": _("somebody asks to join"),
    "join_declined": _("not now, to my asking to join"),
    "join_welcome": _("yes, to my asking to join"),
    "lab_changed": _("a learning lab was changed"),
    "lab_moved_up": _("a seat in a learning lab came free"),
    "lab_seat": _("my seat in a learning lab"),
    "password_code": _("a code for a new password"),
    "phone_code": _("a code to answer from a phone"),
    "proof_code": _("a code to prove who I am"),
    "proposal_made": _("a wording was proposed"),
    "role_answered": _("what somebody said whom I asked to hold a role"),
    "role_asked": _("a role somebody asks me to hold"),
    "sign_in_code": _("a code to sign in"),
    "sign_up_code": _("a code to sign up"),
    "turns_told": _("what I hold"),
}


def name_of(way: tuple["models.Field[Any, Any]", ...]) -> str:
    """Return what a field is called, given the way to it; what stands for another thing is called as that thing is."""
    if len(way) > 1 and way[-1].name == "name":
        return str(way[-1].model._meta.verbose_name)
    return str(NAMES.get(way[-1].name, way[-1].verbose_name))


def in_words(field: "models.Field[Any, Any]", value: Any, zone: ZoneInfo) -> str:
    """Return a plain value of a field as people write it: a choice by its name, an instant on the clock of `zone`."""
    if field.flatchoices:
        return str(dict(field.flatchoices).get(field.to_python(value), value))
    if isinstance(field, models.BooleanField):
        return translated("yes") if value else translated("no")
    if isinstance(field, models.DateTimeField):
        at: datetime = field.to_python(value).astimezone(zone)
        return f"{written(at.date(), 'j F Y')}, {date_format(at, 'H:i')}"
    if isinstance(field, models.DateField):
        return written(field.to_python(value), "j F Y")
    if field.name == "kind":
        return str(LETTERS.get(value, value.replace("_", " ")))
    if field.name == "user_agent":
        return " · ".join(part for part in value.split("|") if part)
    return str(value)
