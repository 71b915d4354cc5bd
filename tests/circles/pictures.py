"""Pictures as cameras, phones and programs make them, and one that only claims to be."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def sent(image, form, **options):
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def a_picture(size=(640, 480), colour=(200, 120, 40), mode="RGB"):
    return Image.new(mode, size, colour)


def halves(size=(400, 200)):
    """Return a picture whose left half is red and right half is blue."""
    image = Image.new("RGB", size, (0, 0, 250))
    image.paste((250, 0, 0), (0, 0, size[0] // 2, size[1]))
    return image


def read(small):
    image = Image.open(BytesIO(small))
    image.load()
    return image


def of(form, **options):
    return sent(a_picture(), form, **options)


def png_header(width, height):
    """Return a PNG of a few bytes that claims to be so large."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    body = b"IDAT" + zlib.compress(b"")
    data = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + head + data
