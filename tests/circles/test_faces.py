"""Faces: optional, small, made anew; shown to the circle alone; whatever a file says it is, only pictures are read."""

import struct
import zlib
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from circles import faces, memberships, picture, resting
from circles.models import Face
from circles.refusals import CircleHasClosed, PictureTooLarge, PictureUnread
from circles.templatetags.people import face
from tests.making import make_gathering, make_member, make_steward

NOW = now()
JPEG_WITH_A_SECRET = "Canary Street 7"

pytestmark = pytest.mark.django_db


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


def test_more_than_five_megabytes_are_not_even_looked_at(client):
    member = make_member()
    client.force_login(member.person)
    file = SimpleUploadedFile("me.jpg", of("JPEG") + b"\0" * 5_000_000, "image/jpeg")

    page = client.post(reverse("my_face", args=[member.circle.slug]), {"picture": file})

    assert "too large" in page.text
    assert not Face.objects.exists()


def put_up(client, member, data=None, name="me.jpg"):
    client.force_login(member.person)
    file = SimpleUploadedFile(name, data or of("JPEG"), "image/jpeg")
    return client.post(reverse("my_face", args=[member.circle.slug]), {"picture": file}, follow=True)


def face_url(member):
    return reverse("face", args=[member.circle.slug, member.pk])


def test_my_face_is_shown_to_my_circle_with_headers_that_keep_it_there(client):
    member = make_member(name="Luc")
    other = make_member(member.circle)
    assert "The circle sees your face now." in put_up(client, member, name="anything.exe").text
    client.force_login(other.person)

    answer = client.get(face_url(member))

    assert read(answer.content).size == (256, 256)
    headers = answer.headers
    assert (headers["Content-Type"], headers["Content-Disposition"]) == ("image/webp", "inline")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in headers["Cache-Control"]
    again = client.get(face_url(member), headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(face_url(member)).status_code == 200


def test_another_picture_has_another_address_and_mark(client):
    member = make_member()
    faces.put(member, sent=of("PNG"), now=NOW)
    client.force_login(member.person)
    first = client.get(face_url(member)).headers["ETag"]

    faces.put(member, sent=of("WEBP"), now=now())

    changed = client.get(face_url(member), headers={"If-None-Match": first})
    assert changed.status_code == 200
    assert Face.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "former", "nobody"])
def test_nobody_else_sees_it_nor_whether_there_is_one(client, who):
    member = make_member()
    faces.put(member, sent=of("PNG"), now=NOW)
    if who == "stranger":
        client.force_login(make_member().person)
    elif who == "former":
        client.force_login(make_member(member.circle, left_at=NOW).person)
    answer = client.get(face_url(member))
    assert answer.status_code == (302 if who == "nobody" else 404)
    assert b"WEBP" not in answer.content


def test_a_face_is_not_reached_by_the_address_of_another_circle(client):
    member, mine = make_member(), make_member()
    faces.put(member, sent=of("PNG"), now=NOW)
    client.force_login(mine.person)
    assert client.get(reverse("face", args=[mine.circle.slug, member.pk])).status_code == 404


def test_one_press_takes_it_down_and_twice_is_once(client):
    member = make_member(name="Luc Moreau")
    put_up(client, member)
    for _ in range(2):
        page = client.post(reverse("my_face", args=[member.circle.slug]), {"remove": "yes"}, follow=True)
        assert page.status_code == 200
    assert not Face.objects.exists()
    assert client.get(face_url(member)).status_code == 404


def test_it_is_of_one_circle_alone_and_goes_when_its_person_leaves():
    here = make_member()
    there = make_member(person=here.person)
    faces.put(here, sent=of("PNG"), now=NOW)
    faces.put(there, sent=of("PNG"), now=NOW)

    memberships.leave(here, now=NOW)

    assert [face.membership for face in Face.objects.all()] == [there]


def test_lists_show_the_face_where_there_is_one_and_initials_where_there_is_none(client):
    member = make_member(name="Luc Moreau")
    other = make_member(member.circle, "Anna Berg")
    make_gathering(member.circle)
    faces.put(member, sent=of("PNG"), now=NOW)
    client.force_login(other.person)

    for name in ("members", "circle"):
        page = client.get(reverse(name, args=[member.circle.slug])).text
        assert page.count(f'src="{face_url(member)}?v=') == 1, name
        assert 'alt="" width="44" height="44"' in page
        assert ">AB</span>" in page


def test_a_closed_circle_takes_no_new_face_and_lets_one_be_taken_down(client):
    steward = make_steward()
    put_up(client, steward)
    circle = resting.close(steward.circle, farewell="", by=steward, now=NOW)
    steward.circle = circle
    with pytest.raises(CircleHasClosed):
        faces.put(steward, sent=of("PNG"), now=NOW)
    assert "Nothing is added" in put_up(client, steward).text

    client.post(reverse("my_face", args=[circle.slug]), {"remove": "yes"})

    assert not Face.objects.exists()


def test_somebody_erased_has_no_initials_in_a_list_as_they_have_none_in_the_ring():
    somebody = make_member(make_steward().circle)
    somebody.name, somebody.person, somebody.erased_at = "", None, NOW

    drawn = face(somebody)

    assert (drawn["name"], drawn["initials"]) == ("somebody who was here", "·")
