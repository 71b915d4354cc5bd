"""A gathering prepared: what to think of and bring, with what for, begun with last time's."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings.answering.links import answer_token
from gatherings.feeds import entries
from gatherings.models import Gathering, Rsvp, Status
from gatherings.schedule import preparing
from tests.gatherings.scheduled import version
from tests.making import make_circle, make_gathering, make_gathering_now, make_host, make_lab, make_member

pytestmark = pytest.mark.django_db
NOTHING = {"theme": "", "question": "", "place": "", "call_link": ""}


def prepare_url(gathering: Gathering) -> str:
    return reverse("gathering_prepare", args=[gathering.circle.slug, gathering.number])


def test_what_to_bring_is_saved_and_shown_with_its_links(client):
    gathering = make_gathering()
    host = make_host(gathering.circle)
    client.force_login(host.person)
    given = NOTHING | {
        "preparation": "Bring one <small> thing.\n  See https://cold.example/list.",
        "materials": "Our song: https://song.example/a?b=1&c=2\nA stone each",
    }

    page = client.post(prepare_url(gathering), given, follow=True).text

    stands = Gathering.objects.get()
    assert (stands.preparation, stands.materials, stands.sequence) == (
        given["preparation"],
        given["materials"],
        0,
    )
    assert "Bring one &lt;small&gt; thing.\n  See " in page
    assert (
        '<a href="https://cold.example/list" rel="noreferrer nofollow">https://cold.example/list</a>.' in page
    )
    assert '<a href="https://song.example/a?b=1&amp;c=2" rel="noreferrer nofollow">Our song</a>' in page
    assert "<li>A stone each</li>" in page


def test_what_to_prepare_is_shown_before_and_during_and_materials_stay(client):
    circle = make_circle()
    member = make_member(circle)
    client.force_login(member.person)
    words = {"preparation": "Bring a stone.", "materials": "The song"}
    before, during = make_gathering(circle, **words), make_gathering_now(circle, **words)
    after = make_gathering(circle, (now() - timedelta(days=9)).date(), **words)

    shown = [client.get(each.get_absolute_url()).text for each in (before, during, after)]

    assert ["Bring a stone." in page for page in shown] == [True, True, False]
    assert ["The song" in page for page in shown] == [True, True, True]


def test_preparing_moves_nothing_but_tells_every_calendar():
    gathering = make_gathering()
    host = make_host(gathering.circle)
    seen = version(gathering.circle)

    prepared = preparing.prepare(gathering, **NOTHING, preparation="Bring a stone.", by=host, now=now())
    again = preparing.prepare(prepared, **NOTHING, by=host, now=now())

    assert (again.preparation, again.sequence, version(gathering.circle)) == ("Bring a stone.", 0, seen + 1)
    entry = entries.entry(again, rsvp=None, turns=[], me=host)
    assert "To prepare: Bring a stone." in entry.description


def test_the_page_behind_a_letters_link_tells_nothing_of_it(client):
    gathering = make_gathering(preparation="Bring a stone.", materials="The song", notes="What we heard")
    member = make_member(gathering.circle)
    Rsvp.objects.create(gathering=gathering, membership=member, answer="yes")
    page = client.get(reverse("answer_from_letter", args=[answer_token(gathering, member)])).text

    assert not any(words in page for words in ("Bring a stone.", "The song", "What we heard"))


def test_a_page_begins_with_last_times_but_never_its_question(client):
    circle = make_circle(place="The Old Library")
    client.force_login(make_host(circle).person)
    days = [(now() - timedelta(days=number)).date() for number in (60, 30, 10)]
    make_gathering(circle, days[0], preparation="Too long ago")
    make_gathering(
        circle,
        days[1],
        theme="Rest",
        question="What rests?",
        preparation="Bring a cup.",
        materials="The song",
        place="The garden",
        call_link="https://call.example/once",
    )
    make_gathering(circle, days[2], preparation="It was called off", status=Status.CALLED_OFF)
    make_lab(circle, day=days[2]).gathering.save()
    coming = make_gathering(circle)

    page = client.get(prepare_url(coming)).text

    assert "Some of this is last time’s." in page
    assert "Bring a cup." in page
    assert "The song" in page
    assert "https://call.example/once" in page  # the circle has no call of its own
    assert not any(words in page for words in ("Rest", "What rests?", "The garden", "Too long", "called off"))
    assert Gathering.objects.get(pk=coming.pk).preparation == ""


def test_once_something_is_said_the_page_shows_only_that(client):
    circle = make_circle()
    client.force_login(make_host(circle).person)
    make_gathering(circle, (now() - timedelta(days=30)).date(), preparation="Bring a cup.")
    coming = make_gathering(circle, theme="Keys")

    page = client.get(prepare_url(coming)).text

    assert "Bring a cup." not in page
    assert "last time" not in page


def test_what_to_bring_stands_in_one_list_with_where_it_is_so_that_their_words_begin_on_one_line(client):
    gathering = make_gathering(place="The garden", preparation="Bring a cup.", materials="A stone each")
    client.force_login(make_member(gathering.circle).person)

    page = client.get(gathering.get_absolute_url()).text

    assert re.findall(r"<dt>(.*?)</dt>|(</dl>)", page) == [
        ("Where", ""),
        ("To prepare", ""),
        ("Materials", ""),
        ("", "</dl>"),
    ]


def test_what_is_too_long_comes_back_as_it_was_typed(client):
    gathering = make_gathering()
    client.force_login(make_host(gathering.circle).person)
    long = "stone " * 400

    response = client.post(prepare_url(gathering), NOTHING | {"preparation": long, "theme": "Keys"})

    assert response.status_code == 200
    assert "at most 2000 characters" in response.text
    assert long in response.text
    assert Gathering.objects.get().theme == ""
