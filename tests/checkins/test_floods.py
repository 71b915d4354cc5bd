"""Much at once: what one person can send stays within what others can read."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.forms.call_chat import MOST_NAMES
from checkins.models import CheckIn, Harvest, Phrase, Response
from checkins.poem import drafts, harvesting
from checkins.poem.steps import Step, Verb
from checkins.poem.versions import MOST_PLACES
from checkins.refusals import TooManyLines
from tests.checkins.sharing import share
from tests.checkins.speaking import address, catch
from tests.checkins.tables import send

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def test_a_check_in_that_comes_too_often_waits_on_its_device(client, evening, ines):
    client.force_login(ines.person)
    place, sent = address("check_in", evening), {"X-Keeping": "yes"}
    answers = [
        client.post(place, {"words": "x" * 10_000, "nonce": f"n{n}"}, headers=sent).status_code
        for n in range(22)
    ]

    assert answers == [204] * 20 + [429] * 2  # which `static/js/keeping.js` sends again, later
    assert CheckIn.objects.count() == 20


def test_steps_that_come_too_often_wait_at_the_table_and_the_next_minute_takes_them(
    client, evening, catcher, time_machine
):
    time_machine.move_to(evening.ends_at, tick=False)
    catch(evening, catcher, "one", "two")
    harvesting.begin(evening, catcher=catcher, now=now())
    client.force_login(catcher.person)
    table = address("stitching", evening)

    answers = [send(client, table, "name", title=f"{n}", thanks="") for n in range(122)]

    assert [answer.status_code for answer in answers] == [200] * 120 + [429] * 2
    assert "That was asked many times in a short while." in answers[-1].text
    assert Harvest.objects.get().title == "119"
    time_machine.shift(61)
    send(client, table, "name", title="121", thanks="")  # as `static/js/steps.js` sends it again
    assert Harvest.objects.get().title == "121"


def test_a_poem_grows_no_longer_than_its_table_can_post(evening, catcher):
    catch(evening, catcher, "one")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    places = harvest.draft.places
    more = [["line", "added", None, "more", f"{n:032x}"] for n in range(MOST_PLACES - 1)]
    harvest.draft.places = places + more
    harvest.draft.save()
    add = Step(verb=Verb.ADD, words="one more", mark="f" * 32)

    with pytest.raises(TooManyLines):
        drafts.take(harvest, add, made_on=harvest.draft_id, by=catcher, now=now())

    out = Step(verb=Verb.OUT, what=f"{3:032x}")
    drafts.take(harvest, out, made_on=harvest.draft_id, by=catcher, now=now())
    assert Harvest.objects.get().stitches.count() == MOST_PLACES - 1


def test_a_chat_of_many_names_asks_about_no_more_than_a_circle_has_people(client, evening, catcher):
    client.force_login(catcher.person)
    chat = "\n".join(f"10:30 Anna{n} Berg : words {n}" for n in range(100))

    page = client.post(address("catch_chat", evening), {"pasted": chat, "nonce": "n"})

    assert page.text.count("<select") == MOST_NAMES
    assert "words 99" in page.text
    kept = {"pasted": chat, "picked": "yes", "nonce": "n", "pick": [0, 99], "whose_0": catcher.pk}
    client.post(address("catch_chat_keep", evening), kept)
    assert list(Phrase.objects.values_list("text", "speaker")) == [
        ("words 0", catcher.pk),
        ("words 99", None),
    ]


@pytest.mark.parametrize("path", ["/live/%00.json", "/live/a%00b.json", "/centre/%00/", "/centre/%00/move/"])
def test_an_address_no_token_can_have_never_reaches_the_database(client, django_assert_num_queries, path):
    """PostgreSQL takes no such text: it was an error of ours."""
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 404


# --- responses ---


@pytest.fixture
def poem(evening, catcher, ines):
    return share(evening, catcher, "a line", speaker=ines, takes_responses=True)


@pytest.fixture
def form(poem):
    return reverse("respond", args=[poem.public_slug])


def test_one_address_cannot_flood_a_poem_and_what_was_typed_is_still_there(client, form, settings):
    """R38, R39: what a proxy nobody trusts says does not count."""
    settings.ACCOUNT_RATE_LIMITS = {"poem_response": "2/m/ip"}
    for number in range(2):
        client.post(
            form, {"words": "again", "nonce": f"{number}"}, headers={"X-Forwarded-For": f"10.0.0.{number}"}
        )

    answer = client.post(form, {"words": "once more", "nonce": "3"}, headers={"X-Forwarded-For": "10.0.0.9"})

    assert answer.status_code == 429
    assert "once more" in answer.text
    assert Response.objects.count() == 2


def test_readers_of_one_poem_together_cannot_flood_it(client, form, settings):
    """R38."""
    settings.ACCOUNT_RATE_LIMITS = {"poem_response": "100/m/ip,2/h/key"}
    for number in range(3):
        client.post(form, {"words": "again", "nonce": f"{number}"}, REMOTE_ADDR=f"10.0.0.{number}")

    assert Response.objects.count() == 2


def test_a_member_who_sends_many_at_once_is_asked_to_wait_with_the_words_still_there(
    client, evening, poem, ines
):
    client.force_login(ines.person)
    place = address("poem_respond", evening)
    answers = [client.post(place, {"words": f"CANARY {n}", "nonce": f"n{n}"}) for n in range(8)]

    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 2
    assert "CANARY 7" in answers[-1].text
    assert Response.objects.count() == 6
