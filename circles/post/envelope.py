"""The e-mail around a letter, with the one header written whole that programs read as an address.

Python folds a header at 78 characters, and where a long address leaves no place to do so it encodes it as if it
were words (RFC 2047). A mail program that looks for the address to stop letters finds none then (RFC 8058, section
3.1), so `List-Unsubscribe` stays on one line, which may have 998 characters (RFC 5322, section 2.1.1).
"""

from collections.abc import Mapping
from email import policy as policies
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from typing import Any, Protocol

from django.core.mail import EmailMultiAlternatives


class File(Protocol):
    """A file of text that comes with a letter."""

    @property
    def name(self) -> str: ...
    @property
    def subtype(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def parameters(self) -> Mapping[str, str]: ...


def attached(file: File) -> MIMEPart:
    """Return the part of an e-mail that holds a file, byte for byte: its line breaks are what a program reads by."""
    part = MIMEPart(policy=policies.default)
    part.set_content(
        file.content,
        maintype="text",
        subtype=file.subtype,
        disposition="attachment",
        filename=file.name,
        params={"charset": "utf-8", **file.parameters},
    )
    return part


class _Whole(UnstructuredHeader):
    """A header that is written as it is, on one line."""

    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header's line."""
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Whole)  # type: ignore[arg-type]  # the registry adds its base


class LetterEmail(EmailMultiAlternatives):
    """An e-mail whose address for stopping letters can be read by the program it is for (R30)."""

    def message(self, *, policy: Any = policies.default) -> EmailMessage:
        """Return the e-mail as Python's own message, under `policy` with that header whole."""
        if isinstance(policy, EmailPolicy):
            policy = policy.clone(header_factory=_headers)
        return super().message(policy=policy)
