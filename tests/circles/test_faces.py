"""Faces: optional, shown to the circle alone, put up and taken down in one press."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from circles import resting
from circles.belonging import faces, memberships
from circles.models import Face
from circles.refusals import CircleHasClosed
from circles.templatetags.people import face
from tests.circles.pictures import of, read
from tests.making import make_gathering, make_member, make_steward

NOW = now()
JPEG_WITH_A_SECRET = "Canary Street 7"

pytestmark = pytest.mark.django_db


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
