"""A picture somebody sent becomes a small square one, made anew: nothing of the file that came is in it.

1. What it is, is told by its first bytes, never by its name; JPEG, PNG and WebP are read and nothing else is tried.
2. How large it would be is known before anything is unpacked; a picture that would fill the memory is refused.
3. A JPEG that is drawn in more passes than any camera or program takes is refused: a small file could keep the
   machine busy for minutes.
4. It is turned the way the camera was held, cut square at its centre, and written as WebP without a word about
   where, when or with what it was taken.
"""

from io import BytesIO

from PIL import Image, ImageOps

SIDE = 256  # pixels
MOST_BYTES_KEPT = 20_000
MOST_BYTES_SENT = 5_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}  # a JPEG is unpacked small
_PASS = b"\xff\xda"  # what a pass of a JPEG begins with, and its own preview's; nothing drawn holds these two bytes
_MOST_PASSES = 100
_PAPER = (250, 246, 240)  # under what is see-through
_QUALITIES = (82, 70, 55, 40, 25, 10)


class NotAPicture(ValueError):
    """It is no JPEG, PNG or WebP, or a broken one."""


class TooLarge(ValueError):
    """It has more bytes or more pixels than are read here."""


def square(sent: bytes) -> bytes:
    """Return the picture in `sent` as a square WebP of 256 pixels and at most 20 kB.

    Raises NotAPicture, TooLarge.
    """
    if len(sent) > MOST_BYTES_SENT:
        raise TooLarge
    try:
        return _squared(sent)
    except (TooLarge, NotAPicture):
        raise
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooLarge from bomb
    except Exception as broken:  # what a decoder makes of a broken file is not known beforehand
        raise NotAPicture from broken


def _squared(sent: bytes) -> bytes:
    with Image.open(BytesIO(sent), formats=_FORMATS) as picture:
        width, height = picture.size
        # An MPO is a phone's JPEG with another picture behind it.
        form = "JPEG" if picture.format == "MPO" else picture.format or ""
        if width * height > _MOST_PIXELS[form]:
            raise TooLarge
        if form == "JPEG" and sent.count(_PASS) > _MOST_PASSES:
            raise NotAPicture
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        picture.load()
        colours = _upright(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
        cut = _opaque(ImageOps.fit(colours, (SIDE, SIDE), Image.Resampling.LANCZOS))
    for quality in _QUALITIES:
        written = BytesIO()
        cut.save(written, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
        if written.tell() <= MOST_BYTES_KEPT:
            break
    else:
        raise TooLarge
    return written.getvalue()


def _upright(picture: Image.Image) -> Image.Image:
    """Return it as the camera was held; where what the camera wrote cannot be read, as it is."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        return picture


def _opaque(picture: Image.Image) -> Image.Image:
    """Return it in three colours, on paper where it is see-through."""
    if picture.mode == "RGB":
        return picture
    paper = Image.new("RGBA", picture.size, (*_PAPER, 255))
    return Image.alpha_composite(paper, picture).convert("RGB")
