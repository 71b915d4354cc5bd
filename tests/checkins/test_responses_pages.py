"""Responses on the pages: below the poem inside, on its public page, at the hosts' list of what waits."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localdate, now

from checkins.models import Harvest, Response
from checkins.poem import harvesting
from checkins.travelling import responses
from circles import letters
from circles.models import Circle
from tests.checkins.sharing import give, share
from tests.checkins.speaking import address, catch
from tests.making import make_host, make_member
from tests.postbox import deliver_all, html_of

pytestmark = pytest.mark.django_db
NASTY = '<script>alert(1)</script> see https://spam.example/a?b=1&c=2 "now"'


@pytest.fixture
def poem(evening, catcher, ines):
    return share(evening, catcher, "a line", speaker=ines, takes_responses=True)


@pytest.fixture
def form(poem):
    return reverse("respond", args=[poem.public_slug])


def from_beyond(poem, words=NASTY, nonce="r", name="Ada"):
    return responses.respond_from_beyond(poem, name=name, words=words, nonce=nonce, now=now())


def decide(circle, name, response):
    return reverse(name, args=[circle.slug, response.pk])


# --- inside ---


def test_everybody_but_who_caught_it_is_asked_for_a_response_in_nobodys_name(client, evening, catcher, ines):
    give(evening, catcher, "a line", speaker=ines)
    asked = "What do these words move in you?"
    for member, is_asked in ((ines, True), (catcher, False)):
        client.force_login(member.person)
        page = client.get(address("poem", evening)).text
        assert "Your response" in page
        assert (asked in page) == is_asked
        assert "<q>" not in page


def test_a_member_responds_below_the_poem_and_the_circle_reads_it_with_their_name(
    client, evening, catcher, ines
):
    give(evening, catcher, "a line", speaker=ines)
    client.force_login(ines.person)

    sent = client.post(address("poem_respond", evening), {"words": " It moved me.\r\nStill. ", "nonce": "n"})

    assert sent["Location"] == f"{address('poem', evening)}#responses"
    assert Response.objects.get().words == " It moved me.\nStill. "
    client.force_login(make_member(evening.circle).person)
    page = client.get(address("poem", evening)).text
    assert "It moved me.\nStill." in page
    assert "Ines, " in page.split('id="responses"')[1]
    assert "Take it away" not in page


def test_words_too_long_come_back_as_they_were_typed(client, evening, catcher, ines):
    give(evening, catcher, "a line", speaker=ines)
    client.force_login(ines.person)

    answer = client.post(address("poem_respond", evening), {"words": "word " * 1_000, "nonce": "n"})

    assert answer.status_code == 200
    assert "word " * 1_000 in answer.text
    assert not Response.objects.exists()


def test_a_response_of_a_member_stays_in_the_circle(client, evening, poem, ines, public):
    responses.respond(poem, by=ines, words="CANARY", nonce="n", now=now())

    assert "CANARY" not in client.get(public).text


def test_who_wrote_a_response_and_hosts_can_take_it_away(client, evening, poem, ines, catcher):
    mine = responses.respond(poem, by=ines, words="mine", nonce="n", now=now())
    client.force_login(make_member(evening.circle).person)
    client.post(decide(evening.circle, "response_take_away", mine))
    assert Response.objects.exists()

    client.force_login(ines.person)
    assert "Take it away" in client.get(address("poem", evening)).text
    client.post(decide(evening.circle, "response_take_away", mine))
    assert not Response.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_the_poem_with_responses_costs_the_same_however_many(
    client, evening, poem, ines, many, django_assert_num_queries
):
    for number in range(many):
        responses.respond(poem, by=make_member(evening.circle), words="CANARY", nonce=f"{number}", now=now())
    client.force_login(ines.person)

    # membership, gathering with poem and catcher, stitches with what was said of them, who let it travel, next, answers
    with django_assert_num_queries(6 + 2):  # and session and person
        page = client.get(address("poem", evening))

    assert page.text.count("CANARY") == many


def test_the_letter_that_gives_the_poem_leads_to_the_responses(
    client, evening, catcher, ines, mailoutbox, settings
):
    settings.SITE_URL = "https://circles.example"
    catch(evening, catcher, "a line", speaker=ines)
    poem = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(poem, by=catcher, version=poem.version, now=now())
    noon = datetime.combine(localdate() + timedelta(days=5), time(12), evening.circle.zone)
    with time_machine.travel(noon, tick=False):  # by night it would wait
        deliver_all(now=now() - letters.PATIENCE)

    [letter] = [each for each in mailoutbox if each.to == [ines.person.email]]
    link = f"https://circles.example{address('poem', evening)}#responses"
    assert link in letter.body
    assert f'href="{link}"' in html_of(letter)
    client.force_login(ines.person)
    assert 'id="responses"' in client.get(address("poem", evening)).text


# --- from beyond ---


def test_a_reader_responds_without_a_cookie_on_the_poems_own_page(client, poem, public, form):
    assert form in client.get(public).text
    assert not client.cookies
    page = client.get(form)
    assert "email" not in page.text

    sent = client.post(form, {"words": NASTY, "name": "", "nonce": page.context["form"]["nonce"].value()})

    assert sent["Location"] == reverse("responded", args=[poem.public_slug])
    assert "with the circle now" in client.get(sent["Location"]).text
    assert (Response.objects.get().words, Response.objects.get().name) == (NASTY, "")


def test_what_waits_is_read_by_hosts_alone_and_its_links_are_letters(
    client, evening, poem, public, catcher, ines
):
    from_beyond(poem)
    client.force_login(ines.person)
    assert "spam.example" not in client.get(address("poem", evening)).text
    assert "spam.example" not in client.get(public).text

    client.force_login(catcher.person)
    for page in (address("poem", evening), reverse("responses_waiting", args=[evening.circle.slug])):
        text = client.get(page).text
        assert "https://spam.example/a?b=1&amp;c=2" in text
        assert 'href="https://spam.example' not in text
        assert "<script>alert" not in text


def test_with_a_hosts_yes_it_stands_below_the_public_poem_and_its_links_vouch_for_nothing(
    client, evening, poem, public, catcher
):
    response = from_beyond(poem)
    first = client.get(public)
    client.force_login(catcher.person)

    client.post(decide(evening.circle, "response_welcome", response))

    client.logout()
    page = client.get(public, headers={"If-None-Match": first["ETag"]}).text
    assert '<a href="https://spam.example/a?b=1&amp;c=2" rel="nofollow ugc noopener noreferrer">' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<bdi>Ada</bdi>" in page


def test_declined_it_is_gone_and_the_host_stays_at_the_list(client, evening, poem, catcher):
    response = from_beyond(poem)
    client.force_login(catcher.person)

    answer = client.post(decide(evening.circle, "response_take_away", response), {"list": "on"})

    assert answer["Location"] == reverse("responses_waiting", args=[evening.circle.slug])
    assert not Response.objects.exists()
    assert "Nothing waits for you." in client.get(answer["Location"]).text


def test_a_member_finds_no_response_that_waits(client, evening, poem, ines):
    response = from_beyond(poem)
    client.force_login(ines.person)

    assert client.get(reverse("responses_waiting", args=[evening.circle.slug])).status_code == 403
    for name in ("response_welcome", "response_take_away"):
        assert client.post(decide(evening.circle, name, response)).status_code == 404
    assert Response.objects.waiting().exists()


def test_a_host_of_another_circle_finds_none_either(client, evening, poem):
    response, stranger = from_beyond(poem), make_host()
    client.force_login(stranger.person)

    for circle in (evening.circle, stranger.circle):
        for name in ("response_welcome", "response_take_away"):
            assert client.post(decide(circle, name, response)).status_code == 404
    assert "spam.example" not in client.get(reverse("responses_waiting", args=[stranger.circle.slug])).text
    assert Response.objects.waiting().exists()


def test_where_readers_may_not_respond_there_is_no_form(client, poem, public, form):
    Harvest.objects.update(takes_responses=False)

    assert form not in client.get(public).text
    assert client.get(form).status_code == 404
    assert client.post(form, {"words": "x", "nonce": "n"}).status_code == 404


def test_a_host_lets_readers_respond_and_a_member_cannot(client, evening, poem, catcher, ines):
    client.force_login(ines.person)
    assert client.post(address("poem_takes_responses", evening), {}).status_code == 403
    client.force_login(catcher.person)

    client.post(address("poem_takes_responses", evening), {})
    assert not Harvest.objects.get().takes_responses
    client.post(address("poem_takes_responses", evening), {"takes": "on"})
    assert Harvest.objects.get().takes_responses


# --- telling hosts ---


@pytest.mark.parametrize(
    ("many", "words"), [(1, "One response waits for your yes."), (2, "2 responses wait for your yes.")]
)
def test_the_home_of_a_host_tells_what_waits_and_a_members_does_not(
    client, evening, poem, catcher, ines, many, words
):
    for number in range(many):
        from_beyond(poem, nonce=f"{number}")
    client.force_login(ines.person)
    assert "for your yes" not in client.get(reverse("home")).text
    client.force_login(catcher.person)

    page = client.get(reverse("home")).text

    assert words in page
    assert reverse("responses_waiting", args=[evening.circle.slug]) in page


def test_a_closed_circle_says_yes_to_nothing_more_and_can_still_decline(client, evening, poem, catcher):
    response = from_beyond(poem)
    Circle.objects.update(closed_on=now().date())
    client.force_login(catcher.person)

    assert client.post(decide(evening.circle, "response_welcome", response)).status_code == 403
    assert Response.objects.waiting().exists()
    client.post(decide(evening.circle, "response_take_away", response))
    assert not Response.objects.exists()
