"""The earlier versions of a poem under way: listed, read, and taken up again."""

import pytest
from django.utils.timezone import now

from checkins.models import Harvest
from checkins.phrases import catching
from checkins.poem import harvesting
from tests.checkins.speaking import address, catch
from tests.checkins.tables import send
from tests.making import make_gathering_now, make_host, make_member

pytestmark = pytest.mark.django_db


def test_versions_are_listed_read_and_taken_up_again(client, evening, catcher, lines, table):
    harvesting.begin(evening, catcher=catcher, now=now())
    send(client, table, "name", title="First", thanks="")
    first = Harvest.objects.get().draft
    send(client, table, "name", title="Second", thanks="")

    listed = client.get(address("stitching_versions", evening))
    assert listed.text.count("<li><a href=") >= 3
    assert "Noor" in listed.text
    shown = client.get(address("stitching_version", evening, first.pk))
    assert "<h3>First</h3>" in shown.text
    assert Harvest.objects.get().title == "Second"
    client.post(address("stitching_version", evening, first.pk))

    assert Harvest.objects.get().title == "First"
    assert Harvest.objects.get().draft.made_from.title == "Second"


def test_before_the_first_step_the_table_says_that_nothing_has_changed(client, evening, table):
    page = client.get(address("stitching_versions", evening), follow=True)

    assert page.redirect_chain == [(table, 302)]
    assert "Nothing has been changed yet." in page.text


@pytest.mark.thorough
def test_many_versions_are_listed_in_pages(client, evening, catcher, table):
    harvesting.begin(evening, catcher=catcher, now=now())
    for number in range(45):
        send(client, table, "name", title=f"Title {number}", thanks="")
    versions = address("stitching_versions", evening)

    first = client.get(versions)
    older = client.get(versions, {"before": first.context["older"]})

    assert len(first.context["versions"]) == 40
    assert len(older.context["versions"]) == 6
    assert older.context["older"] is None
    assert client.get(versions, {"before": "x"}).status_code == 200


def test_words_taken_back_are_in_no_version_that_is_shown(client, evening, catcher, lines, table):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    root = harvest.draft
    send(client, table, "name", title="T", thanks="")
    catching.undo(lines[1], by=catcher, now=now())

    shown = client.get(address("stitching_version", evening, root.pk)).text.partition("<main")[2]

    assert ">One<" in shown
    assert "Two" not in shown


def test_versions_are_nobodys_but_whoever_catches(client, evening, catcher, lines):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    places = [address("stitching_versions", evening), address("stitching_version", evening, harvest.draft_id)]
    for person, status in ((make_member(evening.circle).person, 403), (make_host().person, 404)):
        client.force_login(person)
        assert [client.get(place).status_code for place in places] == [status] * 2
    host = make_host()
    other = make_gathering_now(host.circle)
    catch(other, host, "CANARY")
    foreign = harvesting.begin(other, catcher=host, now=now())
    client.force_login(catcher.person)
    for method in (client.get, client.post):
        assert method(address("stitching_version", evening, foreign.draft_id)).status_code == 404
