"""Hosting roles worded and ordered by hosts, read by everybody, passed on by who held them."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from gatherings.access import roles_of
from gatherings.drawings.heat import heat
from gatherings.hosting import roles, rota
from gatherings.hosting.ledger import ledger_of
from gatherings.models import HostingRole
from gatherings.refusals import RoleIsThere, RoleWasHeld
from tests.gatherings.turns_past import hold, past
from tests.making import make_gathering, make_member, make_role, make_steward

pytestmark = pytest.mark.django_db


class TestVerbs:
    def test_a_role_is_added_last_once(self, circle, host):
        make_role(circle, "Host", position=3)

        first = roles.add(circle, name="Fire keeper", words="Light it.", by=host)
        again = roles.add(circle, name="Fire keeper", words="Light it.", by=host)

        assert first == again
        assert (first.position, first.rotates, first.only_at) == (4, True, None)
        with pytest.raises(RoleIsThere, match="Fire keeper"):
            roles.add(circle, name="Fire keeper", words="Blow it out.", by=host)

    def test_a_role_for_one_evening_is_handed_out_there_alone_and_never_proposed(self, circle, host):
        here, there = make_gathering(circle), make_gathering(circle, now().date() + timedelta(days=40))
        luc = make_member(circle, "Luc")
        role = roles.add(circle, name="Cook", only_at=here, by=host)

        assert roles_of(circle, at=here) == [role]
        assert roles_of(circle, at=there) == roles_of(circle) == []
        assert ledger_of(circle, ahead=2, now=now()).roles == []
        assert rota.take(here, role=role, membership=luc, now=now()).holder == luc
        with pytest.raises(ValueError, match="another evening"):
            rota.take(there, role=role, membership=luc, now=now())

    def test_a_role_that_does_not_go_round_is_proposed_to_nobody(self, circle, host):
        make_gathering(circle)
        make_member(circle)
        fixed, round_ = make_role(circle, "Tech host", rotates=False), make_role(circle, "Host")
        ledger = ledger_of(circle, ahead=1, now=now())

        proposed = {role for _gathering, role, _seat in ledger.proposal({})}

        assert ledger.roles == [fixed, round_]
        assert proposed == {round_.pk}

    def test_the_order_is_changed_a_place_at_a_time(self, circle, host):
        a, b, c = (make_role(circle, name) for name in "abc")  # all at position 0, as they were made

        roles.move(c, up=True, by=host)
        roles.move(a, up=False, by=host)
        roles.move(c, up=True, by=host)
        roles.move(b, up=False, by=host)

        assert [role.name for role in circle.roles.all()] == ["c", "a", "b"]

    def test_what_somebody_held_is_kept_and_what_nobody_held_can_go(self, circle, host):
        held, unheld = make_role(circle, "Host"), make_role(circle, "Cook")
        hold(past(circle), held, host)

        with pytest.raises(RoleWasHeld, match="Host"):
            roles.remove(held, by=host)
        roles.remove(unheld, by=host)
        roles.remove(unheld, by=host)

        assert list(HostingRole.objects.all()) == [held]

    def test_only_hosts_of_the_circle_look_after_its_roles(self, circle):
        role = make_role(circle)
        for somebody in (make_member(circle), make_steward()):
            with pytest.raises(ValueError, match="only a host"):
                roles.add(circle, name="x", by=somebody)
            with pytest.raises(ValueError, match="only a host"):
                roles.move(role, up=True, by=somebody)


class TestPages:
    def test_a_member_reads_the_roles_and_what_they_have_not_tried(self, client, circle, host):
        luc = make_member(circle, "Luc")
        held, other = make_role(circle, "Host", position=1), make_role(circle, "Cook", position=2)
        hold(past(circle, days=20), held, luc)
        hold(make_gathering(circle), held, host)
        client.force_login(luc.person)

        page = client.get(f"/c/{circle.slug}/roles/").text

        assert "You have not tried yet: Cook." in page
        assert "last: Luc" in page
        assert "next: Anna" in page
        assert "next: open" in page
        assert "Add a role" not in page
        assert "Luc" in client.get(f"/c/{circle.slug}/roles/{held.pk}/").text
        assert "Somebody will be the first." in client.get(f"/c/{circle.slug}/roles/{other.pk}/").text

    def test_a_host_adds_changes_orders_rests_and_removes(self, client, circle, host):
        make_role(circle, "Host", position=1)
        client.force_login(host.person)
        at = f"/c/{circle.slug}/roles/"

        client.post(
            f"{at}add/", {"name": "Cook", "words": "Soup.", "duty": "none", "seats": "2", "rotates": "on"}
        )
        cook = circle.roles.get(name="Cook")
        assert (cook.seats, cook.words) == (2, "Soup.")

        answer = client.post(f"{at}add/", {"name": "Host", "duty": "none", "seats": "1"})
        assert "has a role called “Host” already" in answer.text

        client.post(f"{at}{cook.pk}/move/", {"up": "yes"})
        assert [role.name for role in circle.roles.all()] == ["Cook", "Host"]

        client.post(
            f"{at}{cook.pk}/change/", {"name": "Baker", "duty": "none", "seats": "1", "resting": "on"}
        )
        cook.refresh_from_db()
        assert (cook.name, cook.resting, cook.rotates) == ("Baker", True, False)
        assert "It rests." in client.get(at).text

        client.post(f"{at}{cook.pk}/remove/")
        assert not circle.roles.filter(pk=cook.pk).exists()

    def test_a_role_for_this_evening_is_added_from_it(self, client, circle, host):
        gathering = make_gathering(circle)
        client.force_login(host.person)

        add = f"/c/{circle.slug}/gatherings/{gathering.number}/roles/add/"
        assert add in client.get(f"/c/{circle.slug}/gatherings/{gathering.number}/hosts/").text

        client.post(add, {"name": "Storyteller", "duty": "none", "seats": "1"})

        assert circle.roles.get().only_at == gathering
        assert "Storyteller" in client.get(gathering.get_absolute_url()).text
        other = make_gathering(circle, now().date() + timedelta(days=40))
        assert "Storyteller" not in client.get(other.get_absolute_url()).text

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_list_costs_the_same_however_much_was_held(
        self, client, circle, host, many, django_assert_num_queries
    ):
        for number in range(many):
            role = make_role(circle)
            for month in range(many):
                hold(past(circle, days=40 + 50 * number + month), role, host)
        client.force_login(host.person)
        # session, person, membership with circle, roles, their turns
        with django_assert_num_queries(5):
            client.get(f"/c/{circle.slug}/roles/")

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_ledger_costs_the_same_and_counts_what_was_held(
        self, client, circle, host, many, django_assert_num_queries
    ):
        role, untried = make_role(circle, "Guardian", position=1), make_role(circle, "Cook", position=2)
        for month in range(many):
            hold(past(circle, days=30 * (month + 1)), role, host)
            make_member(circle)
        client.force_login(host.person)
        # session, person, membership with circle, turns, roles, people
        with django_assert_num_queries(6):
            page = client.get(f"/c/{circle.slug}/who-has-held-what/").text
        assert f"<td>{many}</td>" in page
        assert page.count("not yet") == many * 2 + 1
        assert untried.name in page

    def test_the_ledger_is_for_hosts(self, client, circle):
        client.force_login(make_member(circle).person)

        assert client.get(f"/c/{circle.slug}/who-has-held-what/").status_code == 403

    @pytest.mark.parametrize(("days", "told"), [(3, True), (20, False)])
    def test_in_the_last_week_an_open_seat_is_shown_to_everybody_at_home(self, client, circle, days, told):
        luc = make_member(circle, "Luc")
        day = now().date() + timedelta(days=days)
        gathering = make_gathering(circle, day, slot=day)
        make_role(circle, "Host", seats=2)
        make_role(circle, "Cook", resting=True)
        hold(gathering, circle.roles.first(), luc)
        client.force_login(luc.person)

        assert ("One role is still open." in client.get("/home/").text) is told


def test_a_heat_map_says_each_number_once_and_shows_nothing_for_none():
    drawn = heat(["Anna", "Luc"], ["Host", "Cook", "A very long name of a role"], [[0, 1, 2], [4, 8, 0]])

    assert len(drawn.squares) == 6
    assert [square.shade for square in drawn.squares] == [0, 1, 1, 2, 4, 0]
    assert [square.side > 0 for square in drawn.squares] == [False, True, True, True, True, False]
    assert drawn.columns[2].words.endswith("…")
