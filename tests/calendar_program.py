"""A calendar program that subscribes to an address: vdirsyncer fetches, khal shows."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
IS_HERE = (BIN / "vdirsyncer").exists() and (BIN / "khal").exists()


def subscribe(address: str, *, folder: Path, zone: str, first: str, days: int) -> list[str]:
    """Return what khal shows of the feed at `address`: "2026-11-25 18:00 20:00 title @ place", a line each.

    It lives in `zone`, keeps its files in `folder` and looks at `days` days from `first` (2026-11-01) on.
    """
    (folder / "vdirsyncer").write_text(
        f"""[general]
status_path = "{folder}/status/"
[pair feed]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "{address}"
""",
        encoding="utf-8",
    )
    (folder / "khal").write_text(
        f"""[calendars]
[[circle]]
path = {folder}/calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
""",
        encoding="utf-8",
    )
    _run("vdirsyncer", "-c", str(folder / "vdirsyncer"), "discover", "feed")
    return look_again(folder=folder, first=first, days=days)


def look_again(*, folder: Path, first: str, days: int) -> list[str]:
    """Return what khal shows after it has fetched the feed again that it subscribed to in `folder`."""
    _run("vdirsyncer", "-c", str(folder / "vdirsyncer"), "sync", "feed")
    shown = "{start-long} {end-time} {title} @ {location}"
    asked = ("list", "--day-format", "", "--format", shown, first, f"{days}d")
    return _run("khal", "-c", str(folder / "khal"), *asked).splitlines()


def _run(program: str, *words: str) -> str:
    made = subprocess.run(
        [BIN / program, *words], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60
    )
    assert made.returncode == 0, made.stderr
    return made.stdout
