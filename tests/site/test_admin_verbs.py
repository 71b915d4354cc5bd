"""What a host or steward changes at the hosts' table goes through the same verbs as on the site's own pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Agreement, Circle, Membership
from gatherings.models import Away, FlowPart, Gathering, HostingRole, Presence, Rsvp, Turn
from tests.making import (
    make_agreement,
    make_gathering,
    make_member,
    make_role,
    make_steward,
)
from tests.site.hosts_table import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(steward):
    return steward.circle


def version(row):
    row.refresh_from_db()
    return row.calendar_version


def test_a_circles_new_name_and_zone_reach_its_calendars(client, circle):
    gathering, before = make_gathering(circle), version(circle)
    form = client.get(url(Circle, "change", circle.pk)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value()}

    client.post(url(Circle, "change", circle.pk), data | {"name": "Riverbank", "timezone": "lisbon"})

    assert version(circle) > before
    gathering.refresh_from_db()
    assert (circle.name, circle.timezone, gathering.timezone) == (
        "Riverbank",
        "Europe/Lisbon",
        "Europe/Lisbon",
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"timezone": "Atlantis"}, "timezone"),
        ({"origin_began": "2026-03-02", "origin_ended": "2026-03-01"}, "origin_ended"),
    ],
)
def test_a_circle_is_not_kept_with_a_zone_nobody_knows_or_a_lab_that_ends_first(client, circle, wrong, field):
    data = {"name": circle.name, "purpose": "P", "timezone": "UTC", "language": "en"}
    page = client.post(url(Circle, "change", circle.pk), data | wrong)
    assert page.context["adminform"].form.errors[field]
    assert "Constraint" not in page.text


def test_a_renamed_role_reaches_the_calendars_of_its_holders(client, circle):
    role, holder, other = make_role(circle, "timekeeper"), make_member(circle), make_member(circle)
    Turn.objects.create(gathering=make_gathering(circle), role=role, holder=holder)

    client.post(
        url(HostingRole, "change", role.pk),
        {"name": "bell keeper", "words": " Two\r\nlines ", "duty": "guards", "seats": 1, "position": 0},
    )

    role.refresh_from_db()
    assert (role.name, role.words, role.duty) == ("bell keeper", " Two\nlines ", "guards")
    assert (version(holder), version(other)) == (2, 1)


def test_a_new_role_is_kept_and_one_with_no_seat_or_thirteen_is_refused(client, circle):
    given = {"circle": circle.pk, "name": "welcomer", "duty": "none", "position": 3}
    for seats in (0, 13):
        page = client.post(url(HostingRole, "add"), given | {"seats": seats})
        assert page.context["adminform"].form.errors["seats"]
        assert "Constraint" not in page.text
    client.post(url(HostingRole, "add"), given | {"seats": 2})
    assert circle.roles.get().seats == 2


def test_preparing_a_gathering_reaches_the_circles_calendar(client, circle):
    gathering, before = make_gathering(circle), version(circle)

    client.post(
        url(Gathering, "change", gathering.pk),
        {"theme": "Silence", "question": "What is quiet?", "place": "Barn"},
    )

    gathering.refresh_from_db()
    assert (gathering.theme, gathering.question, gathering.place) == ("Silence", "What is quiet?", "Barn")
    assert version(circle) == before + 1


def test_a_gathering_shows_its_turns_and_the_way_to_hand_them_out(client, circle):
    gathering, role = make_gathering(circle), make_role(circle, "Timekeeper")
    Turn.objects.create(gathering=gathering, role=role, holder=make_member(circle, "Tim <b>Bold</b>"))
    page = client.get(url(Gathering, "change", gathering.pk))
    assert "Timekeeper: Tim &lt;b&gt;Bold&lt;/b&gt;" in page.text
    assert reverse("admin:gatherings_rota", args=[circle.slug]) in page.text


def test_a_host_answers_for_somebody_who_told_them_and_it_is_shown(client, steward, circle):
    gathering, member = make_gathering(circle), make_member(circle, "Maria Telling")

    client.post(url(Rsvp, "add"), {"gathering": gathering.pk, "membership": member.pk, "answer": "yes"})

    rsvp = Rsvp.objects.get()
    assert (rsvp.membership, rsvp.answer, rsvp.said_by) == (member, "yes", steward)
    assert version(member) == 2
    assert "Stella Steward" in client.get(url(Rsvp, "changelist")).text


def test_an_answer_of_their_own_is_not_written_over_unseen(client, circle):
    gathering, member = make_gathering(circle), make_member(circle)
    Rsvp.objects.create(gathering=gathering, membership=member, answer="no")

    page = client.post(
        url(Rsvp, "add"), {"gathering": gathering.pk, "membership": member.pk, "answer": "yes"}
    )

    assert page.status_code == 200
    assert Rsvp.objects.get().answer == "no"


def test_an_answer_to_what_is_over_is_refused_in_words(client, circle):
    past = make_gathering(circle, date(2026, 1, 28))
    rsvp = Rsvp.objects.create(gathering=past, membership=make_member(circle), answer="no")

    page = client.post(url(Rsvp, "change", rsvp.pk), {"answer": "yes"})

    rsvp.refresh_from_db()
    assert rsvp.answer == "no"
    assert page.status_code == 200
    assert page.context["adminform"].form.non_field_errors()


def test_days_away_are_said_and_taken_back(client, circle):
    member = make_member(circle)
    said = {"membership": member.pk, "first": "2026-12-24", "last": "2026-12-26"}
    client.post(url(Away, "add"), said)
    client.post(url(Away, "add"), said)
    away = member.aways.get()
    client.post(url(Away, "delete", away.pk), {"post": "yes"})
    assert not member.aways.exists()


def test_agreements_change_places_and_their_words_stay(client, circle):
    agreement = make_agreement(circle, "We begin on time.")
    page = client.get(url(Agreement, "change", agreement.pk))
    assert "We begin on time." in page.text

    client.post(
        url(Agreement, "change", agreement.pk),
        {"position": 7, "wordings-TOTAL_FORMS": 1, "wordings-INITIAL_FORMS": 1, "wordings-0-text": "Never."}
        | {"wordings-0-id": agreement.wording.pk, "wordings-0-agreement": agreement.pk},
    )

    agreement = Agreement.objects.get()
    assert (agreement.position, agreement.wording.text) == (7, "We begin on time.")


# session, person, standings; count twice, rows; for each filter by circle whether there are several, and which;
# for members their days away, wishes and the roles of those
LISTS = {Circle: 6, Membership: 10, Agreement: 8, Gathering: 7, HostingRole: 7, Rsvp: 7, Away: 6}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_three(client, model, rows, django_assert_num_queries):
    person = make_steward().person
    Membership.objects.all().delete()
    for number in range(rows):
        steward = make_steward(person=person)
        gathering = make_gathering(steward.circle, now().date() + timedelta(days=10 + number))
        make_role(steward.circle)
        make_agreement(steward.circle)
        Rsvp.objects.create(gathering=gathering, membership=steward, answer="yes", said_by=steward)
        Away.objects.create(membership=steward, first=date(2026, 12, 1), last=date(2026, 12, 2))
        steward.role_wishes.create(role=steward.circle.roles.get(), wish="gladly")
    client.force_login(person)

    with django_assert_num_queries(LISTS[model]):
        page = client.get(url(model, "changelist"))
    assert page.context["cl"].result_count == rows


def test_who_was_there_is_said_by_its_verb_and_only_of_what_is_over(client, steward, circle):
    over, coming = make_gathering(circle, (now() - timedelta(days=9)).date()), make_gathering(circle)
    member = make_member(circle)
    given = {"gathering": over.pk, "membership": member.pk, "there": "on"}

    assert client.post(url(Presence, "add"), given).status_code == 302
    assert client.post(url(Presence, "add"), given).status_code == 200  # it is there already
    refused = client.post(url(Presence, "add"), given | {"gathering": coming.pk})

    row = Presence.objects.get()
    assert (row.gathering, row.membership, row.there, row.set_by) == (over, member, True, steward)
    assert refused.status_code == 200
    assert client.post(url(Presence, "change", row.pk), {}).status_code == 302
    row.refresh_from_db()
    assert row.there is False
    page = client.get(url(Presence, "changelist"), {"gathering": over.pk}).text
    assert member.name in page


def test_notes_are_kept_once_a_gathering_has_begun_and_the_flow_is_shown(client, circle):
    over, coming = make_gathering(circle, (now() - timedelta(days=9)).date()), make_gathering(circle)
    FlowPart.objects.create(gathering=coming, name="Soup")

    assert client.post(url(Gathering, "change", over.pk), {"notes": "We sang."}).status_code == 302
    refused = client.post(url(Gathering, "change", coming.pk), {"notes": "Too soon."})

    assert Gathering.objects.get(pk=over.pk).notes == "We sang."
    assert "Come back when we have begun." in refused.text
    assert f'Soup · <a href="{reverse("flow", args=[circle.slug, coming.number])}">' in refused.text
    assert Gathering.objects.get(pk=coming.pk).notes == ""
    given = {"preparation": "Bring a stone.", "materials": "The song"}
    assert client.post(url(Gathering, "change", coming.pk), given).status_code == 302
    assert Gathering.objects.get(pk=coming.pk).preparation == "Bring a stone."


def test_answers_are_filtered_by_one_of_the_gatherings_offered(client, circle):
    one, other = make_gathering(circle), make_gathering(circle)
    for gathering, name in ((one, "Comes to one"), (other, "Comes to the other")):
        Rsvp.objects.create(gathering=gathering, membership=make_member(circle, name), answer="yes")

    page = client.get(url(Rsvp, "changelist"), {"gathering": one.pk}).text

    assert "Comes to one" in page
    assert "Comes to the other" not in page
