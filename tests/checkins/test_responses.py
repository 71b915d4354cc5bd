"""Responses to a poem: of members, of readers beyond the circle, and what hosts do with these."""

import pytest
from django.db.models import OuterRef
from django.utils.timezone import now

from checkins.models import Harvest, Response
from checkins.refusals import EnoughWaits, NotGivenYet, NotYours, ResponseIsGone, TakesNoResponses
from checkins.travelling import consent, responses
from circles.models import Circle
from circles.refusals import NotAHost
from tests.checkins.sharing import give, share
from tests.making import make_circle, make_gathering_now, make_host, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def poem(evening, catcher, ines):
    return share(evening, catcher, "a line", speaker=ines, takes_responses=True)


def answer(poem, by, words=" It moved me. ", nonce="1"):
    return responses.respond(poem, by=by, words=words, nonce=nonce, now=now())


def from_beyond(poem, words="So moved.", nonce="r", name="Ada"):
    return responses.respond_from_beyond(poem, name=name, words=words, nonce=nonce, now=now())


def test_a_members_response_is_kept_as_written_and_read_at_once(poem, ines):
    response = answer(poem, ines)

    assert (response.words, response.membership, response.from_beyond) == (" It moved me. ", ines, False)
    assert not response.waits


def test_a_response_sent_twice_is_kept_once(poem, ines):
    """R5, R8."""
    assert answer(poem, ines) == answer(poem, ines)
    assert from_beyond(poem) == from_beyond(poem)
    assert Response.objects.count() == 2


def test_nobody_responds_to_a_poem_that_is_not_given(evening, catcher, ines):
    poem = give(evening, catcher, "a line", speaker=ines)
    Harvest.objects.update(given_at=None)

    with pytest.raises(NotGivenYet):
        answer(poem, ines)
    assert not Response.objects.exists()


def test_somebody_of_another_circle_does_not_respond_as_a_member(poem):
    with pytest.raises(ValueError, match="another circle"):
        answer(poem, make_member())


def test_readers_respond_only_while_the_hosts_let_them(poem, catcher):
    responses.let_readers_respond(poem, takes=False, by=catcher)
    with pytest.raises(TakesNoResponses):
        from_beyond(poem)

    responses.let_readers_respond(poem, takes=True, by=catcher)
    assert from_beyond(poem).waits


def test_readers_cannot_respond_to_what_is_not_shared_any_more(poem, catcher):
    consent.call_back(poem, by=catcher)

    with pytest.raises(TakesNoResponses):
        from_beyond(poem)


def test_readers_cannot_respond_once_the_circle_has_closed(poem):
    Circle.objects.update(closed_on=now().date())

    with pytest.raises(TakesNoResponses):
        from_beyond(poem)


def test_letting_readers_respond_is_the_hosts(poem, ines):
    with pytest.raises(NotAHost):
        responses.let_readers_respond(poem, takes=True, by=ines)


def test_what_waits_has_an_end_and_what_was_kept_is_still_answered_alike(poem, catcher, monkeypatch):
    monkeypatch.setattr(responses, "MOST_WAITING", 2)
    first = from_beyond(poem, nonce="1")
    from_beyond(poem, nonce="2")

    with pytest.raises(EnoughWaits):
        from_beyond(poem, nonce="3")
    assert from_beyond(poem, nonce="1") == first
    responses.welcome(first, by=catcher, now=now())
    assert from_beyond(poem, nonce="3").pk


def test_only_a_host_says_yes_and_the_first_yes_stands(poem, catcher, ines):
    response = from_beyond(poem)
    with pytest.raises(NotAHost):
        responses.welcome(response, by=ines, now=now())
    assert Response.objects.waiting().get() == response

    said = responses.welcome(response, by=catcher, now=now())
    again = responses.welcome(response, by=make_host(poem.gathering.circle), now=now())

    assert (again.welcomed_by, again.welcomed_at) == (catcher, said.welcomed_at)
    assert Response.objects.welcomed().get() == response


def test_who_wrote_it_and_hosts_take_a_response_away_and_nobody_else(poem, catcher, ines):
    mine = answer(poem, ines)
    with pytest.raises(NotYours):
        responses.take_away(mine, by=make_member(poem.gathering.circle))

    responses.take_away(mine, by=ines)
    responses.take_away(answer(poem, ines, nonce="2"), by=catcher)
    responses.take_away(from_beyond(poem), by=catcher)

    assert not Response.objects.exists()


def test_a_response_of_nobody_is_not_everybodys_to_take_away(poem, ines):
    """A reader's has no member, and neither has that of somebody erased who let their words stand (R90)."""
    response = responses.welcome(from_beyond(poem), by=make_host(poem.gathering.circle), now=now())

    with pytest.raises(NotYours):
        responses.take_away(response, by=ines)


def test_a_host_of_another_circle_decides_nothing(poem):
    response, stranger = from_beyond(poem), make_host()

    for act in (
        lambda: responses.welcome(response, by=stranger, now=now()),
        lambda: responses.take_away(response, by=stranger),
        lambda: responses.let_readers_respond(poem, takes=True, by=stranger),
    ):
        with pytest.raises(ValueError, match="another circle"):
            act()
    assert Response.objects.get().waits


def test_those_that_wait_are_counted_circle_by_circle(poem, catcher, ines):
    other = make_gathering_now()
    theirs = share(
        other, make_host(other.circle), "a line", speaker=make_member(other.circle), takes_responses=True
    )
    quiet = make_circle()
    answer(poem, ines)
    responses.welcome(from_beyond(poem, nonce="1"), by=catcher, now=now())
    from_beyond(poem, nonce="2")
    from_beyond(poem, nonce="3")
    from_beyond(theirs, nonce="4")

    counted = dict(Circle.objects.values_list("pk", responses.how_many_wait(OuterRef("pk"))))

    assert counted == {poem.gathering.circle_id: 2, other.circle_id: 1, quiet.pk: 0}


def test_what_another_host_declined_a_moment_ago_is_not_said_to_stand_below_the_poem(poem, catcher):
    behind = from_beyond(poem)
    responses.take_away(Response.objects.get(), by=make_host(poem.gathering.circle))

    with pytest.raises(ResponseIsGone):
        responses.welcome(behind, by=catcher, now=now())
