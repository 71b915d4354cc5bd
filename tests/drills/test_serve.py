"""`make run`, whole: it prints links that sign in, and its parts end together whichever of them is killed."""

import os
import re
import signal
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.serving import PATIENCE, Served, until

pytestmark = pytest.mark.drill


@pytest.fixture
def served(tmp_path):
    """Start the product on a database of its own; yield the process, and what it said."""
    site = Served(tmp_path)
    try:
        site.start()
        yield site.process, site.said
    finally:
        site.kill()


def _children(process):
    """Return the process numbers of its parts by the name each tells."""
    parts = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, words = status.read_text().split("(", 1)[1].rsplit(")", 1)
            if int(words.split()[1]) == process.pid:
                parts[name] = int(status.parent.name)
        except (OSError, IndexError):
            continue
    return parts


def test_the_links_it_prints_sign_in(served):
    _process, said = served
    links = re.findall(r"http://localhost:\d+/as/\S+", said)

    assert len(links) == 6
    for link in links:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(link, timeout=PATIENCE)
        assert (page.status, page.url.rsplit(":", 1)[1].split("/", 1)[1]) == (200, "home/")


@pytest.mark.parametrize("part", ["web", "worker", "heartbeat"])
def test_when_one_part_is_killed_all_end(served, part):
    process, _said = served
    parts = _children(process)
    assert set(parts) == {"web", "worker", "heartbeat"}

    os.kill(parts[part], signal.SIGKILL)
    process.wait(PATIENCE)

    until(lambda: not any(Path(f"/proc/{number}").exists() for number in parts.values()))
    assert not any(Path(f"/proc/{number}").exists() for number in parts.values())


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_ends_with_all_its_parts(served, asked):
    process, _said = served
    parts = _children(process)

    process.send_signal(asked)

    assert process.wait(PATIENCE) == 0
    assert not any(Path(f"/proc/{number}").exists() for number in parts.values())
