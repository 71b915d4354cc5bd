"""Poems to be printed, the press run as the worker runs it, and the words of a PDF read back out of it."""

import re
import zlib

from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from checkins import print_orders, typesetting
from checkins.models import Harvest, Print, PrintKind, PrintState
from checkins.poem import harvesting
from tests.checkins.speaking import catch


def give_poem(evening, catcher, *lines, title="", thanks=""):
    """Catch these lines (an empty one is a silence), and give them to the circle as a poem."""
    for number, line in enumerate(lines):
        catch(evening, catcher, line, nonce=f"{line}{number}")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvest.title, harvest.thanks = title, thanks
    harvest.save()
    harvest = harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    harvest.gathering = evening
    return harvest


def fresh(poem):
    """Return the poem as it stands, with what a print of it is made of."""
    return Harvest.objects.select_related("gathering__circle", "catcher").get(pk=poem.pk)


def order(poem, by, kind=PrintKind.PDF, at=None):
    """Ask for one of its sheets."""
    return print_orders.order_poem(fresh(poem), kind, by=by, now=at or now())


def queued():
    """Return the prints the worker is to set, in the order they were asked for."""
    return [task.args_kwargs["args"][0] for task in DBTaskResult.objects.order_by("enqueued_at")]


def held(row):
    """Whether what was made still holds."""
    return print_orders.holds(row, lambda: typesetting.manuscript_of(row))


def press():
    """Let the worker set all that waits; return the prints as they then stand."""
    for pk in Print.objects.filter(state=PrintState.WAITING).values_list("pk", flat=True):
        typesetting.typeset(pk, now=now())
    return list(Print.objects.order_by("pk"))


def words_of(pdf):
    """Return the text of a PDF of ours as a reader copies it out, a form feed after each page.

    Zero-width spaces, put into words longer than a line, are left out.
    """
    objects = {int(found[1]): found[2] for found in re.finditer(rb"(?s)(\d+) 0 obj\n(.*?)\nendobj", pdf)}
    fonts = {
        number: _letters(_stream(objects[int(to[1])]))
        for number, body in objects.items()
        if (to := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    text = ""
    for page in (body for body in objects.values() if re.search(rb"/Type ?/Page\b", body)):
        resources = objects[int(found[1])] if (found := re.search(rb"/Resources (\d+) 0 R", page)) else page
        names = {name: int(to) for name, to in re.findall(rb"/(\w+) (\d+) 0 R", resources)}
        contents = _stream(objects[int(re.search(rb"/Contents (\d+) 0 R", page)[1])])
        text += _shown(contents, {name: fonts[to] for name, to in names.items() if to in fonts}) + "\f"
    return text.replace("\u200b", "")


def _stream(body):
    found = re.search(rb"(?s)stream\r?\n(.*?)\r?\nendstream", body)
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _letters(table):
    """Return glyph -> letters of a ToUnicode table."""
    found = {}
    for part in re.findall(rb"(?s)beginbfchar(.*?)endbfchar", table):
        for glyph, letters in re.findall(rb"<(\w+)>\s*<(\w*)>", part):
            found[int(glyph, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found


def _shown(contents, fonts):
    """Return what a page shows, in its order, a line break before each marked piece."""
    text, font = "", {}
    token = re.compile(
        rb"/(\w+) [\d.]+ Tf|\((?P<text>(?:\\.|[^\\)])*)\)|<(?P<hex>[0-9a-fA-F]+)>|(?P<nl>\bBDC\b)", re.S
    )
    for found in token.finditer(contents):
        if found[1]:
            font = fonts.get(found[1], {})
        elif found["nl"]:
            text += "\n"
        else:
            raw = bytes.fromhex(found["hex"].decode()) if found["hex"] else _unescaped(found["text"])
            text += "".join(font.get(int.from_bytes(raw[i : i + 2]), "") for i in range(0, len(raw), 2))
    return text


def _unescaped(raw):
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def plain(found):
        if found[1].isdigit():
            return bytes([int(found[1], 8)])
        return named.get(found[1], found[1])

    return re.sub(rb"(?s)\\([0-7]{1,3}|.)", plain, raw)
