"""The letters, as those they are for receive them."""

import email
import email.policy
import re
from email.message import EmailMessage

from django_tasks_db.management.commands.db_worker import Worker

from tests.mail_server import MailServer
from tests.postbox import links_in


class Post:
    """Runs the worker until its queue is empty, and reads what the mail server took."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    def deliver(self) -> int:
        """Do what `manage.py db_worker --batch` does, in this process; return how many letters have been sent in all.

        The command itself would also take over the test's signals.
        """
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="the test's own",
            excluded_queue_names=[],
        ).run()
        return len(self.server.taken)

    def letters_to(self, address: str) -> list[EmailMessage]:
        """Return the letters somebody received, the oldest first."""
        self.deliver()
        read = [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.server.taken]
        return [letter for letter in read if letter["To"] == address]

    def code_for(self, address: str) -> str:
        """Return the code in the last letter somebody received."""
        found = re.search(r"^(\d{6})\r?$", self._words(address), re.MULTILINE)
        assert found, self._words(address)
        return found[1]

    def link_for(self, address: str, containing: str) -> str:
        """Return the link in the last letter somebody received, by a part of its path."""
        return next(link for link in links_in(self._words(address)) if containing in link)

    def _words(self, address: str) -> str:
        letter = self.letters_to(address)[-1].get_body(("plain",))
        return letter.get_content() if letter else ""
