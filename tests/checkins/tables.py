"""The stitching table as a browser posts it, with scripts and without."""

import re
from html import unescape
from typing import Any

from checkins.models import Harvest


def table_as_posted(page: Any) -> dict[str, Any]:
    """Return the fields of the table's form, read from its page."""
    form = page.text.partition('id="table"')[2]
    selects = re.findall(r'<select[^>]*name="seam">(.*?)</select>', form)
    return {
        **{name: _value(form, name) for name in ("version", "draft", "title", "thanks")},
        "place": _values(form, "place"),
        "seam": [re.findall(r'value="(\w+)" selected', select)[0] for select in selects],
        "added": _values(form, "added"),
    }


def _values(form: str, name: str) -> list[str]:
    inputs = re.findall(rf'<input[^>]*name="{name}"[^>]*>', form)
    return [unescape((re.findall(r'value="([^"]*)"', found) or [""])[0]) for found in inputs]


def _value(form: str, name: str) -> str:
    [value] = _values(form, name)
    return value


def send(client, table, step, **more):
    """Post one step as the page's script does, on the draft that stands or another."""
    draft = more.pop("draft", None) or Harvest.objects.get().draft_id
    posted = {"step": step, "draft": draft} | more
    return client.post(table, posted, headers={"HX-Request": "true"})
