"""The past as an archive, year by year, and each year drawn as a ring."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from checkins.models import Harvest
from gatherings.models import Rsvp, Turn
from tests.making import make_circle, make_gathering, make_host, make_member, make_person, make_role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


def year_url(circle, year: int) -> str:
    return reverse("gatherings_year", args=[circle.slug, year])


def list_url(circle) -> str:
    return reverse("gatherings", args=[circle.slug])


def test_the_past_tells_date_hosts_question_and_poem(client):
    circle = make_circle()
    me, noor, luc = make_member(circle), make_member(circle, "Noor"), make_member(circle, "Luc")
    host, guards = make_role(circle, "Host", duty="opens", seats=2), make_role(circle, "Guardian")
    told = make_gathering(circle, date(2026, 9, 30), question="What can you put down?")
    for role, holder, seat in ((host, noor, 1), (host, luc, 2), (guards, me, 1)):
        Turn.objects.create(gathering=told, role=role, holder=holder, seat=seat)
    Harvest.objects.create(gathering=told, title="Only the hand", given_at=NOW)
    draft = make_gathering(circle, date(2026, 10, 28), theme="Keys")
    Harvest.objects.create(gathering=draft, title="A draft nobody reads")
    off = make_gathering(circle, date(2026, 8, 26), status="called_off", reason="Smoke in the valley.")
    client.force_login(me.person)

    for page in (client.get(list_url(circle)).text, client.get(year_url(circle, 2026)).text):
        archive = page[page.index('class="archive"') :]
        assert archive.index("Wednesday 28 October") < archive.index("Wednesday 30 September")
        assert "Noor and Luc opened" in archive
        assert "What can you put down?" in archive
        assert f'<a href="{reverse("poem", args=[circle.slug, told.number])}">Only the hand</a>' in archive
        assert "Keys" in archive
        assert "A draft nobody reads" not in page
        assert f'<a href="{off.get_absolute_url()}">26 August</a> (Smoke in the valley.)' in archive
        assert archive.count("<li>") == 2


def test_every_year_there_was_can_be_reached(client):
    circle = make_circle()
    for year in (2011, 2019, 2025):
        make_gathering(circle, date(year, 5, 25), question=f"What of {year}?")
    client.force_login(make_member(circle).person)

    page = client.get(list_url(circle)).text

    assert "What of 2025?" in page
    assert "What of 2019?" not in page
    for year in (2011, 2019, 2025):
        assert year_url(circle, year) in page
        assert f"What of {year}?" in client.get(year_url(circle, year)).text
    for year in (2012, 0, 10**30):
        assert client.get(f"/c/{circle.slug}/gatherings/years/{year}/").status_code == 404


def test_the_year_is_drawn_and_said_in_the_readers_language(client):
    circle = make_circle()
    make_gathering(circle, date(2026, 1, 28))
    make_gathering(circle, date(2026, 10, 28), status="called_off")
    make_gathering(circle, date(2026, 10, 30))  # held instead
    make_gathering(circle, date(2026, 3, 25), status="called_off", reason="Snow")
    make_gathering(circle, date(2026, 11, 25))
    make_gathering(circle, date(2026, 12, 30), status="called_off", rests=True)
    make_gathering(circle, date(2026, 12, 16))
    make_gathering(circle, date(2027, 1, 27))
    make_member(circle, person=(person := make_person(language="fr")))
    client.force_login(make_member(circle).person)

    page = client.get(list_url(circle)).text

    assert "Held: January, October. Next: November. Planned: December. Called off: March.</desc>" in page
    assert page.count('<circle class="held"') == 2
    assert (page.count('<circle class="next"'), page.count('<circle class="around"')) == (1, 1)
    assert (page.count('<circle class="planned"'), page.count('class="cross"')) == (1, 1)
    assert page.count('<circle class="rest"') == 7
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert table.count("<tr>") == 12
    assert '<th scope="row">February</th><td>no gathering</td>' in table
    client.force_login(person)
    assert '<th scope="row">Février</th>' in client.get(list_url(circle)).text


def test_a_resting_december_is_drawn_as_rest(client):
    circle = make_circle()
    make_gathering(circle, date(2026, 12, 30), status="called_off", rests=True)
    client.force_login(make_member(circle).person)

    page = client.get(list_url(circle))

    assert [row.state for row in page.context["page"].this_year.months] == ["rest"] * 12
    assert "Called off." in page.text


def test_a_year_to_come_names_no_next(client):
    circle = make_circle()
    make_gathering(circle, date(2026, 11, 25))
    make_gathering(circle, date(2027, 1, 27))
    client.force_login(make_member(circle).person)

    page = client.get(year_url(circle, 2027))

    assert page.context["year"].words == "Planned: January."
    assert "No gathering of this year has been yet." in page.text


@pytest.mark.parametrize("count", [1, 3, 20])
def test_both_pages_cost_the_same_however_many_there_were(client, count, django_assert_num_queries):
    circle = make_circle()
    me, host = make_member(circle), make_host(circle)
    role = make_role(circle, "Host", duty="opens")
    for number in range(count):
        past = make_gathering(circle, date(2026, 10, 1 + number))
        Turn.objects.create(gathering=past, role=role, holder=host)
        Harvest.objects.create(gathering=past, title="A poem", given_at=NOW)
        coming = make_gathering(circle, date(2026, 12, 1 + number))
        Rsvp.objects.create(gathering=coming, membership=me, answer="yes")
        Turn.objects.create(gathering=coming, role=role, holder=me)
    client.force_login(me.person)

    # session, person; membership with its circle, gatherings with their poems, my answers, turns, the years
    with django_assert_num_queries(7):
        page = client.get(list_url(circle)).text
    assert page.count(">A poem</a>") == page.count("I’ll be there</span>") == count
    # session, person; membership with its circle, gatherings with their poems, who opened, the years
    with django_assert_num_queries(6):
        page = client.get(year_url(circle, 2026)).text
    assert page.count(f"{host.name} opened") == count


def test_a_stranger_is_told_of_no_year(client):
    circle = make_gathering(day=date(2026, 10, 28)).circle
    client.force_login(make_host().person)

    assert client.get(year_url(circle, 2026)).status_code == 404
