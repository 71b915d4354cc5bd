"""Tonight's verbs: begun and closed, moved on by taps, its addresses drawn at random and dead in time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import now

from checkins.models import Centre, Flame, Harvest, Round, RoundKind, Scene
from checkins.poem import harvesting
from checkins.refusals import NotYet
from checkins.tonight import centre, flames, pairing, rounds
from circles.belonging import memberships
from circles.chapters import chapters
from gatherings.models import FlowPart, Status
from gatherings.refusals import IsCalledOff
from gatherings.schedule import scheduling
from tests.checkins.speaking import catch
from tests.checkins.tonight import begin, comes, tap, taps
from tests.making import make_agreement, make_gathering, make_host, make_steward

pytestmark = pytest.mark.django_db


def alive(at=None):
    return list(Centre.objects.alive(now=at or now()))


def round_at(evening, kind=RoundKind.CHECK_IN):
    return Round.objects.filter(gathering=evening, kind=kind).first()


def test_tonight_is_begun_once_from_twelve_hours_before(evening, catcher, found):
    assert begin(evening, catcher) == found
    assert len(found.screen_token) == len(found.live_token) == 43
    assert found.screen_token != found.live_token
    with pytest.raises(NotYet):
        begin(make_gathering(evening.circle), catcher)
    evening.status = Status.CALLED_OFF
    evening.save()
    with pytest.raises(IsCalledOff):
        begin(evening, catcher)


def test_somebody_of_another_circle_begins_nothing(evening):
    with pytest.raises(ValueError, match="another circle"):
        begin(evening, make_host())
    assert not Centre.objects.exists()


def test_its_addresses_are_dead_six_hours_after_the_end_when_called_off_and_when_the_circle_closes(
    evening, found
):
    nearly = evening.ends_at + timedelta(hours=5, minutes=59)
    assert (alive(), alive(nearly), alive(nearly + timedelta(minutes=2))) == ([found], [found], [])

    evening.circle.closed_on = now().date()
    evening.circle.save()
    assert alive() == []
    evening.circle.closed_on = None
    evening.circle.save()
    assert alive() == [found]
    type(evening).objects.filter(pk=evening.pk).update(status=Status.CALLED_OFF)
    assert alive() == []


def test_closing_the_circle_ends_it_with_its_rounds_its_code_and_who_sat_where(evening, catcher, found):
    comes(evening, "Anna")
    centre.open_round(evening, kind=RoundKind.CHECK_IN, question="?", by=catcher, now=now())
    pairing.new_code(found, now=now())

    for _twice in range(2):
        centre.close(evening, by=catcher, now=now())

    found.refresh_from_db()
    assert (alive(), found.seats, found.code) == ([], [], "")
    assert round_at(evening).closed_at


def test_opened_again_it_has_other_addresses_and_begins_anew(evening, catcher, found):
    taps(found, Scene.RING)
    centre.close(evening, by=catcher, now=now())

    again = begin(evening, catcher)

    assert again.pk == found.pk
    assert again.scene == Scene.WELCOME
    assert not {again.screen_token, again.live_token} & {found.screen_token, found.live_token}


def test_a_member_who_is_removed_takes_the_addresses_with_them_and_leaves_an_empty_seat(evening, found):
    steward, anna = make_steward(evening.circle), comes(evening, "Anna")
    flames.light(rounds.round_of(evening), membership=anna, now=now())
    pairing.new_code(found, now=now())
    before = Centre.objects.get()

    memberships.remove(anna, by=steward, now=now())

    after = Centre.objects.get()
    assert (before.seats, after.seats) == ([[f"m{anna.pk}", "lit"]], [["", ""]])
    assert after.version > before.version
    assert not {after.screen_token, after.live_token} & {before.screen_token, before.live_token}
    assert after.code == ""
    flames.light(rounds.round_of(evening), membership=comes(evening, "Ben"), now=now())
    assert Centre.objects.get().seats[0] == ["", ""]


def test_what_nobody_closed_is_closed_by_the_heartbeat(evening, found):
    due = next(chapter for chapter in chapters() if type(chapter).__name__ == "CheckinsChapter").due
    assert due(now=evening.ends_at) == 0
    assert due(now=evening.ends_at + timedelta(hours=6)) == 1
    assert due(now=evening.ends_at + timedelta(hours=6)) == 0
    assert Centre.objects.get().closed_at


def test_put_off_or_called_off_it_opens_nothing_and_later_it_has_other_addresses(evening, catcher):
    begins = timezone.localtime(now() + timedelta(hours=2), evening.circle.zone)
    starts = begins.time().replace(second=0, microsecond=0)
    tonight = make_gathering(evening.circle, begins.date(), starts=starts)
    old = centre.begin(tonight, by=catcher, now=now())
    lasts, by = tonight.lasts, catcher
    late = begins.date() + timedelta(days=60)
    scheduling.move(tonight, day=late, starts=starts, lasts=lasts, reason="", by=by, now=now())
    assert (alive(), alive(now() + timedelta(days=59))) == ([], [])
    scheduling.move(tonight, day=begins.date(), starts=starts, lasts=lasts, reason="", by=by, now=now())
    assert alive() == [old]  # a slip, undone at once

    scheduling.call_off(tonight, reason="", by=by, now=now())
    centre.close_forgotten(now=now())
    scheduling.restore(tonight, by=by, now=now())
    assert alive() == []
    tonight.refresh_from_db()
    fresh = centre.begin(tonight, by=catcher, now=now())
    assert (fresh.pk, {fresh.screen_token, fresh.live_token} & {old.screen_token, old.live_token}) == (
        old.pk,
        set(),
    )


def test_a_tap_moves_it_on_and_opens_and_ends_the_rounds(evening, found):
    make_agreement(evening.circle)
    centre.ask_last(evening, question="What do you take home?", by=make_host(evening.circle), now=now())
    seen = []
    for _tap in range(7):
        check_in, check_out = round_at(evening), round_at(evening, RoundKind.CHECK_OUT)
        goes_on = [bool(each and each.opened_at and not each.closed_at) for each in (check_in, check_out)]
        seen.append((str(found.scene), *goes_on))
        found = tap(found)

    assert seen == [
        ("welcome", False, False),
        ("agreements", False, False),
        ("question", True, False),
        ("ring", True, False),
        ("heart", False, False),
        ("last", False, True),
        ("last_ring", False, True),
    ]
    assert found.scene == tap(found).scene == Scene.FAREWELL
    assert round_at(evening, RoundKind.CHECK_OUT).closed_at


def test_a_tap_on_a_page_that_is_behind_does_nothing(found):
    at = (found.scene, found.stanza)
    moved = tap(found, at=at)
    again = tap(found, at=at)

    assert moved.scene == again.scene != at[0]
    assert moved.version == again.version == found.version + 1


def test_going_back_opens_the_round_again_and_undoes_a_check_out_nobody_spoke_in(evening, found):
    found = taps(found, Scene.HEART)
    assert round_at(evening).closed_at
    found = tap(found)
    assert found.scene == Scene.LAST_RING  # without a question there is only the ring

    found = tap(found, on=False)
    assert (found.scene, round_at(evening, RoundKind.CHECK_OUT).opened_at) == (Scene.HEART, None)
    found = tap(found, on=False)
    assert (found.scene, round_at(evening).closed_at) == (Scene.RING, None)


def test_it_follows_the_flow_of_the_evening(evening, found):
    for position, moment in enumerate(("check_in", "other", "farewell")):
        FlowPart.objects.create(gathering=evening, position=position, moment=moment, name=moment)

    assert tap(found).scene == Scene.QUESTION
    assert [str(taps(found, Scene.RING).scene), str(tap(found).scene)] == ["ring", "farewell"]


def test_the_poem_is_read_back_by_the_tap_that_shows_its_first_stanza(evening, catcher, found):
    catch(evening, catcher, "the kettle", "", "patient as ever")
    harvesting.begin(evening, catcher=catcher, now=now())
    found = taps(found, Scene.HEART)
    assert Harvest.objects.get().read_back_at is None

    steps = []
    for _tap in range(5):
        found = tap(found)
        steps.append((str(found.scene), found.stanza))

    assert Harvest.objects.get().read_back_at
    assert steps == [("read_back", 0), ("read_back", 1), ("read_back", 2), ("read_back", 3), ("last_ring", 0)]


def test_closed_it_stays_where_it_is(evening, catcher, found):
    centre.close(evening, by=catcher, now=now())

    assert tap(found).scene == Scene.WELCOME


def test_a_flame_of_the_check_out_is_another_flame(evening, found):
    anna = comes(evening, "Anna")
    found = taps(found, Scene.RING)
    flames.light(rounds.round_of(evening), membership=anna, now=now())
    found = taps(found, Scene.LAST_RING)
    assert Centre.objects.get().seats == [[f"m{anna.pk}", ""]]

    flames.light(rounds.round_of(evening, kind=RoundKind.CHECK_OUT), membership=anna, now=now())

    assert Centre.objects.get().seats == [[f"m{anna.pk}", "lit"]]
    assert Flame.objects.count() == 2


def test_the_last_question_is_kept_and_opens_nothing(evening, catcher, found):
    centre.ask_last(evening, question="  What do you take home?", by=catcher, now=now())

    out = round_at(evening, RoundKind.CHECK_OUT)
    assert (out.question, out.opened_at) == ("  What do you take home?", None)
