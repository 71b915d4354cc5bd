"""The environment, read once: every setting that varies has a name here and nowhere else.

A value may be given as NAME or, for secrets kept in files, as NAME_FILE. What cannot be used is
refused with one line that names the variable: a site that starts is a site that is set up.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ

NAMES = (
    "DATABASE_URL",
    "CACHE_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "MAIL_FROM",
    "DEBUG",
    "SITE_URL",
    "SITE_NAME",
    "TRUSTED_PROXIES",
    "HOSTS_NEED_SECOND_FACTOR",
    "SIGN_IN_WITH",
)
# Mail servers we speak to, by the scheme of EMAIL_URL.
_MAIL_SCHEMES = {"smtp": {}, "smtp+tls": {"use_tls": True}, "smtp+ssl": {"use_ssl": True}}
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Misconfigured(SystemExit):
    """Ends the start of the site with one line on standard error: the variable and what is wrong with it."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"{name}: {fault}")


def refuse(name: str, fault: str) -> NoReturn:
    """Raise Misconfigured for the variable `name`."""
    raise Misconfigured(name, fault)


def read(name: str, default: str = "") -> str:
    """Return the value of NAME, or the contents of the file NAME_FILE names, or `default`."""
    if name not in NAMES:
        raise KeyError(name)
    path = os.environ.get(f"{name}_FILE")
    if path:
        if name in os.environ:
            refuse(name, f"is set twice, as {name} and as {name}_FILE")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            refuse(f"{name}_FILE", f"cannot be read ({error.strerror})")
    return os.environ.get(name, default).strip()


def read_bool(name: str, *, default: bool = False) -> bool:
    """Return NAME as a yes or no; anything else is refused."""
    word = read(name, "yes" if default else "no").lower()
    if word not in _TRUE | _FALSE:
        refuse(name, f"should be yes or no, not {word!r}")
    return word in _TRUE


def read_count(name: str) -> int:
    """Return NAME as a whole number from 0."""
    word = read(name, "0")
    if not word.isdecimal():
        refuse(name, f"should be a whole number, not {word!r}")
    return int(word)


def read_list(name: str) -> list[str]:
    """Return NAME as the parts between its commas."""
    return [part.strip() for part in read(name).split(",") if part.strip()]


def read_database(default: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for DATABASE_URL: sqlite:///path or postgres://…"""
    url = read("DATABASE_URL", default)
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        name = url.removeprefix("sqlite://").removeprefix(
            "/"
        )  # sqlite:///var/db is relative, four slashes absolute
        if not name:
            refuse("DATABASE_URL", "names no file; write sqlite:///var/db.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # Kept open: the last to close a WAL database waits for the disk, and a worker would at every letter.
            "CONN_MAX_AGE": 60,
            # Without these three a burst of answers ends in "database is locked" (R3).
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
            },
        }
    if scheme in {"postgres", "postgresql"}:
        config: dict[str, Any] = environ.Env.db_url_config(url)
        options = config.setdefault("OPTIONS", {})
        options["options"] = "-c lock_timeout=3000"
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        return config
    refuse("DATABASE_URL", f"should begin with sqlite:// or postgres://, not {scheme or 'nothing'}://")


def read_cache() -> dict[str, Any]:
    """Return Django's CACHES entry for CACHE_URL: redis://…, or a table in the database."""
    url = read("CACHE_URL")
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    if urlsplit(url).scheme in {"redis", "rediss"}:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    refuse("CACHE_URL", "should begin with redis:// or rediss://, or be left out for a table in the database")


def read_mailer(mailbox: Path, *, debug: bool) -> dict[str, Any]:
    """Return Django's MAILERS entry for EMAIL_URL: smtp, smtp+tls or smtp+ssl; under DEBUG a folder of files."""
    url = read("EMAIL_URL")
    if not url:
        if not debug:
            refuse(
                "EMAIL_URL", "is missing; without mail nobody can sign in (smtp+tls://user:password@host:587)"
            )
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(mailbox)},
        }
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_SCHEMES or not parts.hostname:
        refuse("EMAIL_URL", "should read smtp+tls://user:password@host:587 (or smtp+ssl, or smtp)")
    config = environ.Env.email_url_config(url)
    return {
        "BACKEND": "circles.post.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or {"smtp+ssl": 465, "smtp+tls": 587}.get(parts.scheme, 25),
            "username": config["EMAIL_HOST_USER"] or "",
            "password": config["EMAIL_HOST_PASSWORD"] or "",
            "timeout": 15,
            **_MAIL_SCHEMES[parts.scheme],
        },
    }


def read_site_url(default: str) -> str:
    """Return SITE_URL, the address all links in letters and feeds begin with, without a closing slash (R62)."""
    url = read("SITE_URL", default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        refuse("SITE_URL", "should be the site's address alone, such as https://circles.example.org")
    return url


def read_secret_key(*, debug: bool, kept_in: Path) -> str:
    """Return SECRET_KEY; under DEBUG a random one is made once and kept in the file `kept_in`."""
    key = read("SECRET_KEY")
    if not key and debug:
        if not kept_in.exists():
            kept_in.parent.mkdir(parents=True, exist_ok=True)
            kept_in.write_text(os.urandom(48).hex(), encoding="utf-8")
            kept_in.chmod(0o600)
        return kept_in.read_text(encoding="utf-8").strip()
    if not key:
        refuse(
            "SECRET_KEY",
            "is missing; make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'",
        )
    if not debug and (len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-")):
        refuse("SECRET_KEY", "is too short or too plain; 50 characters of chance or more")
    return key


def read_providers() -> tuple[dict[str, Any], list[str]]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS and the apps to install for SIGN_IN_WITH.

    SIGN_IN_WITH lists what else people may sign in with: "google:CLIENT_ID:SECRET,github:CLIENT_ID:SECRET".
    """
    providers: dict[str, Any] = {}
    for entry in read_list("SIGN_IN_WITH"):
        name, _, rest = entry.partition(":")
        client, _, secret = rest.partition(":")
        if not (name and client and secret):
            refuse("SIGN_IN_WITH", "should read provider:client_id:secret, several with commas between")
        app = f"allauth.socialaccount.providers.{name}"
        if not name.isidentifier() or find_spec(app) is None:
            refuse("SIGN_IN_WITH", f"names the provider {name!r}, which allauth does not know")
        providers[name] = {"APPS": [{"client_id": client, "secret": secret}]}
    return providers, [f"allauth.socialaccount.providers.{name}" for name in providers]
