"""The pages of what is printed, and who may take it away; R26: looking asks for nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest, Leave, Phrase, Print, PrintKind, PrintState
from checkins.poem import harvesting
from checkins.tonight import rounds
from checkins.travelling import consent
from tests.checkins.printed import give_poem, press, words_of
from tests.checkins.speaking import address, catch
from tests.making import make_gathering, make_member

pytestmark = pytest.mark.django_db
FORMS = ["pdf", "svg", "png"]
SHARED = ["shared_pdf", "shared_svg", "shared_png", "shared_card"]


@pytest.fixture
def beyond(poem, catcher, ines):
    Phrase.objects.update(speaker=ines)
    consent.say(Phrase.objects.all(), leave=Leave.TRAVELS, by=ines, now=now())
    return consent.share(poem, by=catcher, now=now())


def page(name, evening, form="pdf"):
    return f"{address(name, evening)}?form={form}"


def year(name, evening):
    return reverse(name, args=[evening.circle.slug, evening.day.year])


@pytest.mark.parametrize("form", FORMS)
def test_a_member_asks_waits_and_takes_it_away(client, evening, poem, ines, form):
    client.force_login(ines.person)
    assert f'value="{form}"' in client.get(address("poem", evening)).text

    answer = client.post(address("poem_print", evening), {"form": form})
    assert answer["Location"] == page("poem_print", evening, form)
    waiting = client.get(answer["Location"]).text
    assert "next at the press" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert client.get(page("poem_file", evening, form))["Location"] == page("poem_print", evening, form)

    press()
    ready = client.get(page("poem_print", evening, form)).text
    assert 'hx-trigger="every 2s"' not in ready
    assert page("poem_file", evening, form).replace("&", "&amp;") in ready
    taken = client.get(page("poem_file", evening, form))

    assert taken.status_code == 200
    assert taken.content == bytes(Print.objects.get().made)
    assert taken["Content-Disposition"] == f'attachment; filename="The Hosting Circle, {evening.day}.{form}"'
    assert taken["Cache-Control"] == "private, no-store"
    assert client.post(address("poem_print", evening), {"form": form})["Location"] == taken.request[
        "PATH_INFO"
    ] + (f"?form={form}")


def test_the_name_of_a_file_is_one_that_every_machine_takes(client, evening, poem, ines):
    evening.circle.name = 'Le Cercle d’été: "A/B"'
    evening.circle.save()
    client.force_login(ines.person)
    client.post(address("poem_print", evening), {"form": "pdf"})
    press()

    named = client.get(page("poem_file", evening))["Content-Disposition"]

    assert named.startswith("attachment; filename*=utf-8''Le%20Cercle%20d%E2%80%99%C3%A9t%C3%A9%20")
    assert not {"%22", "/", "%2F"} & {named[at : at + 3] for at in range(len(named))}


def test_a_book_is_asked_for_made_and_taken_away(client, evening, poem, ines):
    client.force_login(ines.person)
    assert year("book", evening) in client.get(reverse("poems", args=[evening.circle.slug])).text
    assert "Make the book" in client.get(year("book", evening)).text

    client.post(year("book", evening))
    Print.objects.update(state=PrintState.SETTING, done=3, of=13)
    setting = client.get(year("book", evening)).text
    assert "3 of 13" in setting
    assert '<progress value="3" max="13"' in setting
    Print.objects.update(state=PrintState.WAITING)
    press()

    assert "Take the book" in client.get(year("book", evening)).text
    taken = client.get(year("book_file", evening))
    assert "snow on the steps" in words_of(taken.content)
    assert f'"The Hosting Circle, {evening.day.year}.pdf"' in taken["Content-Disposition"]
    assert client.post(year("book", evening))["Location"] == year("book_file", evening)


def test_looking_makes_nothing_and_changes_nothing(client, evening, poem, beyond, ines):
    before = list(Print.objects.order_by("pk").values())
    client.force_login(ines.person)

    for path in (
        *(page(name, evening, form) for name in ("poem_print", "poem_file") for form in FORMS),
        year("book", evening),
        year("book_file", evening),
        *(reverse(name, args=[beyond.public_slug]) for name in SHARED),
    ):
        client.get(path)
        client.head(path)

    assert list(Print.objects.order_by("pk").values()) == before


def test_what_was_changed_since_is_never_given_away(client, evening, poem, ines):
    client.force_login(ines.person)
    client.post(address("poem_print", evening), {"form": "pdf"})
    client.post(year("book", evening))
    press()
    Phrase.objects.filter(text="snow on the steps").update(text="CANARY")

    assert client.get(page("poem_file", evening))["Location"] == page("poem_print", evening)
    assert "Make it anew" in client.get(page("poem_print", evening)).text
    assert client.get(year("book_file", evening))["Location"] == year("book", evening)
    assert "Make it anew" in client.get(year("book", evening)).text


def test_what_failed_says_so_and_can_be_tried_again(client, evening, poem, ines):
    client.force_login(ines.person)
    client.post(address("poem_print", evening), {"form": "png"})
    Print.objects.update(state=PrintState.FAILED)

    assert "Try again" in client.get(page("poem_print", evening, "png")).text
    client.post(address("poem_print", evening), {"form": "png"})

    assert Print.objects.get().state == PrintState.WAITING


def test_before_it_is_given_not_even_who_catches_prints_it(client, evening, catcher, ines):
    catch(evening, catcher, "CANARY")
    harvesting.begin(evening, catcher=catcher, now=now())

    for member in (catcher, ines):
        client.force_login(member.person)
        for path in (page("poem_print", evening), page("poem_file", evening), year("book", evening)):
            assert client.get(path).status_code == 404, path
        assert client.post(address("poem_print", evening), {"form": "pdf"}).status_code == 404
        assert client.post(year("book", evening)).status_code == 302
    assert not Print.objects.exists()


def test_a_stranger_finds_nothing_of_it(client, evening, poem):
    client.force_login(make_member().person)

    for path in (
        page("poem_print", evening),
        page("poem_file", evening),
        year("book", evening),
        year("book_file", evening),
    ):
        assert client.get(path).status_code == 404
        assert client.post(path.replace("file/", ""), {"form": "pdf"}).status_code in (404, 405)
    assert not Print.objects.exists()


@pytest.mark.parametrize("form", ["", "card", "book", "exe", "../pdf", "pdf\0"])
def test_a_form_there_is_not_leads_back_to_the_poem(client, evening, poem, ines, form):
    client.force_login(ines.person)

    for name in ("poem_print", "poem_file"):
        assert client.get(address(name, evening), {"form": form})["Location"] == address("poem", evening)
    assert client.post(address("poem_print", evening), {"form": form})["Location"] == address("poem", evening)
    assert not Print.objects.exists()


@pytest.mark.parametrize("when", [0, 10_000, 10**30])
def test_a_year_there_is_not_is_not_found(client, evening, poem, ines, when):
    client.force_login(ines.person)

    for name in ("book", "book_file"):
        assert client.get(reverse(name, args=[evening.circle.slug, when])).status_code == 404


def test_nobody_keeps_the_press_busy(client, evening, poem, ines):
    client.force_login(ines.person)

    answers = [client.post(address("poem_print", evening), {"form": "pdf"}).status_code for _ in range(21)]

    assert answers == [302] * 20 + [429]


def test_a_closed_circle_can_still_be_given_its_book(client, evening, poem, ines):
    evening.circle.closed_on = evening.day
    evening.circle.save()
    client.force_login(ines.person)

    assert client.post(year("book", evening))["Location"] == year("book", evening)
    press()
    assert client.get(year("book_file", evening)).status_code == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    list(zip(SHARED, ["application/pdf", "image/svg+xml", "image/png", "image/png"], strict=True)),
)
def test_anybody_may_take_a_shared_poem(client, beyond, name, kind):
    path = reverse(name, args=[beyond.public_slug])
    early = client.get(path)
    assert (early.status_code, early["Retry-After"], early.content) == (503, "5", b"")

    press()
    answer = client.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Content-Disposition"].startswith('inline; filename="Still.')
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert not answer.cookies
    assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", SHARED)
def test_called_back_it_is_gone_and_changed_it_is_not_there_for_a_moment(client, beyond, catcher, name):
    path = reverse(name, args=[beyond.public_slug])
    type(beyond).objects.filter(pk=beyond.pk).update(names_catcher=True)
    press()
    etag = client.get(path)["ETag"]

    type(catcher).objects.filter(pk=catcher.pk).update(name="Nora")
    stands = 304 if name == "shared_card" else 503  # no name is on the card
    assert client.get(path, headers={"If-None-Match": etag}).status_code == stands
    consent.call_back(beyond, by=catcher)

    assert client.get(path, headers={"If-None-Match": etag}).status_code == 404
    assert client.get(path.replace(beyond.public_slug, "nobodys")).status_code == 404


def test_what_of_a_shared_poem_cannot_be_made_is_not_found(client, beyond):
    Print.objects.filter(kind=PrintKind.CARD).update(state=PrintState.FAILED)

    assert client.get(reverse("shared_card", args=[beyond.public_slug])).status_code == 404


@pytest.mark.parametrize("lines", [3, 60])
def test_a_page_costs_the_same_however_long_the_poem(
    client, evening, catcher, ines, lines, django_assert_num_queries
):
    give_poem(evening, catcher, *(f"line {number}" for number in range(lines)), title="Long")
    client.force_login(ines.person)
    client.post(address("poem_print", evening), {"form": "pdf"})
    press()

    for path in (page("poem_print", evening), page("poem_file", evening)):
        # session, person; membership, poem with its gathering and catcher, print, stitches with their phrases
        with django_assert_num_queries(6):
            assert client.get(path).status_code == 200


def test_while_it_waits_no_poem_is_read_to_say_so(client, evening, poem, ines, django_assert_num_queries):
    client.force_login(ines.person)
    client.post(year("book", evening))
    client.post(address("poem_print", evening), {"form": "pdf"})

    with django_assert_num_queries(4):  # session, person; membership, print
        assert "next at the press" in client.get(year("book", evening)).text
    with django_assert_num_queries(5):  # session, person; membership, poem with gathering and catcher, print
        assert "next at the press" in client.get(page("poem_print", evening)).text


@pytest.mark.parametrize("poems", [1, 12])
def test_the_page_of_a_book_costs_the_same_however_many_poems(
    client, evening, catcher, ines, poems, django_assert_num_queries
):
    give_poem(evening, catcher, "the kettle", title="Still")
    for number in range(1, poems):
        gathering = make_gathering(
            evening.circle, evening.day.replace(month=1, day=1) + timedelta(days=number)
        )
        Harvest.objects.create(gathering=gathering, title="More", given_at=now())
        rounds.round_of(gathering)
    client.force_login(ines.person)
    client.post(year("book", evening))
    press()

    for path in (year("book", evening), year("book_file", evening)):
        # session, person; membership, poems with gatherings and catchers, hosts, stitches, agreements, print
        with django_assert_num_queries(8):
            assert client.get(path).status_code == 200
