"""Who was there: seen in the check-in, put right by a host, never counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins import letting_go
from checkins.phrases import catching
from checkins.poem import harvesting
from checkins.tonight import rounds
from gatherings.evening import presence
from gatherings.models import Gathering, Presence, Rsvp, Turn
from gatherings.refusals import IsCalledOff, NotOverYet
from tests.making import (
    make_circle,
    make_gathering,
    make_gathering_now,
    make_host,
    make_member,
    make_role,
)

pytestmark = pytest.mark.django_db


def make_past(circle=None, **fields) -> Gathering:
    return make_gathering(circle, (now() - timedelta(days=9)).date(), **fields)


def known(gathering: Gathering) -> dict[str, tuple[bool, bool]]:
    """Return by name who was there, and whether a host said so."""
    rows = Presence.objects.filter(gathering=gathering).select_related("membership")
    return {each.membership.name: (each.there, each.set_by_id is not None) for each in rows}


def bring(gathering, member, at, nonce="n"):
    rounds.bring(rounds.round_of(gathering), membership=member, words="Snow.", nonce=nonce, now=at)


def test_whoever_brings_words_while_the_circle_sits_was_there():
    gathering = make_gathering_now()
    names = ("early", "there", "said no", "waits", "later")
    early, there, no, waits, later = (make_member(gathering.circle, name) for name in names)
    Rsvp.objects.create(gathering=gathering, membership=no, answer="no")
    Rsvp.objects.create(gathering=gathering, membership=waits, answer="waiting", waiting_since=now())
    at = gathering.starts_at

    bring(gathering, early, at - timedelta(hours=2), "1")
    for number, member in enumerate((there, no, waits)):
        for _ in range(2):
            bring(gathering, member, at + timedelta(minutes=20), f"2-{number}")
    bring(gathering, later, gathering.ends_at + timedelta(hours=1), "3")

    assert known(gathering) == {"there": (True, False)}


def test_whom_a_catcher_heard_was_there_even_in_notes_typed_up_later():
    gathering = make_past()
    round_ = rounds.round_of(gathering)
    catcher, heard, wrote = (make_member(gathering.circle, name) for name in ("catcher", "heard", "wrote"))
    during, after = gathering.starts_at + timedelta(minutes=30), gathering.ends_at + timedelta(days=1)
    bring(gathering, wrote, after)

    catching.catch(round_, lines=["a"], by=catcher, nonce="1", now=during)
    catching.catch(round_, lines=["b"], by=catcher, nonce="2", now=after, speaker=heard)
    catching.catch(
        round_, lines=["c"], by=catcher, nonce="3", now=after, speaker=wrote, checkin=round_.checkins.get()
    )

    assert known(gathering) == {"catcher": (True, False), "heard": (True, False)}


def test_a_line_given_to_the_wrong_person_and_taken_away_leaves_no_trace():
    gathering = make_gathering_now()
    round_ = rounds.round_of(gathering)
    catcher, wrong = make_host(gathering.circle, "catcher"), make_member(gathering.circle, "wrong")

    one, two = (
        catching.catch(round_, lines=["a"], by=catcher, nonce=nonce, now=now(), speaker=wrong)[0]
        for nonce in ("1", "2")
    )
    catching.undo(one, by=catcher, now=now())
    assert set(known(gathering)) == {"catcher", "wrong"}
    catching.undo(two, by=catcher, now=now())

    assert set(known(gathering)) == {"catcher"}


def test_a_hosts_word_stands_over_the_check_ins():
    gathering = make_past()
    host, seen, forgotten = (
        make(gathering.circle, name)
        for make, name in ((make_host, "host"), (make_member, "seen"), (make_member, "forgotten"))
    )
    presence.seen(gathering, seen, now=gathering.starts_at)

    presence.tell(gathering, [host.pk, forgotten.pk], by=host, now=now())
    presence.heard(gathering, seen, now=now())
    presence.heard(gathering, make_member(gathering.circle, "heard later"), now=now())

    assert known(gathering) == {"host": (True, True), "forgotten": (True, True), "seen": (False, True)}
    presence.tell(gathering, [seen.pk], by=host, now=now())
    assert {name for name, (there, _said) in known(gathering).items() if there} == {"seen"}


def test_only_a_host_says_it_and_only_of_their_own_circle_afterwards():
    gathering = make_past()
    host, member = make_host(gathering.circle), make_member(gathering.circle)
    left = make_member(gathering.circle, left_at=gathering.starts_at - timedelta(days=1))

    for by, there in ((member, []), (make_host(), []), (host, [make_member().pk]), (host, [left.pk])):
        with pytest.raises(ValueError, match=r"only a host|another circle"):
            presence.tell(gathering, there, by=by, now=now())
    with pytest.raises(NotOverYet):
        presence.tell(gathering, [], by=host, now=gathering.starts_at)
    gathering.status = "called_off"
    gathering.save()
    with pytest.raises(IsCalledOff):
        presence.say(gathering, membership=member, there=True, by=host, now=now())


def test_it_stays_when_the_words_of_the_evening_are_let_go():
    gathering = make_gathering_now()
    host = make_host(gathering.circle, "host")
    bring(gathering, host, now())
    catching.catch(rounds.round_of(gathering), lines=["a"], by=host, nonce="1", now=now())
    harvest = harvesting.begin(gathering, catcher=host, now=now())
    harvesting.give(harvest, by=host, version=harvest.version, now=now())

    letting_go.let_go(gathering, now=now() + letting_go.KEPT_FOR)

    assert not gathering.rounds.get().checkins.exists()
    assert known(gathering) == {"host": (True, False)}


def url(gathering: Gathering) -> str:
    return reverse("who_was_there", args=[gathering.circle.slug, gathering.number])


def test_the_page_is_ticked_from_check_in_and_answers_and_saved_by_one_press(client):
    gathering = make_past(make_circle())
    circle = gathering.circle
    host = make_host(circle, "Anna")
    seen, yes, no, nothing = (make_member(circle, name) for name in ("Seen", "Said yes", "Said no", "Quiet"))
    Rsvp.objects.create(gathering=gathering, membership=yes, answer="yes")
    Rsvp.objects.create(gathering=gathering, membership=no, answer="no")
    presence.seen(gathering, seen, now=gathering.starts_at)
    client.force_login(host.person)

    ticked = [tick for tick in client.get(url(gathering)).context["form"]["there"] if tick.data["selected"]]
    assert {str(tick.choice_label) for tick in ticked} == {"Seen", "Said yes"}
    page = client.get(gathering.get_absolute_url()).text
    assert "As far as the check-in saw." in page
    assert "Who said they would come" in page

    page = client.post(url(gathering), {"there": [str(seen.pk), str(nothing.pk)]}, follow=True).text
    again = client.post(url(gathering), {"there": [str(seen.pk), str(nothing.pk)]})

    assert again.status_code == 302
    assert known(gathering) == {"Seen": (True, True), "Quiet": (True, True)}
    assert "Two of us were there. Quiet, Seen" in page
    assert "Who said they would come" not in page
    ticked = [tick for tick in client.get(url(gathering)).context["form"]["there"] if tick.data["selected"]]
    assert {str(tick.choice_label) for tick in ticked} == {"Seen", "Quiet"}


def test_members_read_who_was_there_and_cannot_say_it(client):
    gathering = make_past()
    member = make_member(gathering.circle)
    presence.tell(gathering, [member.pk], by=make_host(gathering.circle), now=now())
    client.force_login(member.person)

    page = client.get(gathering.get_absolute_url()).text

    assert "Who was there" in page
    assert url(gathering) not in page
    assert client.get(url(gathering)).status_code == 403
    assert client.post(url(gathering), {"there": []}).status_code == 403
    client.force_login(make_host().person)
    assert client.get(url(gathering)).status_code == 404
    assert client.post(url(gathering), {"there": []}).status_code == 404
    assert known(gathering) == {member.name: (True, True)}


def test_before_the_end_and_with_people_from_elsewhere_nothing_is_saved(client):
    circle = make_circle()
    coming, past = make_gathering(circle), make_past(circle)
    client.force_login(make_host(circle).person)

    assert "It is not over yet." in client.post(url(coming), {"there": []}).text
    for wrong in (str(make_member().pk), "everybody"):
        page = client.post(url(past), {"there": [wrong]})
        assert (page.status_code, "is not here any more" in page.text) == (200, True)
    assert not Presence.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_a_past_gathering_costs_the_same_however_many_were_there(client, people, django_assert_num_queries):
    gathering = make_past()
    host = make_host(gathering.circle)
    members = [make_member(gathering.circle) for _ in range(people)]
    for member in members:
        Turn.objects.create(gathering=gathering, role=make_role(gathering.circle), holder=member)
        Rsvp.objects.create(gathering=gathering, membership=member, answer="yes")
    make_role(gathering.circle, "Nobody held this")
    presence.tell(gathering, [member.pk for member in members], by=host, now=now())
    client.force_login(host.person)

    # session, person; membership with its circle, gathering, answers, turns, who was there, the practice field
    with django_assert_num_queries(8):
        page = client.get(gathering.get_absolute_url()).text
    assert page.count("</a></b>") == people
    assert "Nobody held this" not in page
    # session, person; membership with its circle, gathering, who may have been there, who was
    with django_assert_num_queries(6):
        page = client.get(url(gathering)).text
    assert page.count(" checked") == people
