"""The page of yeses said aloud: a tap for each who says yes, by who may catch."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from checkins import letting_go
from checkins.models import SaidAloud
from checkins.poem import harvesting, reading_back
from checkins.travelling import aloud
from circles.belonging import memberships
from gatherings.models import Presence, Rsvp
from tests.checkins.speaking import address, catch
from tests.checkins.tonight import begin, comes
from tests.making import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(evening, catcher, ines):
    """Who was there: Ines spoke, Luc was seen, Ada said yes; Bo said no, and Cy said yes but was not there."""
    catch(evening, catcher, "the kettle", speaker=ines)
    people = {name: make_member(evening.circle, name) for name in ("Ada", "Bo", "Cy", "Luc")}
    for name, answer in (("Ada", "yes"), ("Bo", "no"), ("Cy", "yes")):
        Rsvp.objects.create(gathering=evening, membership=people[name], answer=answer)
    Presence.objects.create(gathering=evening, membership=people["Luc"])
    Presence.objects.create(gathering=evening, membership=people["Cy"], there=False)
    return people


def tap(client, evening, **said):
    return client.post(address("aloud", evening), said, follow=True)


def test_it_lists_who_was_there_and_nobody_else(client, evening, there, catcher):
    client.force_login(catcher.person)

    page = client.get(address("aloud", evening))

    assert [each.who.name for each in page.context["page"].people] == ["Ada", "Ines", "Luc", "Noor"]


def test_they_stand_in_the_order_of_tonights_ring_also_where_the_poem_is_read_back(client, evening, catcher):
    for name in ("Zoe", "Bo", "Mia"):
        comes(evening, name)
    client.force_login(catcher.person)
    as_answered = client.get(address("aloud", evening)).context["page"].people
    assert [each.who.name for each in as_answered] == ["Zoe", "Bo", "Mia"]

    begin(evening, catcher)
    Rsvp.objects.filter(membership__name="Zoe").update(answered_at=now())
    comes(evening, "Ada")  # later: the others keep their seats
    catch(evening, catcher, "the kettle")
    seated = client.get(address("aloud", evening)).context["page"]
    reading_back.read_back(harvesting.begin(evening, catcher=catcher, now=now()), by=catcher, now=now())
    last = client.get(address("read_back", evening), {"stanza": "9"}).context["ring"]

    for order in (
        [each.who.name for each in seated.people],
        [place.seat.name for place in seated.ring.places],
    ):
        assert order == ["Zoe", "Bo", "Mia", "Ada", "Noor"]
    assert [place.seat.name for place in last.places] == ["Zoe", "Bo", "Mia", "Ada", "Noor"]


def test_one_tap_keeps_a_yes_and_the_next_one_undoes_the_slip(client, evening, there, catcher, ines):
    client.force_login(catcher.person)
    kept = tap(client, evening, say="yes", who=ines.pk)
    assert SaidAloud.objects.get().membership == ines
    assert "One of us says yes aloud." in kept.text
    assert kept.text.count('aria-pressed="true"') == 1
    undone = tap(client, evening, say="undo", who=ines.pk)

    assert not SaidAloud.objects.exists()
    assert "Nobody has said yes aloud yet." in undone.text


def test_the_circles_yes_is_a_tap_of_its_own(client, evening, there, catcher):
    client.force_login(catcher.person)
    page = tap(client, evening, say="circle")

    assert SaidAloud.objects.get().membership is None
    assert "for words nobody has claimed" in page.text
    tap(client, evening, say="circle undo")
    assert not SaidAloud.objects.exists()


def test_a_tap_that_names_nobody_is_not_the_circles_yes(client, evening, there, catcher, ines):
    client.force_login(catcher.person)
    stranger = make_member()
    for said in ({}, {"say": "yes"}, {"say": "yes", "who": stranger.pk}, {"say": "circle", "who": ines.pk}):
        assert "Tap the one who says yes." in tap(client, evening, **said).text

    assert not SaidAloud.objects.exists()


def test_who_has_taken_it_back_has_no_button_any_more(client, evening, there, catcher, ines):
    aloud.keep(evening, membership=ines, by=catcher, now=now())
    aloud.take_back(evening, by=ines, now=now())
    client.force_login(catcher.person)

    assert "<b>Ines</b> has taken it back." in client.get(address("aloud", evening)).text
    assert "They have taken it back themselves." in tap(client, evening, say="yes", who=ines.pk).text
    assert SaidAloud.objects.get().taken_back_at


def test_once_the_letter_has_gone_nobody_elses_yes_is_asked_for_and_the_circles_still_is(
    client, evening, there, catcher, ines
):
    aloud.keep(evening, membership=ines, by=catcher, now=now())
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        client.force_login(catcher.person)
        page = client.get(address("aloud", evening)).text
        refused = tap(client, evening, say="yes", who=there["Luc"].pk).text

    assert "<b>Ines</b> said yes on" in page
    assert "<b>Luc</b>" in page
    assert "wide-button" not in page
    assert "The circle said yes" in page
    assert "until the hour of the letter with the poem" in page
    assert "It is too late for that here." in refused


def test_who_has_left_is_not_asked_and_a_yes_of_theirs_still_stands_there(
    client, evening, there, catcher, ines
):
    aloud.keep(evening, membership=there["Luc"], by=catcher, now=now())
    for member in (ines, there["Luc"]):
        memberships.leave(member, now=now())
    client.force_login(catcher.person)

    page = client.get(address("aloud", evening))
    refused = tap(client, evening, say="yes", who=ines.pk).text

    assert [each.who.name for each in page.context["page"].people] == ["Ada", "Luc", "Noor"]
    assert "Ines is no longer in this circle." in refused
    assert SaidAloud.objects.count() == 1


def test_long_after_there_is_nothing_to_tap(client, evening, there, catcher, ines):
    aloud.keep(evening, membership=ines, by=catcher, now=now())
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    with time_machine.travel(now() + letting_go.KEPT_FOR + timedelta(hours=1), tick=False):
        client.force_login(catcher.person)
        page = client.get(address("aloud", evening)).text

    assert "<b>Ines</b> said yes on" in page
    assert "wide-button" not in page
    assert "The circle said yes" not in page


def test_a_member_who_does_not_catch_keeps_nobodys_yes_nor_their_own(client, evening, there, ines):
    client.force_login(ines.person)

    assert client.get(address("aloud", evening)).status_code == 403
    assert client.post(address("aloud", evening), {"say": "yes", "who": ines.pk}).status_code == 403
    assert not SaidAloud.objects.exists()


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("people", [3, 60])
def test_the_page_costs_the_same_for_three_and_for_sixty(
    client, evening, catcher, people, given, django_assert_num_queries
):
    for number in range(people):
        member = make_member(evening.circle, f"Member {number}")
        Rsvp.objects.create(gathering=evening, membership=member, answer="yes")
    if given:
        catch(evening, catcher, "the kettle")
        harvest = harvesting.begin(evening, catcher=catcher, now=now())
        harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    client.force_login(catcher.person)
    # session, person; membership with circle, gathering, round with poem (apart where there is no round yet);
    # who was there, yeses; once it is given, when letters go
    with django_assert_num_queries(8):
        page = client.get(address("aloud", evening))
    assert len(page.context["page"].people) == people + given
