"""Files become a zip, and a zip of a stranger becomes files: bytes in, bytes out.

1. The same files give the same bytes: sorted by name, without times, owners or machine.
2. What is read is never unpacked to a disk. A name that leads anywhere else, too many files, too many bytes, a locked
   or broken file: refused, with one sentence.
3. A size is counted while reading, for what a zip says of itself may be a lie.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO

from circles.archiving import NotAnArchive

MOST_FILES = 5_000
LARGEST = 50_000_000  # bytes of one file
MOST_BYTES = 200_000_000  # of all that is read

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name
_READ = re.compile(r"manifest\.json|data/[a-z_]+\.json|faces/[0-9a-f-]{36}\.webp")
_COUNTED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what else there is comes whole, before it is counted
_TRICKS = re.compile(r"(^|/)\.\.(/|$)|^/|[\\:\0]")


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one zip (rule 1)."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            packed.writestr(entry, files[name], compresslevel=9)
    return whole.getvalue()


def unpack(packed: IO[bytes]) -> dict[str, bytes]:
    """Return what of a zip is for machines: the manifest, the data, the faces. Raises NotAnArchive (rules 2 and 3)."""
    try:
        with zipfile.ZipFile(packed) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError) as fault:
        if isinstance(fault, NotAnArchive):
            raise
        raise NotAnArchive("this is no zip file, or it is damaged") from None
    except (NotImplementedError, RuntimeError):
        raise NotAnArchive("this zip file is locked, or packed in a way nobody here can read") from None


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise NotAnArchive(f"it holds more than {MOST_FILES} files")
    names = [entry.filename for entry in entries]
    if any(_TRICKS.search(name) for name in names):
        raise NotAnArchive("it holds a file whose name leads out of it")
    if len(set(names)) < len(names):
        raise NotAnArchive("it holds two files of the same name")
    found: dict[str, bytes] = {}
    room = MOST_BYTES
    for entry in entries:
        if _READ.fullmatch(entry.filename):
            if entry.compress_type not in _COUNTED:
                raise NotImplementedError
            with archive.open(entry) as opened:
                read = opened.read(min(LARGEST, room) + 1)
            if len(read) > min(LARGEST, room):
                raise NotAnArchive(f"{entry.filename} is too large, or all of it together is")
            found[entry.filename], room = read, room - len(read)
    return found
