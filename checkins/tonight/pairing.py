"""Pairing: a short code, read off a host's page and typed on another screen, makes that screen the Centre.

1. A code is good for ten minutes, and once. It is easily read aloud: no letter looks like another.
2. A screen that came by it is seen on the host's page, in place of the code.
3. A code that is wrong, used or too old is refused in one sentence, so that trying tells nothing (R29).
"""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from checkins.locking import locked_gathering
from checkins.models import Centre
from checkins.refusals import NoSuchCode
from checkins.tonight import telling

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7
GOOD_FOR = timedelta(minutes=10)


def new_code(centre: Centre, *, now: datetime) -> Centre:
    """Give the Centre a fresh code in place of any before, and return it (rule 1)."""
    for _drawn_before in range(5):
        code = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
        try:
            with transaction.atomic():
                Centre.objects.filter(pk=centre.pk).update(code=code, code_until=now + GOOD_FOR)
        except IntegrityError:
            continue
        centre.refresh_from_db(fields=["code", "code_until"])
        return centre
    raise RuntimeError("no code is free")


@transaction.atomic
def take(code: str, *, now: datetime) -> Centre:
    """Use a code up, and return the Centre it was for; raises NoSuchCode (rule 3)."""
    typed = plain(code)
    good = Centre.objects.alive(now=now).filter(code=typed, code_until__gt=now)
    centre = good.first() if typed else None
    if centre is None:
        raise NoSuchCode
    gathering = locked_gathering(centre.gathering_id, by=None)
    same = Centre.objects.filter(pk=centre.pk, code=typed)
    if not same.update(code="", code_until=None, joined_at=now):
        raise NoSuchCode
    centre.refresh_from_db()
    centre.gathering = gathering
    return telling.told(centre, now=now)


def plain(typed: str) -> str:
    """Return a code as it is stored, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def shown(centre: Centre, *, now: datetime) -> str:
    """Return the code that opens the Centre at `now` (aware), as it is shown; empty where none does."""
    return spoken(centre.code) if centre.code_until and centre.code_until > now else ""


def spoken(code: str) -> str:
    """Return a code as it is shown: "K7PX-QM2"."""
    return f"{code[:4]}-{code[4:]}" if code else ""
