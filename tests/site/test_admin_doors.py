"""Who sits down at the hosts' table, by which door, and which classes are let in (R44, R54, R58)."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import now

from circles.admin.operating import OperatorAdmin
from circles.admin.scoped import ScopedAdmin, within
from circles.belonging import memberships
from circles.models import Invitation, Standing, Unwanted
from cop_site.admin_site import HostsTable, hosts_table
from tests.making import (
    give_second_factor,
    make_gathering,
    make_host,
    make_member,
    make_person,
    make_role,
    make_steward,
)
from tests.proving import prove

pytestmark = pytest.mark.django_db
INDEX = "/admin/"


@pytest.mark.parametrize(
    "asked", ["/admin/", "/admin/login/", "/admin/circles/membership/", "/admin/nowhere/"]
)
def test_every_address_leads_a_visitor_to_the_sites_own_sign_in(client, asked):
    response = client.get(asked, follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert response.status_code == 200
    assert "account/login.html" in [template.name for template in response.templates]


def test_after_signing_in_one_goes_on_to_where_one_was_going_and_never_off_the_site(client):
    assert (
        client.get("/admin/login/?next=/admin/circles/").url
        == f"{reverse('account_login')}?next=/admin/circles/"
    )
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert (
            client.get("/admin/login/", {"next": elsewhere}).url == f"{reverse('account_login')}?next={INDEX}"
        )


def test_a_posted_password_opens_no_side_door(client):
    host = make_host()
    host.person.set_password("a long enough password")
    host.person.save()

    client.post("/admin/login/", {"username": host.person.email, "password": "a long enough password"})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["logout", "password_change", "view_on_site", "autocomplete"])
def test_pages_the_site_has_itself_are_not_there(client, name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}", args=[1, 1] if name == "view_on_site" else [])


@pytest.mark.parametrize(
    ("make", "status"),
    [(make_member, 404), (make_host, 200), (make_steward, 200)],
    ids=["member", "host", "steward"],
)
def test_hosts_and_stewards_sit_down_and_members_find_nothing(client, make, status):
    client.force_login(make().person)
    assert client.get(INDEX, follow=True).status_code == status


def test_who_loses_their_standing_is_out_at_the_next_request(client):
    steward = make_steward()
    host = make_host(steward.circle)
    client.force_login(host.person)
    assert client.get(INDEX, follow=True).status_code == 200

    memberships.set_standing(host, standing=Standing.MEMBER, by=steward, now=now())

    assert client.get(INDEX).status_code == 404


def test_an_operator_needs_a_second_factor_and_reaches_only_where_to_get_one(client):
    operator = make_person(is_operator=True)
    client.force_login(operator)

    for address in (INDEX, reverse("admin:circles_person_changelist"), reverse("admin:circles_person_add")):
        assert client.get(address).url == reverse("mfa_index")
        assert client.post(address).url == reverse("mfa_index")
    give_second_factor(operator)

    assert client.get(INDEX).status_code == 200


@pytest.mark.parametrize(("minutes", "opens"), [(0, True), (59, True), (61, False)])
def test_what_is_the_operators_opens_for_an_hour_and_each_look_is_logged(client, caplog, minutes, opens):
    operator, host = make_person(is_operator=True), make_host()
    give_second_factor(operator)
    client.force_login(operator)
    prove(client, minutes_ago=minutes)
    people = reverse("admin:circles_person_change", args=[host.person.pk])

    with caplog.at_level("INFO", "cop_site.admin_site"):
        answer = client.get(people)

    if opens:
        assert answer.status_code == 200
        assert caplog.messages == [f"operator {operator.pk}: GET {people}"]
    else:
        assert answer["Location"].startswith("/prove/?next=%2Fadmin%2F")
        assert caplog.messages == []


def test_a_host_who_looks_at_their_own_circle_is_not_logged_as_an_operator(client, caplog):
    host = make_host()
    client.force_login(host.person)

    with caplog.at_level("INFO", "cop_site.admin_site"):
        assert client.get(reverse("admin:gatherings_gathering_changelist")).status_code == 200
        assert client.get(reverse("admin:circles_person_changelist")).status_code == 403

    assert [each for each in caplog.records if each.name == "cop_site.admin_site"] == []


def test_one_setting_asks_it_of_hosts_too(client, settings):
    host = make_host()
    client.force_login(host.person)
    assert client.get(INDEX, follow=True).status_code == 200

    settings.HOSTS_NEED_SECOND_FACTOR = True
    turns = reverse("admin:gatherings_rota", args=[host.circle.slug])
    assert client.get(INDEX).url == client.get(turns).url == client.post(turns).url == reverse("mfa_index")
    give_second_factor(host.person)

    assert client.get(turns).status_code == 200


def test_somebody_who_may_not_sign_in_any_more_is_out(client):
    host = make_host()
    client.force_login(host.person)
    host.person.is_active = False
    host.person.save()
    assert client.get(INDEX).url.startswith(reverse("admin:login"))


def test_a_plain_admin_class_is_not_let_in():
    table = HostsTable()
    with pytest.raises(TypeError):
        table.register(Invitation)
    with pytest.raises(TypeError):
        table.register(Invitation, admin.ModelAdmin)
    assert not table.is_registered(Invitation)


def test_every_class_shown_keeps_to_its_circle_or_is_the_operators():
    for shown in hosts_table._registry.values():
        assert isinstance(shown, ScopedAdmin | OperatorAdmin)
        for inline in shown.inlines:
            assert inline.circle_path


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"circle_path": "circle"},
        {"fields": ("name",)},
        {"circle_path": "circle", "fields": ("invited_by",), "raw_id_fields": ("invited_by",)},
        {"circle_path": "circle", "fields": ("invited_by",), "autocomplete_fields": ("invited_by",)},
    ],
)
def test_a_class_without_its_rules_cannot_even_be_written(rules):
    with pytest.raises(ImproperlyConfigured):
        type("InvitationAdmin", (ScopedAdmin,), rules)


def test_a_model_without_a_way_to_its_circle_cannot_be_offered():
    with pytest.raises(ImproperlyConfigured):
        within(Unwanted._base_manager.all(), [1])


def test_the_front_shows_each_of_my_circles_and_its_open_seats(client, django_assert_num_queries):
    host = make_host()
    second = make_host(person=host.person)
    for circle in (host.circle, second.circle):
        make_role(circle, seats=2)
        make_gathering(circle)
    make_steward(name="Not mine")
    client.force_login(host.person)

    # session, person, standings, next gatherings with their open seats, circles
    with django_assert_num_queries(5):
        page = client.get(INDEX)

    assert page.text.count('class="my-circle"') == 2
    assert page.text.count("2 seats are open.") == 2
    assert {coming.circle for coming in page.context["coming"]} == {host.circle, second.circle}


def test_who_holds_one_circle_is_led_straight_to_who_holds_what_and_finds_all_else_there(client):
    host = make_host()
    client.force_login(host.person)

    page = client.get(INDEX, follow=True)

    assert page.redirect_chain == [(reverse("admin:gatherings_rota", args=[host.circle.slug]), 302)]
    for model, shown in hosts_table._registry.items():
        if isinstance(shown, ScopedAdmin) and shown.at_least == Standing.HOST:
            assert (
                f'href="{reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")}"'
                in page.text
            )


def test_turns_are_not_handed_out_by_members_and_strangers_find_nothing(client):
    host = make_host()
    elsewhere = make_host()
    make_member(host.circle, person=elsewhere.person)
    turns = reverse("admin:gatherings_rota", args=[host.circle.slug])

    client.force_login(elsewhere.person)
    assert client.get(turns).status_code == client.post(turns).status_code == 403
    client.force_login(make_host().person)
    assert client.get(turns).status_code == client.post(turns).status_code == 404


def test_gatherings_are_listed_from_the_next_one_on_and_then_back_from_the_last(client):
    host = make_host()
    days = {"last": -10, "next": 5, "before": -40, "later": 35}
    for theme, ahead in days.items():
        make_gathering(host.circle, now().date() + timedelta(days=ahead), theme=theme)
    client.force_login(host.person)

    page = client.get(reverse("admin:gatherings_gathering_changelist"))

    assert [row.theme for row in page.context["cl"].result_list] == ["next", "later", "last", "before"]
    assert "<h1>Gatherings</h1>" in page.text
