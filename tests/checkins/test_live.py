"""The poll: one short answer for everybody, without a name or a word, and next to nothing when nothing has changed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Centre, FlameState
from checkins.tonight import bell, centre, flames, rounds
from gatherings.models import Guest
from tests.checkins.speaking import bring, catch
from tests.checkins.tonight import comes, taps

pytestmark = pytest.mark.django_db


def at(found):
    return reverse("live", args=[found.live_token])


def test_it_tells_the_scene_the_bell_and_each_seat_by_its_number(client, evening, found):
    anna, ben, cleo = (comes(evening, name) for name in ("Anna", "Ben", "Cleo"))
    round_ = rounds.round_of(evening)
    flames.light(round_, membership=anna, now=now())
    flames.light(round_, membership=cleo, state=FlameState.PASSED, now=now())
    flames.light(round_, membership=ben, state=FlameState.AFAR, now=now())
    taps(found, "ring")
    bell.ring(evening, now=now())

    told = client.get(at(found)).json()

    standing = Centre.objects.get()
    assert told == {
        "version": standing.version,
        "scene": "ring",
        "bell": standing.rung_at.isoformat(timespec="milliseconds"),
        "seats": ["lit", "afar", "passed"],
    }


def test_no_name_no_word_and_no_number_of_a_row_is_in_it(client, evening, catcher, found):
    ines = comes(evening, "CANARY")
    guest = Guest.objects.create(gathering=evening, name="CANARY guest", nodded_at=now())
    rounds.open_round(rounds.round_of(evening), question="CANARY question", now=now())
    bring(evening, ines, "CANARY words")
    catch(evening, catcher, "CANARY phrase", speaker=ines)
    flames.light(rounds.round_of(evening), guest=guest, now=now())

    answer = client.get(at(found))

    assert "CANARY" not in answer.text
    assert "CANARY" not in str(answer.headers)
    assert set(answer.json()) == {"version", "scene", "bell", "seats"}
    assert set(answer.json()["seats"]) <= {"", "lit", "passed", "afar"}
    assert Centre.objects.get().seats[0][0] == f"m{ines.pk}"
    assert f"m{ines.pk}" not in answer.text


def test_it_is_the_same_for_everybody_and_a_proxy_may_keep_it_for_a_second(client, evening, found, ines):
    as_nobody = client.get(at(found), headers={"Accept-Language": "fr"})
    client.force_login(ines.person)
    as_ines = client.get(at(found))

    assert as_nobody.content == as_ines.content
    assert as_nobody.headers["Cache-Control"] == "public, max-age=1"
    assert as_nobody.headers["Vary"] == "Accept-Encoding"
    assert "Content-Language" not in as_nobody.headers
    assert not as_nobody.cookies
    assert not as_ines.cookies


@pytest.mark.parametrize("people", [3, 60])
def test_it_costs_one_query_and_a_few_bytes_however_many_sit(
    client, evening, found, django_assert_num_queries, people
):
    for number in range(people):
        comes(evening, f"Member {number}")
    flames.light(rounds.round_of(evening), membership=comes(evening, "last"), now=now())
    tag = client.get(at(found)).headers["ETag"]

    with django_assert_num_queries(1):  # tonight by its address
        whole = client.get(at(found))
    with django_assert_num_queries(1):
        unchanged = client.get(at(found), headers={"If-None-Match": tag})

    assert len(whole.content) < 600
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert len(whole.json()["seats"]) == people + 1


def test_whoever_has_an_older_version_is_told_the_new_one(client, evening, found):
    tag = client.get(at(found)).headers["ETag"]
    flames.light(rounds.round_of(evening), membership=comes(evening, "Anna"), now=now())

    answer = client.get(at(found), headers={"If-None-Match": tag})

    assert (answer.status_code, answer.json()["seats"]) == (200, ["lit"])
    assert client.get(at(found), headers={"If-None-Match": f"W/{answer.headers['ETag']}"}).status_code == 304


def test_unknown_closed_and_forgotten_look_the_same(client, evening, catcher, found):
    unknown = client.get(reverse("live", args=["x" * 43]))
    evening.__class__.objects.filter(pk=evening.pk).update(
        ends_at=now() - timedelta(hours=7), starts_at=now() - timedelta(hours=9)
    )
    forgotten = client.get(at(found))
    evening.save()
    assert client.get(at(found)).status_code == 200
    centre.close(evening, by=catcher, now=now())
    closed = client.get(at(found))

    for answer in (unknown, forgotten, closed):
        assert (answer.status_code, answer.text) == (404, "Nothing is open here.\n")
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_only_looking_is_answered_and_the_tablets_address_tells_nothing_here(client, found):
    assert client.post(at(found)).status_code == 405
    assert client.head(at(found)).content == b""
    assert client.get(reverse("live", args=[found.screen_token])).status_code == 404


def test_it_is_answered_before_sessions_and_languages():
    order = settings.MIDDLEWARE
    first = order.index("checkins.tonight.live.LiveMiddleware")
    assert first < order.index("django.contrib.sessions.middleware.SessionMiddleware")
    assert first < order.index("django.middleware.gzip.GZipMiddleware")
