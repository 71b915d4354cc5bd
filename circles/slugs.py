"""Addresses that say what they lead to and cannot be guessed."""

import secrets

from django.utils.text import slugify


def new_slug(title: str, *, kind: str) -> str:
    """Return an address for something of this title, with a random end; of a title without letters, after its `kind`.

    At most 69 characters. That one is taken tells nobody anything.
    """
    return f"{slugify(title)[:60] or kind}-{secrets.token_hex(4)}"
