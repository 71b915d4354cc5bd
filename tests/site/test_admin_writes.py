"""What is posted to the hosts' table reaches no other circle and nothing that is not on the page (R49, R50, R59)."""

import pytest
from django.db import models

from circles.admin.scoped import ScopedAdmin
from circles.models import Membership, Standing
from cop_site.admin_site import hosts_table
from gatherings.models import Away, HostingRole, Rsvp
from tests.making import make_gathering, make_host, make_member
from tests.site.hosts_table import url
from tests.two_circles import make_full_circle, models_of_the_house

pytestmark = pytest.mark.django_db
SCOPED = {model: shown for model, shown in hosts_table._registry.items() if isinstance(shown, ScopedAdmin)}
# What the verbs themselves set, beside what was asked: versions of calendars, who did it and when.
_FOLLOWS = {"calendar_version", "sequence", "changed_at", "answered_at", "said_by"}


@pytest.fixture
def theirs():
    return make_full_circle("B")


@pytest.fixture
def mine(theirs):
    return make_full_circle("A")


@pytest.fixture
def host(client, mine):
    """A steward of A, signed in."""
    steward = mine.memberships.get(standing=Standing.STEWARD)
    client.force_login(steward.person)
    return client


def first_of(model, circle):
    way = SCOPED[model].circle_path or "pk"
    rows = model._base_manager.filter(**{way: circle.pk})
    return (rows.filter(left_at=None, standing=1) if model is Membership else rows).order_by("pk").first()


def everything_stored():
    return {model: list(model._base_manager.order_by("pk").values()) for model in models_of_the_house()}


def posted(form):
    """Return what a browser would post of a form nobody changed, with no lines in its lists."""
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value is not None and value is not False}
    return data | {"wordings-TOTAL_FORMS": "0", "wordings-INITIAL_FORMS": "0"}


def relations(model):
    return [field for field in model._meta.concrete_fields if field.is_relation]


def foreign_value(field, theirs):
    """Return something of the other circle for a column, or something that was never asked for."""
    if field.is_relation:
        there = field.remote_field.model._base_manager
        return there.latest("pk").pk if field.name == "person" else _theirs(there, theirs)
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return "2001-01-01 00:00"
    return {models.DateField: "2001-01-01", models.TimeField: "03:00"}.get(type(field), "987654")


def _theirs(rows, theirs):
    way = SCOPED[rows.model].circle_path or "pk"
    return rows.filter(**{way: theirs.pk}).order_by("pk").first().pk


@pytest.mark.parametrize("model", SCOPED)
def test_a_row_keeps_its_circle_and_all_that_is_not_on_its_page(host, mine, theirs, model):
    row = first_of(model, mine)
    page = host.get(url(model, "change", row.pk))
    if not SCOPED[model].has_change_permission(page.wsgi_request, row):
        assert host.post(url(model, "change", row.pk), {}).status_code == 403
        return
    form = page.context["adminform"].form
    hidden = [
        field
        for field in model._meta.concrete_fields
        if field.name not in form.fields and not field.primary_key
    ]
    before, others = model._base_manager.values().get(pk=row.pk), everything_stored_of(theirs)
    unasked = {name: foreign_value(field, theirs) for field in hidden for name in {field.name, field.attname}}

    response = host.post(
        url(model, "change", row.pk), posted(form) | unasked | {"id": theirs.pk, "pk": theirs.pk}
    )

    after = model._base_manager.values().get(pk=row.pk)
    assert response.status_code == 302
    assert hidden
    for field in hidden:
        if field.name in _FOLLOWS:
            assert str(after[field.attname]) != str(unasked[field.name])
        else:
            assert after[field.attname] == before[field.attname]
    assert everything_stored_of(theirs) == others


def everything_stored_of(circle):
    """Return the rows of the models shown that are the circle's."""
    return {
        model: list(
            model._base_manager.filter(**{shown.circle_path or "pk": circle.pk}).order_by("pk").values()
        )
        for model, shown in SCOPED.items()
    }


@pytest.mark.parametrize("model", SCOPED)
def test_nothing_is_made_of_what_belongs_to_another_circle(host, mine, theirs, model):
    page = host.get(url(model, "add"))
    if page.status_code == 403:
        assert host.post(url(model, "add"), {}).status_code == 403
        return
    before = everything_stored()
    own = posted(type(page.context["adminform"].form)(instance=first_of(model, mine)))
    wanted = [field for field in relations(model) if field.name in page.context["adminform"].form.fields]
    assert wanted
    for field in wanted:
        foreign = foreign_value(field, theirs)
        refused = host.post(url(model, "add"), own | {field.name: foreign})
        missing = host.post(url(model, "add"), own | {field.name: 987_654})
        errors = refused.context["adminform"].form.errors[field.name]
        assert refused.status_code == 200
        assert errors == missing.context["adminform"].form.errors[field.name]
    assert everything_stored() == before


@pytest.mark.parametrize("model", SCOPED)
def test_nobody_can_change_delete_or_copy_a_row_of_another_circle(host, mine, theirs, model):
    before = everything_stored_of(theirs)
    data = {"name": "Mine now", "_saveasnew": "1", "post": "yes"}
    row = first_of(model, theirs)
    for name in ("change", "delete"):
        assert host.post(url(model, name, row.pk), data).status_code in {403, 404}
    assert everything_stored_of(theirs) == before


def test_what_is_made_in_one_circle_leads_to_no_other_of_mine(host, client, mine):
    """Somebody hosts two circles: an answer cannot join a gathering of one and a member of the other."""
    steward = mine.memberships.get(standing=Standing.STEWARD)
    second = make_host(person=steward.person).circle
    stray, member = make_gathering(second), mine.memberships.get(standing=Standing.MEMBER, left_at=None)

    page = client.post(url(Rsvp, "add"), {"gathering": stray.pk, "membership": member.pk, "answer": "yes"})

    assert page.context["adminform"].form.errors["membership"] == ["This belongs to another circle."]
    assert not stray.rsvps.exists()


def test_a_host_cannot_raise_standings_and_a_steward_only_in_their_own_circle(client, mine, theirs):
    host = mine.memberships.filter(standing=Standing.HOST, left_at=None).get()
    client.force_login(host.person)
    there = make_member(theirs, person=host.person)

    assert client.post(url(Membership, "change", host.pk), {"name": "H", "standing": 3}).status_code == 403
    assert client.post(url(Membership, "change", there.pk), {"name": "H", "standing": 3}).status_code == 404
    host.refresh_from_db()
    there.refresh_from_db()
    assert (host.standing, there.standing) == (Standing.HOST, Standing.MEMBER)


def test_hosts_cannot_choose_what_only_stewards_may(client, mine):
    host = mine.memberships.filter(standing=Standing.HOST, left_at=None).get()
    client.force_login(host.person)
    codes = {m.__name__: client.get(url(m, "changelist")).status_code for m in SCOPED}
    closed = {name for name, code in codes.items() if code == 403}
    assert closed == {"Circle", "Agreement", "Proposal", "Review", "Invitation", "JoinRequest"}


def test_a_second_role_of_the_same_name_is_refused_on_the_page(host, mine):
    other = HostingRole.objects.create(circle=mine, name="guardian")

    page = host.post(
        url(HostingRole, "change", other.pk),
        {"name": "timekeeper", "duty": "none", "seats": "1", "position": "2"},
    )

    assert page.status_code == 200
    assert page.context["adminform"].form.errors
    assert "timekeeper" in page.text


def test_days_away_that_end_before_they_begin_are_refused_in_words(host, mine):
    member = mine.memberships.get(standing=Standing.MEMBER, left_at=None)

    page = host.post(url(Away, "add"), {"membership": member.pk, "first": "2026-12-10", "last": "2026-12-01"})

    assert "Constraint" not in page.text
    assert page.context["adminform"].form.errors["last"]
    assert member.aways.count() == 1


def test_nothing_is_done_in_bulk(host, mine):
    for model, shown in hosts_table._registry.items():
        assert shown.actions is None
        if model in SCOPED:
            before = everything_stored_of(mine)
            pks = [row["id"] for row in before[model]]
            given = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
            host.post(url(model, "changelist"), given)
            assert everything_stored_of(mine) == before


def test_the_history_of_a_row_names_fields_and_no_addresses(host, mine):
    member = mine.memberships.get(standing=Standing.MEMBER)
    host.post(url(Membership, "change", member.pk), {"name": "Marie Secret", "standing": Standing.HOST})

    page = host.get(url(Membership, "history", member.pk))

    assert "Changed Name and Standing." in page.text
    assert "@" not in page.text
    assert "Secret" not in page.context["action_list"][0].change_message
