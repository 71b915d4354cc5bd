"""What hosts see of people at the hosts' table, and a circle that rests or has closed."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles import erasing, resting
from circles.arriving import invitations
from circles.arriving.paste import Entry
from circles.models import Circle, Invitation, Membership
from circles.words.dates import written
from gatherings.models import Away, HostingRole
from tests.making import make_member, make_role, make_steward
from tests.site.hosts_table import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(steward):
    return steward.circle


def test_a_member_is_shown_with_days_away_and_wishes(client, circle):
    member, role = make_member(circle, "Luc"), make_role(circle, "Guardian")
    member.aways.create(first=date(2030, 1, 1), last=date(2030, 1, 9))
    member.aways.create(first=date(2020, 2, 2), last=date(2020, 2, 3))
    member.role_wishes.create(role=role, wish="rather not")
    for page in (
        client.get(url(Membership, "changelist")).text,
        client.get(url(Membership, "change", member.pk)).text,
    ):
        assert "Wednesday 9 January 2030" in page
        assert "Guardian" in page
        assert "2 February" not in page


def test_a_circle_shows_whether_it_rests_and_where_to_change_that(client, steward, circle):
    resting.rest(circle, since=date(2030, 1, 1), why="", by=steward, now=now())
    page = client.get(url(Circle, "change", circle.pk)).text
    assert "rests from" in page
    assert reverse("circle_rest", args=[circle.slug]) in page
    assert reverse("circle_close", args=[circle.slug]) in page


def test_nothing_is_written_at_the_table_for_a_circle_that_has_closed(client, steward, circle):
    member, role = make_member(circle, "Luc"), make_role(circle, "Guardian")
    resting.close(circle, farewell="", by=steward, now=now())
    said = {"membership": member.pk, "first": "2030-01-01", "last": "2030-01-09"}
    given = {"name": "X", "words": "", "duty": "none", "seats": 1, "position": 0}
    for path, data in (
        (url(Membership, "change", member.pk), {"name": "X", "standing": 1}),
        (url(HostingRole, "change", role.pk), given),
        (url(HostingRole, "add"), given | {"circle": circle.pk}),
        (url(Away, "add"), said),
    ):
        page = client.post(path, data)
        assert page.status_code == 200
        assert "This circle has closed. Nothing is added to it any more." in page.text
    member.refresh_from_db()
    assert (member.name, HostingRole.objects.get().name, Away.objects.exists()) == ("Luc", "Guardian", False)
    assert 'name="_save"' not in client.get(url(HostingRole, "change", role.pk)).text


def test_an_invitation_by_somebody_erased_since_shows_its_day_alone(client, circle):
    other = make_steward(circle, "Mina")
    noon = datetime(2026, 11, 4, 12, tzinfo=UTC)
    invitations.invite(circle, entries=[Entry("luc@circle.example", "Luc")], by=other, now=noon)
    day = written(noon.date())
    assert f"{day}, Mina" in client.get(url(Invitation, "changelist")).text

    erasing.erase(other, keep_words=True, now=now())

    page = client.get(url(Invitation, "changelist")).text
    assert day in page
    assert f"{day}," not in page
