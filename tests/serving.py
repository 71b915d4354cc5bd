"""The product as `make run` starts it, on a database and a port of its own, to be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
PATIENCE = 180  # seconds, on a busy machine


class Served:
    """A site in a folder: its process while it runs, and what it has said since it was started."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self._out = folder / "said"
        self._environment = os.environ | {
            "DEBUG": "yes",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "PORT": str(self.port),
        }

    @property
    def said(self) -> str:
        """What it has written so far."""
        return self._out.read_text()

    def start(self) -> None:
        """Start it, and wait until it has introduced itself."""
        with self._out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=HERE,
                env=self._environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(lambda: "Ctrl-C" in self.said or self.process.poll() is not None)
        assert "Ctrl-C" in self.said, self.said

    def kill(self) -> None:
        """End it and all its parts at once, as a power cut does; ended already, it stays so."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


def until(there) -> None:
    """Wait until `there` returns something true, or patience ends."""
    deadline = time.monotonic() + PATIENCE
    while not there() and time.monotonic() < deadline:
        time.sleep(0.1)
