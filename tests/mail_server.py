"""Mail servers for tests. One speaks just enough SMTP on loopback, and misbehaves where it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.mail.backends import locmem

from circles import letters
from circles.models import Letter, LetterState


class Session(socketserver.StreamRequestHandler):
    """One conversation, following the server's script."""

    timeout = 5

    def handle(self) -> None:
        script = self.server.script
        if not self.say(script.get("hello", "220 here")):
            return
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode() if line.split() else ""
            if verb == "DATA":
                if not self.say(script.get("DATA", "354 go on")) or "DATA" in script:
                    continue
                words = self.words()
                answer = script.get("words", "250 taken")
                if answer.startswith("250"):
                    self.server.taken.append(words)
                if not self.say(answer):
                    return
            elif not self.say(script.get(verb, "221 bye" if verb == "QUIT" else "250 ok")):
                return

    def say(self, answer: str) -> bool:
        """Answer; an empty answer hangs up, `silence` says nothing until the client gives up."""
        if answer == "silence":
            self.server.told_to_stop.wait(5)
            return False
        if answer:
            self.wfile.write(answer.encode() + b"\r\n")
        return bool(answer)

    def words(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return b"".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on loopback, on a free port unless one is given. `taken` are the letters it took, as bytes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, script: dict[str, str], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Session)
        self.script, self.taken = script, []
        self.told_to_stop = threading.Event()

    @property
    def mailers(self) -> dict[str, Any]:
        """Django's MAILERS for speaking to this server."""
        host, port = self.server_address
        options = {"host": host, "port": port, "timeout": 0.5}
        return {"default": {"BACKEND": "circles.post.smtp.EmailBackend", "OPTIONS": options}}


@contextmanager
def mail_server(*, port: int = 0, **script: str) -> Iterator[MailServer]:
    """Run a mail server that answers each verb (`MAIL`, `RCPT`, `DATA`, `words`, `QUIT`, `hello`) as told."""
    with MailServer(script, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.told_to_stop.set()
            server.shutdown()
            thread.join()


class SlowEmailBackend(locmem.EmailBackend):
    """Takes two hours over a letter: meanwhile the heartbeat takes its sender for dead."""

    def send_messages(self, messages: list[Any]) -> int:
        letter = Letter.objects.get(state=LetterState.SENDING)
        letters.due(now=letter.claimed_at + timedelta(hours=2))
        assert Letter.objects.filter(pk=letter.pk, state=LetterState.UNKNOWN).exists()
        return super().send_messages(messages)
