"""Words kept unreadable for a few minutes: a sign-in code between being asked for and being sent.

The key is derived from SECRET_KEY; what was sealed under one of SECRET_KEY_FALLBACKS still opens (R25).
"""

import base64
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

LASTS = timedelta(minutes=10)  # as long as a sign-in code is good for (R36)
_PURPOSE = b"circles.sealing: the secret of a letter"


def seal(words: str) -> bytes:
    """Return `words` encrypted and dated, for a column of the database."""
    return _keys().encrypt(words.encode())


def unseal(sealed: bytes | memoryview) -> str | None:
    """Return the words; None when they were sealed more than ten minutes ago, or not by us."""
    try:
        return _keys().decrypt(bytes(sealed), ttl=int(LASTS.total_seconds())).decode()
    except InvalidToken:
        return None


def _keys() -> MultiFernet:
    """Return our keys, the one that seals first."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
