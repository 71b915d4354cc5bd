"""The screen where hosts hand out turns: seats with reasons, a proposal that stores nothing, two hosts at once."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from gatherings.models import How, Turn
from gatherings.schedule import scheduling
from tests.making import make_gathering, make_member, make_role
from tests.site.turns_screen import options, past, posted, screen, seat

pytestmark = pytest.mark.django_db


def test_each_seat_lists_who_might_hold_it_not_yet_first_then_longest_ago(
    client, circle, host, timekeeper, evening
):
    long_ago = {"joined_at": now() - timedelta(days=400)}
    recent, longer = (
        make_member(circle, "Rita Recent", **long_ago),
        make_member(circle, "Lena Longer", **long_ago),
    )
    never = make_member(circle, "Nora Never", **long_ago)
    for who, months in ((recent, 1), (longer, 5)):
        Turn.objects.create(gathering=past(circle, months), role=timekeeper, holder=who)
    client.force_login(host.person)

    offered = options(client.get(screen(circle)), seat(evening, timekeeper))

    assert [label.partition(" · ")[0] for label in offered] == [
        never.name,
        "Hanna Host",
        longer.name,
        recent.name,
    ]
    assert offered[:2] == ["Nora Never · not yet", "Hanna Host · not yet, has just joined"]
    assert re.fullmatch(r"Lena Longer · in \w+( \d{4})?", offered[2])


def test_who_is_away_or_said_no_stands_last_and_is_marked(client, circle, host, timekeeper, evening):
    away, declined = make_member(circle, "Alma Away"), make_member(circle, "Nils No")
    away.aways.create(first=evening.day, last=evening.day)
    declined.rsvps.create(gathering=evening, answer="no")
    make_member(circle, "Fritz Free")
    client.force_login(host.person)

    offered = options(client.get(screen(circle)), seat(evening, timekeeper))

    assert [label.partition(" · ")[0] for label in offered] == [
        "Hanna Host",
        "Fritz Free",
        "Alma Away",
        "Nils No",
    ]
    assert all("is away" in label for label in offered[2:])


def test_a_host_keeps_what_they_chose_without_javascript(client, circle, host, timekeeper, evening):
    member = make_member(circle)
    client.force_login(host.person)
    page = client.get(screen(circle))

    done = client.post(
        screen(circle), posted(page, **{f"seat-{seat(evening, timekeeper)}": member.pk}), follow=True
    )

    turn = Turn.objects.get()
    member.refresh_from_db()
    assert (turn.gathering, turn.role, turn.holder, turn.how, turn.set_by) == (
        evening,
        timekeeper,
        member,
        How.SET,
        host,
    )
    assert member.calendar_version == 2
    assert "1 turn is set." in done.text


def test_a_seat_is_opened_again(client, circle, host, timekeeper, evening):
    Turn.objects.create(gathering=evening, role=timekeeper, holder=host)
    client.force_login(host.person)
    page = client.get(screen(circle))
    assert page.context["form"][f"seat-{seat(evening, timekeeper)}"].value() == host.pk

    done = client.post(screen(circle), posted(page, **{f"seat-{seat(evening, timekeeper)}": ""}), follow=True)

    assert not Turn.objects.exists()
    assert "1 seat is open." in done.text


def test_two_people_change_places(client, circle, host, timekeeper, evening):
    guardian, other = make_role(circle, "Guardian", position=2), make_member(circle)
    Turn.objects.create(gathering=evening, role=timekeeper, holder=host)
    Turn.objects.create(gathering=evening, role=guardian, holder=other)
    client.force_login(host.person)
    page = client.get(screen(circle))
    swapped = {f"seat-{seat(evening, timekeeper)}": other.pk, f"seat-{seat(evening, guardian)}": host.pk}

    client.post(screen(circle), posted(page, **swapped))

    assert dict(Turn.objects.values_list("role", "holder")) == {timekeeper.pk: other.pk, guardian.pk: host.pk}


def test_a_proposal_fills_the_page_with_reasons_and_stores_nothing(client, circle, host, timekeeper, evening):
    make_member(circle)
    guardian = make_role(circle, "Guardian", position=2)
    client.force_login(host.person)
    page = client.get(screen(circle))

    proposal = client.post(screen(circle), posted(page, propose="Propose the open seats"))

    chosen = [
        proposal.context["form"][f"seat-{seat(evening, role)}"].value() for role in (timekeeper, guardian)
    ]
    assert not Turn.objects.exists()
    assert set(chosen) == set(circle.memberships.values_list("pk", flat=True))
    assert proposal.text.count("Has not held this role yet; has not held a role yet.") == 2

    client.post(screen(circle), posted(proposal))

    assert {turn.how for turn in Turn.objects.all()} == {How.PROPOSED}
    assert [turn.holder_id for turn in Turn.objects.order_by("role__position")] == chosen


def test_it_says_by_which_rules_a_proposal_goes_and_of_each_why(client, circle, host, timekeeper, evening):
    anna, guardian = make_member(circle, "Anna"), make_role(circle, "Guardian", position=2)
    for months, who in ((6, anna), (4, host)):  # Anna has waited longer, but guards that evening
        Turn.objects.create(gathering=past(circle, months), role=timekeeper, holder=who)
    Turn.objects.create(gathering=evening, role=guardian, holder=anna)
    client.force_login(host.person)

    page = client.post(screen(circle), posted(client.get(screen(circle)), propose="1")).text

    assert "whoever has not held it yet" not in page
    assert "It shares the turns of these gatherings evenly first; then a role goes to everyone" in page
    assert re.search(
        r"Last held this role in [^.]*, and everybody else who could has a role that day\.", page
    )


def test_where_all_else_is_equal_it_goes_to_who_said_yes(client, circle, host, timekeeper, evening):
    anna, noor = make_member(circle, "Anna"), make_member(circle, "Noor")
    client.force_login(host.person)
    address, key = screen(circle), seat(evening, timekeeper)

    def proposed():
        page = client.post(address, posted(client.get(address), propose="1"))
        return page.context["form"][f"seat-{key}"].value(), options(page, key)[0]

    assert proposed() == (host.pk, "Hanna Host · not yet")
    noor.rsvps.create(gathering=evening, answer="yes")
    anna.rsvps.create(gathering=evening, answer="maybe")
    assert proposed()[0] == noor.pk
    assert proposed()[1].startswith("Noor · not yet")

    Turn.objects.create(gathering=past(circle, 3), role=timekeeper, holder=noor)  # not equal any more
    assert proposed()[0] == host.pk


def test_a_proposal_keeps_what_is_chosen_or_opened_on_the_page(client, circle, host, timekeeper, evening):
    make_member(circle, "Mia Member")
    guardian = make_role(circle, "Guardian", position=2)
    Turn.objects.create(gathering=evening, role=timekeeper, holder=host)
    client.force_login(host.person)
    wish = {f"seat-{seat(evening, timekeeper)}": "", f"seat-{seat(evening, guardian)}": host.pk}

    page = client.post(screen(circle), posted(client.get(screen(circle)), propose="1", **wish))

    assert page.context["form"][f"seat-{seat(evening, guardian)}"].value() == host.pk
    assert page.context["form"][f"seat-{seat(evening, timekeeper)}"].value() != host.pk
    assert Turn.objects.get().holder == host


def test_a_seat_nobody_can_hold_says_why(client, circle, host, timekeeper, evening):
    host.aways.create(first=evening.day, last=evening.day)
    client.force_login(host.person)

    page = client.post(screen(circle), posted(client.get(screen(circle)), propose="1"))

    assert "Everybody is away." in page.text
    assert page.context["form"][f"seat-{seat(evening, timekeeper)}"].value() == ""


def test_of_two_hosts_at_once_nothing_is_overwritten_in_silence(client, circle, host, timekeeper, evening):
    first, second = make_member(circle, "Frida First"), make_member(circle, "Sven Second")
    guardian = make_role(circle, "Guardian", position=2)
    client.force_login(host.person)
    page = client.get(screen(circle))
    Turn.objects.create(gathering=evening, role=timekeeper, holder=first)  # another host was quicker
    wish = {f"seat-{seat(evening, timekeeper)}": second.pk, f"seat-{seat(evening, guardian)}": host.pk}

    clash = client.post(screen(circle), posted(page, **wish))

    assert clash.status_code == 200
    assert Turn.objects.get(role=timekeeper).holder == first
    assert Turn.objects.get(role=guardian).holder == host
    assert "Frida First was given this seat meanwhile." in clash.text
    assert int(clash.context["form"][f"seat-{seat(evening, timekeeper)}"].value()) == second.pk

    client.post(screen(circle), posted(clash))  # said again, knowing

    assert Turn.objects.get(role=timekeeper).holder == second


def test_a_seat_another_host_filled_and_this_one_left_alone_stays_filled(
    client, circle, host, timekeeper, evening
):
    client.force_login(host.person)
    page = client.get(screen(circle))
    Turn.objects.create(gathering=evening, role=timekeeper, holder=make_member(circle))

    done = client.post(screen(circle), posted(page), follow=True)

    assert Turn.objects.count() == 1
    assert "Nothing was changed." in done.text


def test_a_gathering_called_off_meanwhile_takes_no_turns(client, circle, host, timekeeper, evening):
    client.force_login(host.person)
    page = client.get(screen(circle))
    scheduling.call_off(evening, reason="Snow.", by=host, now=now())

    done = client.post(screen(circle), posted(page, **{f"seat-{seat(evening, timekeeper)}": host.pk}))

    assert done.status_code == 302
    assert not Turn.objects.exists()


def test_somebody_twice_in_one_role_is_said_at_the_seat(client, circle, host, evening):
    welcomer = make_role(circle, "Welcomer", seats=2)
    Turn.objects.create(gathering=evening, role=welcomer, holder=host)
    client.force_login(host.person)
    page = client.get(screen(circle))

    refused = client.post(screen(circle), posted(page, **{f"seat-{seat(evening, welcomer, 2)}": host.pk}))

    assert Turn.objects.count() == 1
    assert refused.context["form"].errors[f"seat-{seat(evening, welcomer, 2)}"]


@pytest.mark.parametrize(("asked", "shown"), [("", 2), ("?ahead=6", 6), ("?ahead=12", 12), ("?ahead=999", 2)])
def test_it_looks_two_six_or_twelve_gatherings_ahead(client, circle, host, timekeeper, asked, shown):
    for weeks in range(1, 15):
        make_gathering(circle, (now() + timedelta(weeks=weeks)).date())
    client.force_login(host.person)
    assert len(client.get(screen(circle, asked)).context["table"].rows) == shown


@pytest.mark.parametrize("members", [3, 12])
def test_it_costs_the_same_for_three_members_and_for_twelve(
    client, circle, host, timekeeper, members, django_assert_num_queries
):
    gatherings = [
        make_gathering(circle, (now() + timedelta(weeks=weeks)).date()) for weeks in range(1, members)
    ]
    for number in range(members):
        member = make_member(circle)
        member.aways.create(first="2026-12-01", last="2026-12-31")
        Turn.objects.create(gathering=past(circle, number + 1), role=timekeeper, holder=member)
    Turn.objects.create(gathering=gatherings[0], role=timekeeper, holder=host)
    client.force_login(host.person)

    # session, person, standings, membership with its circle, gatherings, turns, roles, people, aways, answers,
    # wishes, what members were told, who is asked, the trail, whom a letter reaches
    with django_assert_num_queries(15):
        page = client.get(screen(circle, "?ahead=12"))
    assert len(options(page, seat(gatherings[0], timekeeper))) == members + 1


def test_somebody_of_another_circle_cannot_be_given_a_seat(client, circle, host, timekeeper, evening):
    stranger = make_member()
    client.force_login(host.person)
    page = client.get(screen(circle))

    refused = client.post(screen(circle), posted(page, **{f"seat-{seat(evening, timekeeper)}": stranger.pk}))

    assert refused.status_code == 200
    assert stranger.name not in refused.text
    assert not Turn.objects.exists()


def test_a_circle_without_gatherings_or_roles_is_told_what_to_do_first(client, circle, host):
    client.force_login(host.person)
    assert "No gathering is planned." in client.get(screen(circle)).text
    make_gathering(circle)
    assert "This circle has no hosting roles yet." in client.get(screen(circle)).text
