"""What a member wishes about roles: seen by hosts, minded by the rota, never held against a turn that stands."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings.hosting import wishes
from gatherings.hosting.ledger import ledger_of
from gatherings.models import RoleWish, Turn, Wish
from tests.making import make_gathering, make_host, make_member, make_role, make_steward

NOW = now()

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(name="Luc")


@pytest.fixture
def guardian(member):
    return make_role(member.circle, "Guardian", words="Watch the time.\nRing the bell.\nSay nothing.")


def said(member):
    return {wish.role.name: wish.wish for wish in member.role_wishes.select_related("role")}


def ledger(circle):
    return ledger_of(circle, ahead=2, now=NOW)


def test_a_wish_is_kept_changed_and_taken_back(member, guardian):
    host = make_role(member.circle, "Host")

    wishes.say(member, wishes={guardian.pk: "gladly", host.pk: "rather not"}, now=NOW)
    assert said(member) == {"Guardian": "gladly", "Host": "rather not"}

    wishes.say(member, wishes={guardian.pk: "rather not"}, now=NOW)
    assert said(member) == {"Guardian": "rather not", "Host": "rather not"}

    wishes.say(member, wishes={guardian.pk: "", host.pk: ""}, now=NOW)
    assert said(member) == {}


def test_said_twice_it_is_one_with_the_hour_of_the_first(member, guardian):
    wishes.say(member, wishes={guardian.pk: "gladly"}, now=NOW)
    wishes.say(member, wishes={guardian.pk: "gladly"}, now=now())
    assert RoleWish.objects.get().said_at == NOW


@pytest.mark.parametrize("wrong", ["role", "wish"])
def test_a_role_of_another_circle_or_a_wish_there_is_not_is_refused(member, guardian, wrong):
    theirs = make_role(make_member().circle)
    with pytest.raises(ValueError, match=r"another circle|valid Wish"):
        wishes.say(
            member,
            wishes={theirs.pk: "gladly"} if wrong == "role" else {guardian.pk: "perhaps"},
            now=NOW,
        )
    assert not RoleWish.objects.exists()


def test_the_rota_proposes_nobody_who_would_rather_not(member, guardian):
    for _ in range(2):
        make_gathering(member.circle, now().date().replace(year=now().year + 1, day=1 + _))
    other = make_member(member.circle, "Anna")
    wishes.say(member, wishes={guardian.pk: "rather not"}, now=NOW)

    proposed = ledger(member.circle).proposal({})

    assert {person for person, _why in proposed.values()} == {other.pk}


def test_where_everybody_would_rather_not_the_seat_stays_open(member, guardian):
    make_gathering(member.circle)
    wishes.say(member, wishes={guardian.pk: "rather not"}, now=NOW)

    ((person, why),) = ledger(member.circle).proposal({}).values()

    assert person is None
    assert why


def test_a_turn_that_stands_is_kept_whatever_its_holder_wishes(member, guardian):
    gathering = make_gathering(member.circle)
    turn = Turn.objects.create(gathering=gathering, role=guardian, holder=member)

    wishes.say(member, wishes={guardian.pk: "rather not"}, now=NOW)

    assert Turn.objects.get() == turn
    table = ledger(member.circle)
    assert table.holders == {(gathering.pk, guardian.pk, 1): member.pk}
    assert table.proposal(table.holders) == {}


def test_hosts_read_the_wishes_and_who_would_gladly_comes_before_their_equals(member, guardian):
    gathering, circle = make_gathering(member.circle), member.circle
    anna, maria = make_member(circle, "Anna"), make_member(circle, "Maria")
    wishes.say(member, wishes={guardian.pk: "rather not"}, now=NOW)
    wishes.say(maria, wishes={guardian.pk: "gladly"}, now=NOW)

    found = ledger(circle).suggestions(gathering, guardian)

    assert found == [
        (maria.pk, "Maria · not yet, would gladly"),
        (anna.pk, "Anna · not yet"),
        (member.pk, "Luc · not yet, would rather not"),
    ]


def test_who_held_it_longest_ago_still_comes_before_who_would_gladly(member, guardian):
    circle, gathering = member.circle, make_gathering(member.circle)
    anna = make_member(circle, "Anna")
    past = make_gathering(circle, now().date().replace(year=now().year - 1, day=1))
    Turn.objects.create(gathering=past, role=guardian, holder=member)
    wishes.say(member, wishes={guardian.pk: "gladly"}, now=NOW)

    assert [person for person, _ in ledger(circle).suggestions(gathering, guardian)] == [anna.pk, member.pk]


def url(circle):
    return reverse("my_roles", args=[circle.slug])


def test_i_say_it_on_a_page_that_tells_how_to_hold_each_role(client, member, guardian):
    make_role(member.circle, "An old role", resting=True)
    client.force_login(member.person)

    page = client.get(url(member.circle)).text
    assert "Watch the time.<br>Ring the bell.<br>Say nothing." in page
    assert "An old role" not in page

    done = client.post(url(member.circle), {f"role-{guardian.pk}": "gladly"}, follow=True)
    assert "Gladly holds" in done.text
    assert said(member) == {"Guardian": Wish.GLADLY}
    assert 'value="gladly" id="id_role-1_0" checked' in client.get(url(member.circle)).text.replace(
        f"role-{guardian.pk}", "role-1"
    )


def test_a_wish_nobody_offered_is_refused_and_changes_nothing(client, member, guardian):
    client.force_login(member.person)
    page = client.post(url(member.circle), {f"role-{guardian.pk}": "never"})
    assert page.status_code == 200
    assert 'class="error"' in page.text
    assert said(member) == {}


@pytest.mark.parametrize("roles", [1, 3])
def test_the_page_costs_the_same_for_one_role_and_for_three(client, member, roles, django_assert_num_queries):
    for _ in range(roles):
        RoleWish.objects.create(membership=member, role=make_role(member.circle), wish="gladly")
    client.force_login(member.person)
    # session, person; membership with its circle, roles with my wishes
    with django_assert_num_queries(4):
        page = client.get(url(member.circle))
    assert page.text.count("<legend>") == roles


def test_open_seats_i_would_gladly_hold_are_shown_to_me_first(client, member, guardian):
    circle = member.circle
    make_role(circle, "Scribe", position=1)
    guardian.position = 2
    guardian.save()
    gathering = make_gathering(circle)
    client.force_login(member.person)

    def order():
        page = client.get(gathering.get_absolute_url()).text
        return page.index(">Guardian</a></b>") < page.index(">Scribe</a></b>")

    assert not order()
    wishes.say(member, wishes={guardian.pk: "gladly"}, now=NOW)
    assert order()
    rota = reverse("rota", args=[circle.slug])
    assert "Open, and you would gladly" in client.get(rota).text
    client.force_login(make_host(circle).person)
    assert not order()
    assert "Open, and you would gladly" not in client.get(rota).text


def test_a_stranger_learns_nothing_and_changes_nothing(client, member, guardian):
    client.force_login(make_steward().person)
    assert client.get(url(member.circle)).status_code == 404
    assert client.post(url(member.circle), {f"role-{guardian.pk}": "gladly"}).status_code == 404
    assert not RoleWish.objects.exists()
