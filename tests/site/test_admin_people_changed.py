"""People at the hosts' table: renamed, written down, invited and answered through the verbs of the site."""

import pytest
from django.utils.timezone import now

from circles.arriving import asking, naming
from circles.models import Circle, Invitation, JoinRequest, Letter, Membership, Standing
from tests.making import make_host, make_member, make_person
from tests.site.hosts_table import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(steward):
    return steward.circle


def test_a_member_is_renamed_on_one_line_and_made_a_host(client, circle):
    member = make_member(circle)
    client.post(url(Membership, "change", member.pk), {"name": "Marie\r\nBcc: x", "standing": Standing.HOST})
    member.refresh_from_db()
    assert (member.name, member.standing) == ("Marie Bcc: x", Standing.HOST)


def test_the_last_steward_stays_and_what_was_typed_is_kept(client, steward):
    page = client.post(
        url(Membership, "change", steward.pk), {"name": "Stella Typed", "standing": Standing.MEMBER}
    )

    steward.refresh_from_db()
    assert page.status_code == 200
    assert "is the last steward. Hand over first" in page.text
    assert page.context["adminform"].form["name"].value() == "Stella Typed"
    assert (steward.name, steward.standing) == ("Stella Steward", Standing.STEWARD)


def test_who_left_is_seen_and_no_longer_changed(client, circle):
    gone = make_member(circle, left_at=now())
    assert client.get(url(Membership, "change", gone.pk)).status_code == 200
    assert client.post(url(Membership, "change", gone.pk), {"name": "X", "standing": 1}).status_code == 403


def test_a_hosts_look_at_the_people_changes_nothing(client, circle):
    client.force_login(make_host(circle).person)
    member = make_member(circle)
    page = client.get(url(Membership, "change", member.pk))
    assert page.status_code == 200
    assert "_save" not in page.text


def test_a_host_writes_a_name_down_at_the_table_once(client, circle):
    host = make_host(circle)
    client.force_login(host.person)
    for _ in range(2):
        client.post(url(Membership, "add"), {"circle": circle.pk, "name": "Maria"})

    maria = Membership.objects.get(name="Maria")
    assert (maria.circle, maria.person, maria.standing) == (circle, None, Standing.MEMBER)


def test_a_steward_invites_one_person_and_withdraws_it_at_the_table(client, circle):
    given = {"circle": circle.pk, "name": "Luc", "email": "Luc@circle.example"}
    assert client.post(url(Invitation, "add"), given).status_code == 302
    again = client.post(url(Invitation, "add"), given)
    assert "luc@circle.example is here or invited already." in again.text.lower()

    invitation = Invitation.objects.get()
    assert (invitation.email, Letter.objects.count()) == ("luc@circle.example", 1)
    client.post(url(Invitation, "change", invitation.pk), {"withdraw": "on"})
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert client.post(url(Invitation, "change", invitation.pk), {}).status_code == 403


@pytest.mark.parametrize(("said", "kind"), [("True", "join_welcome"), ("False", "join_declined")])
def test_who_asks_is_answered_at_the_table_as_on_the_page(client, circle, said, kind):
    Circle.objects.filter(pk=circle.pk).update(listed=True)
    circle.refresh_from_db()
    [maria] = naming.add_names(circle, names=["Maria"], by=None, now=now())
    asked = asking.ask(circle, person=make_person("Maria Santos"), name="Maria S.", words="May I?", now=now())
    address = url(JoinRequest, "change", asked.pk)

    client.post(address, {"claims": "", "welcome": ""})
    asked.refresh_from_db()
    assert asked.answered_at is None
    client.post(address, {"claims": maria.pk, "welcome": said})

    asked.refresh_from_db()
    maria.refresh_from_db()
    assert (asked.welcome, maria.person == asked.person) == (said == "True", said == "True")
    assert Letter.objects.filter(kind=kind).count() == 1
    assert client.post(address, {"claims": "", "welcome": "False"}).status_code == 403
