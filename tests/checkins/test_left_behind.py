"""Words belong to their speaker, also of a circle they have left: what may travel can still be taken back."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Consent, Harvest, Phrase
from checkins.travelling import consent
from circles.belonging import memberships
from circles.models import Membership
from tests.checkins.sharing import share
from tests.checkins.speaking import catch, line
from tests.making import make_member, make_steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(client, evening, catcher, ines, luc):
    """Ines, who has left; a line of hers stands in a poem that is shared, beside one of Luc."""
    make_steward(evening.circle, "Stew")
    catch(evening, catcher, "CANARY of luc", nonce="luc", speaker=luc)
    consent.say([line("CANARY of luc")], leave="travels", by=luc, now=now())
    harvest = share(evening, catcher, "the kettle, patient", speaker=ines, title="CANARY title")
    assert harvest.is_shared
    memberships.leave(ines, now=now())
    client.force_login(ines.person)
    return ines


def place(member):
    return reverse("left_behind", args=[member.circle.slug])


def test_who_has_left_finds_their_lines_that_travel_from_my_data_and_nothing_else_of_the_circle(client, left):
    assert place(left) in client.get(reverse("my_data")).text

    page = client.get(place(left)).text

    assert "the kettle, patient" in page
    assert Harvest.objects.get().public_slug in page
    words = page.partition("<main")[2]
    assert [word for word in ("CANARY of luc", "CANARY title", "Noor", "Luc", "Stew") if word in words] == []


@pytest.mark.parametrize("say", ["stays", "out"])
def test_a_line_is_taken_back_after_leaving_and_twice_is_once(client, left, say):
    public = reverse("shared_poem", args=[Harvest.objects.get().public_slug])
    said = {"say": say, "line": line("the kettle, patient").pk}
    for _twice in "12":
        page = client.post(place(left), said, follow=True)
        assert page.status_code == 200

    assert "the kettle, patient" not in page.text
    assert "No line of yours may be read beyond it." in page.text
    assert place(left) not in client.get(reverse("my_data")).text
    answer = client.get(public)
    assert (answer.status_code, "the kettle" in answer.text) == (
        (404, False) if say == "stays" else (200, False)
    )
    assert Phrase.objects.filter(text="CANARY of luc", consent__leave="travels").exists()


def test_a_yes_said_aloud_and_a_poem_called_back_for_now_can_be_taken_back_too(
    client, left, evening, catcher
):
    Consent.objects.filter(phrase=line("the kettle, patient")).delete()
    evening.said_aloud.create(membership=left)
    consent.call_back(Harvest.objects.get(), by=catcher)
    assert "Its poem is not shared beyond the circle now" in client.get(place(left)).text

    client.post(place(left), {"say": "stays", "line": line("the kettle, patient").pk})

    assert line("the kettle, patient") in consent.held_back(Harvest.objects.get())


@pytest.mark.parametrize("said", [{}, {"say": "travels"}, {"say": "mine"}, {"say": "out", "line": "x"}])
def test_nothing_else_is_done_there_and_nothing_to_the_lines_of_others(client, left, said):
    before = list(Phrase.objects.values()), list(Consent.objects.values())
    for number in (line("CANARY of luc").pk, 999_999):
        assert client.post(place(left), {"line": number} | said).status_code == 302
        assert client.post(place(left), {"say": "out", "line": number}).status_code == 302

    assert (list(Phrase.objects.values()), list(Consent.objects.values())) == before


def test_for_a_stranger_and_for_who_is_in_the_circle_it_is_not_there(client, left, luc):
    for somebody in (make_member(), luc):
        client.force_login(somebody.person)
        assert client.get(place(left)).status_code == 404
        post = {"say": "out", "line": line("the kettle, patient").pk}
        assert client.post(place(left), post).status_code == 404
        assert place(left) not in client.get(reverse("my_data")).text
    assert Phrase.objects.filter(text="the kettle, patient").exists()


def test_who_comes_again_finds_them_on_the_page_of_their_poem(client, left):
    Membership.objects.filter(pk=left.pk).update(left_at=None)
    assert client.get(place(left)).status_code == 404
    assert place(left) not in client.get(reverse("my_data")).text


@pytest.mark.parametrize("lines", [1, 12])
def test_the_page_costs_the_same_however_many_lines(
    client, evening, catcher, ines, lines, django_assert_num_queries
):
    make_steward(evening.circle, "Stew")
    share(evening, catcher, *(f"line {number}" for number in range(lines)), speaker=ines)
    memberships.leave(ines, now=now())
    client.force_login(ines.person)
    # session, person; what was the membership with its circle, the lines with their poem
    with django_assert_num_queries(4):
        page = client.get(place(ines))
    assert page.text.count("<blockquote") == lines


def test_the_page_to_leave_by_says_what_becomes_of_lines_that_travel(client, luc):
    client.force_login(luc.person)
    page = client.get(reverse("leave_circle", args=[luc.circle.slug])).text

    assert "it still may. You can take it back on its poem’s page before you go" in page
    assert f'href="{reverse("my_data")}"' in page
