"""The page where the flow is written, and where it is read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings.evening import flow
from gatherings.evening.flow import Part
from gatherings.evenings import flow_of
from gatherings.models import FlowPart, Gathering, Turn
from tests.making import make_circle, make_gathering, make_gathering_now, make_host, make_member, make_role

pytestmark = pytest.mark.django_db


def url(gathering: Gathering, name: str = "flow") -> str:
    return reverse(name, args=[gathering.circle.slug, gathering.number])


def lay(gathering: Gathering, *parts: Part) -> str:
    """Let the gathering have this flow, and return its fingerprint."""
    for position, part in enumerate(parts):
        FlowPart.objects.create(
            gathering=gathering,
            position=position,
            name=part.name,
            moment=part.moment,
            minutes=part.minutes,
            role_id=part.role,
            who=part.who,
        )
    return flow.fingerprint(parts)


def sent(*rows: dict[str, str], seen: str = flow.fingerprint([]), do: str = "save") -> dict[str, str]:
    """Return what the page sends."""
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0", "seen": seen, "do": do}
    for number, row in enumerate(rows):
        given = {"key": str(number), "name": "", "minutes": "", "who": "", "moment": "other"} | row
        data |= {f"form-{number}-{field}": value for field, value in given.items()}
    return data


def written(gathering: Gathering) -> list[Part]:
    return flow.as_it_stands(flow_of(gathering))


def test_a_flow_is_written_and_read_on_the_clock(client):
    gathering = make_gathering()
    host = make_host(gathering.circle, "Noor")
    role = make_role(gathering.circle, "Check-in host")
    Turn.objects.create(gathering=gathering, role=role, holder=host)
    client.force_login(host.person)
    rows = (
        {"name": "Welcome", "minutes": "10", "who": "all of us", "moment": "welcome"},
        {"name": "Check-in", "minutes": "40", "who": "check-in HOST", "moment": "check_in"},
        {},
    )

    page = client.post(url(gathering), sent(*rows), follow=True).text

    assert written(gathering) == [
        Part("Welcome", "welcome", 10, None, "all of us"),
        Part("Check-in", "check_in", 40, role.pk, ""),
    ]
    assert "70 minutes are still free." in page
    read = client.get(gathering.get_absolute_url()).text
    assert '<span class="at">18:10</span> <b>Check-in</b>' in read
    assert "40 minutes · Noor (Check-in host)" in read


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (["60", "60"], "It fills the time we have, to the minute."),
        (["60", "70"], "Ten minutes more than we have."),
        (["60", ""], "60 minutes are left for the parts that have none."),
        (["60", "59"], "One minute is still free."),
    ],
)
def test_the_parts_are_summed_against_the_evening(client, minutes, sentence):
    gathering = make_gathering()
    client.force_login(make_host(gathering.circle).person)
    rows = [{"name": "Part", "minutes": each} for each in minutes]

    assert sentence in client.post(url(gathering), sent(*rows), follow=True).text


def test_moving_adding_and_removing_redraw_the_page_and_keep_nothing(client):
    gathering = make_gathering()
    client.force_login(make_host(gathering.circle).person)
    rows = ({"name": "First", "minutes": "ten"}, {"name": "Second", "who": "Luc"})

    for do, names in (
        ("up:1", ["Second", "First"]),
        ("down:0", ["Second", "First"]),
        ("up:0", ["First", "Second"]),
        ("down:9", ["First", "Second"]),
        ("remove:0", ["Second"]),
        ("add", ["First", "Second", None]),
    ):
        page = client.post(url(gathering), sent(*rows, do=do))
        form = page.context["form"]
        assert [row["name"].value() or None for row in form.forms] == names, do
        assert page.context["seen"] == flow.fingerprint([])
        assert ('value="ten"' in page.text) == ("First" in names), do
        assert "Not kept yet" in page.text
    assert not FlowPart.objects.exists()


def test_what_cannot_be_kept_comes_back_with_a_sentence(client):
    gathering = make_gathering()
    client.force_login(make_host(gathering.circle).person)
    seen = lay(gathering, Part("Stands"))

    for row, sentence in (
        ({"minutes": "10"}, "Say what this part is called, or remove it."),
        ({"moment": "check_in"}, "Say what this part is called, or remove it."),
        ({"name": "Long", "minutes": "-1"}, "greater than or equal to 0"),
        ({"name": "x" * 81}, "at most 80 characters"),
    ):
        page = client.post(url(gathering), sent({"name": "Kept?"}, row, seen=seen))
        assert (page.status_code, sentence in page.text) == (200, True), row
        assert 'value="Kept?"' in page.text
    page = client.post(url(gathering), {"do": "save", "seen": seen})
    assert "The page came back without its parts. Open it again." in page.text
    page = client.post(url(gathering), sent(*({"name": "Part"} for _ in range(31)), seen=seen))
    assert "A flow has thirty parts at most." in page.text
    assert written(gathering) == [Part("Stands")]


def test_two_hosts_at_once_see_both_and_the_second_saves_knowing(client):
    gathering = make_gathering()
    client.force_login(make_host(gathering.circle).person)
    lay(gathering, Part("Welcome"), Part("Song from Anna"))
    mine = ({"name": "Welcome"}, {"name": "Soup"})

    page = client.post(url(gathering), sent(*mine, seen="what-stood-before"))

    assert "Somebody else changed the flow meanwhile." in page.text
    assert "<li>18:00 Welcome</li><li><ins>18:00 Song from Anna</ins></li>" in page.text
    assert 'value="Soup"' in page.text
    assert written(gathering) == [Part("Welcome"), Part("Song from Anna")]
    client.post(url(gathering), sent(*mine, seen=page.context["seen"]))
    assert written(gathering) == [Part("Welcome"), Part("Soup")]


def test_a_flow_begins_in_one_press(client):
    circle = make_circle()
    client.force_login(make_host(circle).person)
    lay(make_gathering(circle, (now() - timedelta(days=30)).date()), Part("Last time’s part", "other", 5))
    coming, another = make_gathering(circle), make_gathering(circle, (now() + timedelta(days=40)).date())

    assert "Begin with last time’s" in client.get(url(coming)).text
    for _ in range(2):
        client.post(url(coming, "flow_begin"), {"start": "last"})
    client.post(url(another, "flow_begin"), {"start": "starting"})

    assert written(coming) == [Part("Last time’s part", "other", 5)]
    assert [part.moment for part in written(another)][:3] == ["welcome", "centre", "agreements"]


def test_members_read_it_once_we_have_begun_and_role_holders_before(client):
    circle = make_circle()
    member, holder = make_member(circle), make_member(circle)
    coming, on = make_gathering(circle), make_gathering_now(circle)
    over = make_gathering(circle, (now() - timedelta(days=30)).date())
    for gathering in (coming, on, over):
        lay(gathering, Part("The heart of it"))
        Turn.objects.create(gathering=gathering, role=make_role(circle), holder=holder)

    for who, reads in ((member, [False, True, False]), (holder, [True, True, False])):
        client.force_login(who.person)
        pages = [client.get(each.get_absolute_url()).text for each in (coming, on, over)]
        assert ["The heart of it" in page for page in pages] == reads
        writes = [client.get(url(each)).status_code for each in (coming, on, over)]
        assert writes == ([403] * 3 if who == member else [200] * 3)
    assert "This gathering is over" in client.get(url(over)).text


def test_who_comes_late_reads_what_is_on_and_that_there_is_nothing_to_do(client):
    gathering = make_gathering_now()  # a quarter of an hour ago
    lay(
        gathering,
        Part("Welcome", "welcome", 10),
        Part("Check-in", "check_in", 40),
        Part("Heart", "heart", 60),
    )
    client.force_login(make_member(gathering.circle).person)

    page = client.get(gathering.get_absolute_url()).text

    assert "About now: Check-in. Nothing to do; you’ll be asked at the end." in page
    FlowPart.objects.filter(moment="welcome").update(minutes=30)
    page = client.get(gathering.get_absolute_url()).text
    assert "About now: Welcome. Come in quietly, there is nothing to do." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_many_parts(client, count, django_assert_num_queries):
    gathering = make_gathering()
    host = make_host(gathering.circle)
    lay(gathering, *(Part("Part", role=make_role(gathering.circle).pk) for _ in range(count)))
    for role in gathering.circle.roles.all():
        Turn.objects.create(gathering=gathering, role=role, holder=host)
    client.force_login(host.person)

    # session, person; membership with its circle, gathering, roles, parts, turns with their holders
    with django_assert_num_queries(7):
        page = client.get(url(gathering)).text
    assert page.count('class="at"') == count
    # session, person; membership, gathering, answers, turns, roles handed out, parts, the practice field
    with django_assert_num_queries(9):
        page = client.get(gathering.get_absolute_url()).text
    assert page.count('class="at"') == count


def test_a_stranger_is_told_nothing(client):
    gathering = make_gathering()
    client.force_login(make_host().person)

    assert client.get(url(gathering)).status_code == 404
    assert client.post(url(gathering), sent({"name": "Mine"})).status_code == 404
    assert client.post(url(gathering, "flow_begin"), {"start": "starting"}).status_code == 404
    assert not FlowPart.objects.exists()
