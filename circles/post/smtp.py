"""Speaking to the mail server, and knowing what one does not know.

Once the words of a letter are on their way and no answer comes, nobody can say whether the server took it.
Sending it again could make two of it, so this is told apart from every other trouble (R17).
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class OutcomeUnknown(Exception):
    """The letter was handed over and the answer never came: it may or may not have been taken."""


class _Attentive:
    """Tells a server that fell silent after the words were sent from one that said no."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the words; raise OutcomeUnknown when the answer to them does not come."""
        try:
            return super().data(msg)  # type: ignore[misc, no-any-return]
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise OutcomeUnknown from error


class _Plain(_Attentive, smtplib.SMTP):
    pass


class _OverTls(_Attentive, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's, with an attentive connection."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The kind of connection that is opened."""
        return _OverTls if self.use_ssl else _Plain
