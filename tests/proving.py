"""Who has just proved to be themselves, who did a while ago, and who types a wrong code (R43)."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.contrib.auth import SESSION_KEY
from django.test import Client


def prove(client: Client, *, minutes_ago: float = 0) -> None:
    """Let whoever is signed in have proved to be themselves so many minutes ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - 60 * minutes_ago}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = session[SESSION_KEY]
    session.save()


def wrong(code: str) -> str:
    """Return a code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"
