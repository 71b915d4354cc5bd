"""A picture is made anew: small, square, without what a camera wrote into it; only pictures are read."""

from random import Random

import pytest
from django.utils.timezone import now
from PIL import Image

from circles.belonging import faces, picture
from circles.models import Face
from circles.refusals import PictureTooLarge, PictureUnread
from tests.circles.pictures import a_picture, halves, of, png_header, read, sent
from tests.making import make_member

NOW = now()
JPEG_WITH_A_SECRET = "Canary Street 7"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_or_a_phone_makes_becomes_a_small_square(form):
    small = picture.square(of(form))

    image = read(small)
    assert (image.format, image.size) == ("WEBP", (256, 256))
    assert len(small) <= 20_000


def test_a_phones_jpeg_with_another_picture_behind_it_is_read():
    two = of("MPO", save_all=True, append_images=[a_picture()])

    assert read(picture.square(two)).size == (256, 256)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_colour_is_read(mode):
    image = Image.new(mode, (300, 300)) if mode == "I;16" else a_picture((300, 300)).convert(mode)
    form = "JPEG" if mode == "CMYK" else "PNG"

    assert read(picture.square(sent(image, form))).mode == "RGB"


def test_what_is_see_through_lies_on_paper_not_on_black():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))

    corner = read(picture.square(sent(clear, "PNG"))).getpixel((5, 5))

    assert min(corner) > 230


def test_the_noisiest_picture_is_small_too():
    noise = Image.frombytes("RGB", (512, 512), Random(7).randbytes(512 * 512 * 3))

    assert len(picture.square(sent(noise, "PNG"))) <= 20_000


def test_it_is_cut_at_the_centre():
    image = read(picture.square(sent(halves(), "PNG")))

    left, right = image.getpixel((10, 128)), image.getpixel((245, 128))
    assert left[0] > 200 > left[2]
    assert right[2] > 200 > right[0]


def test_it_is_turned_as_the_camera_was_held():
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera lay on its side: what it wrote as left is above

    image = read(picture.square(sent(halves((400, 400)), "JPEG", exif=turned, quality=95)))

    above, below = image.getpixel((128, 10)), image.getpixel((128, 245))
    assert above[0] > 180 > above[2]
    assert below[2] > 180 > below[0]


def test_nothing_a_camera_or_a_program_wrote_into_it_is_kept():
    exif = Image.Exif()
    exif[0x010E] = JPEG_WITH_A_SECRET
    exif.get_ifd(0x8825)[1] = "N"
    whole = sent(
        a_picture(), "JPEG", exif=exif, comment=JPEG_WITH_A_SECRET.encode(), icc_profile=b"canary" * 9
    )

    small = picture.square(whole + b"<script>" + JPEG_WITH_A_SECRET.encode())

    assert JPEG_WITH_A_SECRET.encode() in whole
    for trace in (JPEG_WITH_A_SECRET.encode(), b"script", b"canary", b"EXIF", b"Exif", b"ICCP", b"XMP"):
        assert trace not in small
    assert not read(small).getexif()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"hello",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"%PDF-1.7",
        b"\xff\xd8\xff" + b"<script>" * 20,
        b"\x89PNG\r\n\x1a\n" + b"0" * 200,
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        of("JPEG")[:300],
        of("PNG")[:-30],
        of("WEBP")[:60],
        of("JPEG")[:-200] + b"<svg/>",
        sent(a_picture((20, 20)), "BMP"),
        sent(a_picture((20, 20)), "TIFF"),
        sent(a_picture((20, 20)), "GIF"),
        png_header(100, 100),
        png_header(0, 0),
    ],
    ids=range(19),
)
def test_what_is_no_picture_or_a_broken_one_is_refused_in_words(data):
    with pytest.raises((PictureUnread, PictureTooLarge), match="picture"):
        faces.put(make_member(), sent=data, now=NOW)
    assert not Face.objects.exists()


@pytest.mark.parametrize("size", [(30_000, 30_000), (5_000, 5_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(size):
    with pytest.raises(PictureTooLarge):
        faces.put(make_member(), sent=png_header(*size), now=NOW)


def test_a_jpeg_drawn_over_and_over_is_refused_before_it_is_unpacked():
    drawn = of("JPEG", progressive=True)
    last_pass = drawn[drawn.rindex(b"\xff\xda") : -2]
    over_and_over = drawn[:-2] + last_pass * 200 + drawn[-2:]

    with pytest.raises(PictureUnread):
        faces.put(make_member(), sent=over_and_over, now=NOW)
