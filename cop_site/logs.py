"""What is written down about the running site: one line of JSON a record, in UTC, secrets covered."""

import json
import logging
import re
from datetime import UTC, datetime

# Paths with a secret in them: feeds, signed links, join and group links, the Centre, one-click sign-in; also in `next`.
_SECRET_PATH = re.compile(
    r"((?:/|%2F)(?:feeds|join|invitation|claim|answer|asked|g|my-seat|stop|as|centre|live)(?:/|%2F))[^/\s\"'?&]+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """Return `text` with the secrets in its paths covered."""
    return _SECRET_PATH.sub(r"\1…", text)


class MaskSecrets(logging.Filter):
    """Covers secrets in what is logged (R63, R70)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cover them in the message; let every record pass."""
        record.msg, record.args = masked(record.getMessage()), ()
        return True


class JsonFormatter(logging.Formatter):
    """One record, one line of JSON, in UTC: no name with a line break in it can forge another (R63)."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
