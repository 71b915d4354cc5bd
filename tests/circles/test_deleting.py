"""A circle that has closed can be deleted for good: by a steward, freshly proved, who types its name."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from circles import resting
from circles.admin.scoped import WAYS
from circles.models import Circle, Membership, Person, Standing
from circles.refusals import NotClosed, NotItsName
from gatherings.models import Gathering
from tests.circles.addresses import url
from tests.circles.closed import NOW, close
from tests.making import make_host, make_member, make_role, make_steward
from tests.proving import prove
from tests.two_circles import make_full_circle, models_of_the_house

pytestmark = pytest.mark.django_db


def test_deleted_nothing_of_it_is_left_and_everybody_and_every_other_circle_stays(client):
    circle, other = make_full_circle("Ours"), make_full_circle("Theirs")
    steward = circle.memberships.get(standing=Standing.STEWARD)
    people = Person.objects.count()
    theirs = {model: rows_of(model, other) for model in models_of_the_house()}
    resting.close(circle, farewell="", by=steward, now=NOW)

    resting.delete(circle, name=" ours ", by=steward)

    assert [found.pk for found in Circle.objects.all()] == [other.pk]
    assert not Membership.objects.exclude(circle=other).exists()
    assert not Gathering.objects.exclude(circle=other).exists()
    assert Person.objects.count() == people
    assert {model: rows_of(model, other) for model in models_of_the_house()} == theirs


def test_what_the_hosts_table_noted_about_it_goes_too(client, steward):
    role, other = make_role(steward.circle, "canary role"), make_role(make_steward().circle, "another role")
    for row in (role, other):
        kind = ContentType.objects.get_for_model(row)
        LogEntry.objects.create(
            user=steward.person, content_type=kind, object_id=row.pk, object_repr=str(row), action_flag=2
        )
    close(steward)

    resting.delete(steward.circle, name=steward.circle.name, by=steward)

    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["another role"]


def rows_of(model, circle):
    """Return how many rows there are of a model that do not vanish with another circle."""
    way = WAYS.get(model)
    return model._base_manager.filter(**{way: circle}).count() if way else None


def test_only_what_has_closed_is_deleted_and_only_by_its_name(steward):
    with pytest.raises(NotClosed):
        resting.delete(steward.circle, name=steward.circle.name, by=steward)
    close(steward)
    with pytest.raises(NotItsName, match="The Hosting Circle"):
        resting.delete(steward.circle, name="The Other Circle", by=steward)
    assert Circle.objects.filter(pk=steward.circle_id).exists()


def test_deleting_asks_for_a_fresh_proof(client, steward, closed):
    client.force_login(steward.person)
    prove(client, minutes_ago=6)
    address, given = url("circle_delete", closed), {"name": closed.name}

    assert client.get(address).url.startswith(reverse("prove"))
    assert client.post(address, given).status_code == 302
    assert Circle.objects.filter(pk=closed.pk).exists()

    prove(client)
    assert client.post(address, {"name": "No"}).status_code == 200
    home = client.post(address, given, follow=True)
    assert "The Hosting Circle is deleted. Nothing of it is left here." in home.text
    assert not Circle.objects.exists()


def test_no_member_or_host_may_delete(client, closed):
    for member in (make_member(closed), make_host(closed)):
        client.force_login(member.person)
        prove(client)
        assert client.post(url("circle_delete", closed), {"name": closed.name}).status_code == 403
    assert Circle.objects.exists()


def test_a_circle_that_has_not_closed_is_not_deleted_by_the_page(client, steward):
    client.force_login(steward.person)
    prove(client)
    page = client.post(url("circle_delete", steward.circle), {"name": steward.circle.name})
    assert "Close the circle first" in page.text
    assert Circle.objects.exists()
