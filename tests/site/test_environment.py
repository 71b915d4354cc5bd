"""Production refuses what it cannot use, in one line that names the variable."""

import os
import subprocess
import sys

import pytest

SOUND = {
    "SECRET_KEY": "a very long key, 0123456789, for the tests of this file alone",
    "SITE_URL": "https://circles.example.org",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
}


def start(environment):
    """Start the site with just this environment; return its exit code and what it said on standard error."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in environment.items() if value is not None}
    done = subprocess.run(
        [sys.executable, "-c", "import cop_site.settings"],
        env=clean | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


def test_a_sound_environment_starts():
    assert start(SOUND) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "django-insecure-" + "abcdefghij" * 6),
        ("SITE_URL", None),
        ("SITE_URL", "http://circles.example.org"),
        ("SITE_URL", "https://circles.example.org/path"),
        ("ALLOWED_HOSTS", "*"),
        ("EMAIL_URL", None),
        ("EMAIL_URL", "pigeon://loft"),
        ("DATABASE_URL", "mongodb://somewhere"),
        ("DATABASE_URL", "sqlite://"),
        ("CACHE_URL", "memcached://somewhere"),
        ("DEBUG", "perhaps"),
        ("DEBUG", "yes"),  # on a public address
        ("TRUSTED_PROXIES", "-1"),
        ("HOSTS_NEED_SECOND_FACTOR", "2"),
        ("SIGN_IN_WITH", "nobody:a:b"),
        ("SIGN_IN_WITH", "google:only"),
        ("SECRET_KEY_FILE", "/no/such/file"),
    ],
)
def test_an_unusable_value_is_refused_in_one_line_that_names_it(name, value):
    code, said = start(SOUND | {name: value})

    assert code == 1
    assert said.startswith(f"{name}: ") or (
        name == "SECRET_KEY_FILE" and said.startswith("SECRET_KEY: is set twice")
    )
    assert said.count("\n") == 1
    assert not value or "secret@" not in said


def test_a_secret_may_stand_in_a_file(tmp_path):
    kept = tmp_path / "key"
    kept.write_text(SOUND["SECRET_KEY"] + "\n")

    assert start(SOUND | {"SECRET_KEY": None, "SECRET_KEY_FILE": str(kept)}) == (0, "")
