"""Texts to copy into a messenger: those true at the moment, in the circle's language, with no personal link."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localdate, now

from checkins.models import Harvest, Phrase, Round, Stitch
from circles.models import Letter
from gatherings.models import Gathering, Phone, Turn
from gatherings.schedule import scheduling
from tests.gatherings.by_phone import Browser, make_link
from tests.gatherings.told_texts import make_host_who_tells, tell, texts
from tests.making import (
    make_circle,
    make_gathering,
    make_host,
    make_lab,
    make_member,
    make_person,
    make_role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(client):
    return make_host_who_tells(client)


@pytest.fixture
def gathering(host):
    return make_gathering(host.circle)


def test_the_invitation_says_when_and_where_and_carries_the_groups_link(client, gathering):
    link = make_link(gathering)
    day = f"{gathering.day:%A} {gathering.day.day} {gathering.day:%B}"
    if gathering.day.year != localdate(timezone=gathering.zone).year:
        day += f" {gathering.day.year}"

    assert texts(tell(client, gathering)) == {
        "asked": f"We gather: {day}, 18:00–20:00, Edmonton time.\n"
        "Where: The Old Library, or on the call.\n"
        f"Will you be there? Tap your name: http://localhost:8000/g/{link.token}/\n"
        "“Not this time” is a good answer too."
    }


def test_only_what_is_true_at_the_moment_is_offered(client, gathering, host):
    role = make_role(host.circle, "timekeeper")
    at = gathering.starts_at
    moments = [
        (at - timedelta(days=5), ["open", "asked"]),
        (at - timedelta(days=1), ["eve", "open", "asked"]),
        (at - timedelta(hours=3), ["eve", "open", "asked"]),
        (at - timedelta(minutes=30), ["begin", "eve", "open", "asked"]),
        (at + timedelta(minutes=5), ["begin"]),
        (gathering.ends_at, ["afterwards"]),
    ]
    found = []
    for time, _keys in moments:
        with time_machine.travel(time):
            found.append((time, list(texts(tell(client, gathering)))))
    assert found == moments

    Turn.objects.create(gathering=gathering, role=role, holder=host)
    assert "open" not in texts(tell(client, gathering))


def test_a_role_for_another_gathering_alone_is_not_looked_for(client, gathering):
    make_role(gathering.circle, "Timekeeper")
    make_role(gathering.circle, "Brings the drum", only_at=gathering)
    make_role(
        gathering.circle, "Brings the soup", only_at=make_gathering(gathering.circle, date(2031, 1, 29))
    )

    assert "Still open: Timekeeper, Brings the drum." in texts(tell(client, gathering))["open"]


def test_tomorrow_is_told_by_the_circles_clock(client, gathering):
    with time_machine.travel(gathering.starts_at - timedelta(hours=20)):
        words = texts(tell(client, gathering))["eve"]
    assert words.startswith("Tomorrow we gather: ")
    with time_machine.travel(gathering.starts_at - timedelta(hours=17)):
        assert texts(tell(client, gathering))["eve"].startswith("Today we gather: ")


def test_the_call_is_in_the_text_of_the_beginning_alone(client, gathering):
    with time_machine.travel(gathering.starts_at - timedelta(minutes=10)):
        said = texts(tell(client, gathering))

    assert said["begin"] == "We begin. Here is the call:\nhttps://call.example/us"
    assert [key for key, words in said.items() if "call.example" in words] == ["begin"]


def test_called_off_the_next_page_has_the_text_at_once(client, gathering):
    link = make_link(gathering)
    after = make_gathering(gathering.circle, gathering.day + timedelta(days=28))
    path = reverse("gathering_call_off", args=[gathering.circle.slug, gathering.number])
    page = client.post(path, {"reason": "Snow on every road."}, follow=True)

    assert "Tell them in your messenger too" in page.text
    said = page.context["at_once"].words
    assert said.startswith("We are calling it off: ")
    assert "\nSnow on every road.\nWe gather next: " in said
    assert f"{after.day.day} {after.day:%B}" in said
    assert said.endswith(f"/g/{link.token}/")
    assert texts(tell(client, gathering)) == {"called-off": said}
    assert "This gathering is called off. Snow on every road." in Browser(link).names().text


def test_moved_the_next_page_has_the_text_at_once(client, gathering, host):
    link = make_link(gathering)
    to = {"day": gathering.day + timedelta(days=1), "starts": "19:00", "ends": "21:00", "reason": "The key."}
    page = client.post(reverse("gathering_move", args=[host.circle.slug, gathering.number]), to, follow=True)

    assert "Tell them in your messenger too" in page.text
    said = page.context["at_once"].words
    assert page.context["at_once"].unfolded
    assert said.startswith("We gather at another time: ")
    assert "19:00–21:00, Edmonton time.\nThe key.\nWill you be there?" in said
    assert said.endswith(f"/g/{link.token}/")
    assert next(iter(texts(tell(client, gathering)))) == "moved"


def test_members_who_are_no_hosts_are_not_offered_those_two(client, gathering, host):
    scheduling.call_off(gathering, reason="Snow.", by=host, now=now())
    client.force_login(make_member(host.circle).person)

    assert "Tell them in your messenger too" not in client.get(gathering.get_absolute_url()).text


@pytest.mark.parametrize("with_link", [True, False])
@pytest.mark.parametrize("htmx", [True, False])
def test_who_gives_a_role_back_has_a_text_to_ask_the_others(client, gathering, with_link, htmx):
    luc = make_member(gathering.circle, "Luc")
    turn = Turn.objects.create(
        gathering=gathering, role=make_role(gathering.circle, "timekeeper"), holder=luc
    )
    address = f"/g/{make_link(gathering).token}/" if with_link else gathering.get_absolute_url()
    client.force_login(luc.person)
    path = reverse("give_back_turn", args=[gathering.circle.slug, gathering.number, turn.pk])
    page = client.post(path, follow=True, headers={"HX-Request": "true"} if htmx else {})

    assert "Ask in your messenger who holds it" in page.text
    assert '<details class="no-print at-once" open>' in page.text
    said = page.context["at_once"].words
    assert said.startswith("Who holds it? Still open: timekeeper.\nWe gather: ")
    assert ("take it up on our page" in said) != with_link  # the group's link opens answers alone
    assert said.endswith(address)
    assert "at-once" not in client.get(gathering.get_absolute_url()).text


def test_on_the_day_everybody_finds_it_folded_beside_the_open_seat(client, gathering):
    make_role(gathering.circle, "timekeeper")
    client.force_login(make_member(gathering.circle).person)
    with time_machine.travel(gathering.starts_at - timedelta(hours=3)):
        page = client.get(gathering.get_absolute_url())

    assert page.context["at_once"].is_about_seats
    assert '<details class="no-print at-once">' in page.text


def test_afterwards_it_leads_to_the_poem_and_the_next_date_and_holds_no_line(client, gathering):
    phrase = Phrase.objects.create(
        round=Round.objects.create(gathering=gathering), text="SNOW ON THE KETTLE", nonce="1", position=1
    )
    poem = Harvest.objects.create(gathering=gathering, title="KETTLE TITLE", given_at=now())
    Stitch.objects.create(harvest=poem, position=1, phrase=phrase)
    after = make_gathering(gathering.circle, gathering.day + timedelta(days=28))
    link = make_link(after)
    with time_machine.travel(gathering.ends_at + timedelta(days=1)):
        page = tell(client, gathering)

    said = texts(page)["afterwards"]
    assert said.startswith("Thank you for ")
    assert f"/gatherings/{gathering.number}/poem/" in said
    assert f"/g/{link.token}/" in said
    assert "KETTLE" not in page.text

    poem.given_at = None
    poem.save()
    with time_machine.travel(gathering.ends_at + timedelta(days=1)):
        assert "/poem/" not in texts(tell(client, gathering))["afterwards"]


def test_no_text_holds_a_personal_link_or_writes_a_letter(client, gathering):
    make_link(gathering)
    with time_machine.travel(gathering.starts_at - timedelta(minutes=30)):
        page = tell(client, gathering)

    assert not re.search(r"/(answer|feeds|claim|invitation|asked)/", page.text)
    assert not Letter.objects.exists()


def test_it_speaks_the_circles_language_whoever_copies_it(client):
    circle = make_circle(language="fr", timezone="Europe/Paris")
    gathering = make_gathering(circle)
    client.force_login(make_host(circle, person=make_person(language="en")).person)
    page = tell(client, gathering)

    assert page.headers["Content-Language"] == "en"
    assert "heure de Paris" in texts(page)["asked"]


def test_why_a_circle_rests_stays_inside(client, gathering):
    Gathering.objects.update(status="called_off", reason="We mourn.", rests=True)

    assert "We mourn" not in texts(tell(client, gathering))["called-off"]


def test_each_text_can_be_copied_by_hand(client, gathering):
    make_link(gathering)
    page = tell(client, gathering).text

    assert page.count("<textarea") == page.count("readonly rows=") == 1
    assert 'data-copy="text-about-asked"' in page
    assert page.count("<script") == 1
    assert "js/copy" in page


def test_a_lab_hands_out_no_roles_in_a_messenger(client, host):
    make_role(host.circle, "timekeeper")

    assert "open" not in texts(tell(client, make_lab(host.circle).gathering))


def test_what_is_typed_by_people_stays_words(client, gathering, host):
    Gathering.objects.update(place='</textarea><script>alert("x")</script>', reason="<b>why</b> %(link)s")
    make_role(host.circle, "50% <i>role</i> %(x)s")
    page = tell(client, gathering)

    assert "<script>alert" not in page.text
    assert "<i>role" not in page.text
    assert "50% <i>role</i> %(x)s" in texts(page)["open"]
    assert "<b>why</b> %(link)s" in texts(page)["moved"]


@pytest.mark.parametrize("people", [1, 20])
def test_the_page_costs_the_same_for_few_and_many(client, gathering, people, django_assert_num_queries):
    for number in range(people):
        member = make_member(gathering.circle)
        make_role(gathering.circle)
        Phone.objects.create(
            membership=member, secret_hash=str(number), confirmed_at=now(), last_used_at=now(), epoch=1
        )
        asking = make_member(gathering.circle)
        Phone.objects.create(membership=asking, secret_hash=f"{number}a", wants_nod=True, sign="47")

    # session, person; membership with its circle, gathering with its link and poem, open roles, phones
    with django_assert_num_queries(6):
        page = tell(client, gathering)
    assert page.text.count("End it: the phone of") == people
    assert page.text.count("A phone that shows 47") == people
