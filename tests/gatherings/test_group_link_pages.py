"""The pages behind a group link: names to tap, then the answer page of the one who was confirmed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from gatherings.answering import group_links, phone_cookie, phones
from gatherings.models import Gathering, Phone, Rsvp
from tests.gatherings.by_phone import Browser, make_link
from tests.making import make_circle, make_gathering, make_host, make_member, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def link():
    circle = make_circle(place="The Old Library", call_link="https://call.example/us")
    return make_link(make_gathering(circle))


def test_it_opens_first_names_and_when_and_nothing_else(link, maria):
    make_member(link.gathering.circle, "Anna Q.")
    make_member(link.gathering.circle, "Maria Sand")
    make_member(link.gathering.circle, "Left Behind", left_at=now())
    Rsvp.objects.create(gathering=link.gathering, membership=maria, answer="yes")
    page = Browser(link).names()

    assert page.status_code == 200
    assert ">Anna<" in page.text
    assert ">Maria B.<" in page.text
    assert ">Maria S.<" in page.text
    assert "The Hosting Circle" in page.text
    assert "18:00–20:00, Edmonton time" in page.text
    for hidden in ("Left", "Berg", "The Old Library", "call.example", "coming", "I’ll be there"):
        assert hidden not in page.text
    assert "<script" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert page.cookies.keys() == set()


def test_before_it_is_confirmed_a_name_shows_neither_place_nor_call_nor_answer(link, maria):
    Rsvp.objects.create(gathering=link.gathering, membership=maria, answer="yes")
    page = Browser(link).look(maria).text

    assert "Is it you, Maria?" in page
    for hidden in ("Berg", "The Old Library", "call.example", "You’ll be there", maria.person.email):
        assert hidden not in page


def test_nobodys_whole_name_is_told_before_it_is_confirmed(link, maria):
    make_member(link.gathering.circle, "Maria Sand")
    browser = Browser(link)
    for page in (
        browser.look(maria),
        browser.type_code(maria, "123456"),
        browser.client.post(browser.path("group_ask", maria)),
        browser.look(maria),
    ):
        assert "Maria B." in page.text
        assert "Berg" not in page.text


def test_confirmed_it_is_the_page_a_letter_leads_to(link, maria, known):
    page = known.look(maria).text
    assert "Maria Berg, will you be in the circle?" in page
    assert [page.count(f'value="{answer}"') for answer in ("room", "call", "maybe", "no")] == [1, 1, 1, 1]
    assert "The Old Library" not in page

    known.answer(maria, "yes", way="call")
    page = known.look(maria).text
    assert "Thank you, Maria Berg. You’ll be there." in page
    assert "The Old Library" in page
    assert "https://call.example/us" in page
    assert "This page speaks for Maria Berg alone" in page
    assert list(Rsvp.objects.values_list("membership", "answer", "way")) == [(maria.pk, "yes", "call")]

    known.answer(maria, "no")
    assert Rsvp.objects.get().answer == "no"
    assert "Answer as Maria" in known.names().text


def test_an_answer_is_undone_with_one_press(link, maria, known):
    page = known.client.post(known.path("group_name", maria), {"answer": "yes", "was": "none"}, follow=True)
    assert 'name="undo"' in page.text
    undo = page.context["page"].undo

    known.client.post(known.path("group_name", maria), {"undo": undo})
    assert not Rsvp.objects.exists()


def test_it_opens_no_session_and_nothing_else(link, maria, known):
    known.answer(maria)

    assert "sessionid" not in known.client.cookies
    assert known.client.get(reverse("me")).status_code == 302
    assert known.client.get(link.gathering.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_it_changes_nothing_and_sets_no_phone(link, maria, method):
    browser = Browser(link)
    for path in (reverse("group", args=[link.token]), browser.path("group_name", maria)):
        for _ in range(3):
            assert getattr(browser.client, method)(path).status_code == 200

    assert not Phone.objects.exists()
    assert not browser.keeps


def test_each_form_wants_its_csrf_token(link, maria):
    browser = Client(enforce_csrf_checks=True)
    for name in ("group_name", "group_code", "group_try_code", "group_ask", "group_forget"):
        path = reverse(name, args=[link.token, maria.pk])
        assert browser.post(path, {"answer": "yes"}).status_code == 403
    page = browser.get(reverse("group_name", args=[link.token, maria.pk]))
    token = str(page.context["csrf_token"])
    sent = browser.post(
        reverse("group_code", args=[link.token, maria.pk]), {"csrfmiddlewaretoken": token}, follow=True
    )

    assert "A code is on its way" in sent.text


def test_somebody_signed_in_needs_no_confirming_for_themselves(link, maria, client):
    client.force_login(maria.person)
    assert "Answer as Maria" in client.get(reverse("group", args=[link.token])).text
    path = reverse("group_name", args=[link.token, maria.pk])
    assert "will you be in the circle?" in client.get(path).text
    assert "Forget this phone" not in client.get(path).text

    assert client.post(path, {"answer": "yes"}).status_code == 302
    assert Rsvp.objects.get().membership == maria
    assert phone_cookie.name() not in client.cookies


def test_forgotten_it_asks_again_and_keeps_its_other_names(link, maria, known, mailoutbox):
    luc = make_member(link.gathering.circle, "Luc")
    known.confirm(luc, mailoutbox)

    known.forget(maria)

    assert known.answer(maria).status_code == 403
    assert known.answer(luc).status_code == 302
    known.forget(luc)
    assert known.held == ""
    assert not Phone.objects.exists()


def test_it_takes_answers_until_we_begin_and_says_so_after(link, maria, known):
    known.answer(maria)
    with time_machine.travel(link.gathering.starts_at):
        page = known.look(maria).text
        assert "Maria Berg, we have begun. Come as you are." in page
        assert "https://call.example/us" in page  # nobody looks for it in vain at one minute past
        assert 'name="answer"' not in page
        assert known.answer(maria, "no").status_code == 409
        names = Browser(link).names().text
        assert "We have begun." in names
        assert "Maria" not in names
        stranger = Browser(link)
        assert "call.example" not in stranger.look(maria).text
        stranger.ask_code(maria)
        stranger.client.post(stranger.path("group_ask", maria))
    assert Phone.objects.count() == 1
    assert Rsvp.objects.get().answer == "yes"


def test_one_called_off_says_so_and_takes_nothing(link, maria, known):
    Gathering.objects.update(status="called_off", reason="Snow.")

    assert "This gathering is called off. Snow." in Browser(link).names().text
    assert "Maria" not in Browser(link).names().text
    page = known.look(maria)
    assert "This gathering is called off. Snow." in page.text
    assert 'name="answer"' not in page.text
    assert known.answer(maria).status_code == 409
    assert not Rsvp.objects.exists()


def test_every_link_that_is_none_gets_the_same_page(link, maria, client):
    """Forged, ended, made anew, over, or of a circle that has closed (R29)."""
    host = make_host(link.gathering.circle)
    before = make_link(other := make_gathering(link.gathering.circle, (now() + timedelta(days=12)).date()))
    group_links.renew(other, token=before.token, by=host, now=now())
    ended = make_link(made := make_gathering(link.gathering.circle, (now() + timedelta(days=13)).date()))
    group_links.end(made, token=ended.token, by=host, now=now())
    over = make_link(gone := make_gathering(link.gathering.circle, (now() + timedelta(days=14)).date()))
    Gathering.objects.filter(pk=gone.pk).update(starts_at=now() - timedelta(hours=2), ends_at=now())
    closed = make_link(make_gathering(make_circle()))
    type(closed.gathering.circle).objects.filter(pk=closed.gathering.circle_id).update(closed_on=now().date())
    tokens = [before.token, ended.token, over.token, closed.token, "x", "é", link.token[:-1], "a" * 500]

    pages = [client.get(reverse("group", args=[token])) for token in tokens]
    for name in ("group_name", "group_code", "group_try_code", "group_ask", "group_forget"):
        pages += [client.post(reverse(name, args=[token, maria.pk])) for token in tokens]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert not Phone.objects.exists()


def test_it_speaks_the_members_language_and_tells_their_time(link, mailoutbox):
    member = make_member(link.gathering.circle, person=make_person(language="fr", timezone="Asia/Kathmandu"))
    browser = Browser(link)
    browser.confirm(member, mailoutbox)
    page = browser.look(member)

    assert page.headers["Content-Language"] == "fr"
    assert "Kathmandu" in page.text


def test_somebody_who_is_only_a_name_reads_the_circles_time(link):
    browser, host = Browser(link), make_host(link.gathering.circle)
    name = make_member(link.gathering.circle, "Joe")
    type(name).objects.filter(pk=name.pk).update(person=None)
    sign = browser.ask_nod(name)
    phones.nod(Phone.objects.get(), sign=sign, by=host, now=now())

    assert "Joe, will you be in the circle?" in browser.look(name).text
    assert "UTC" not in browser.look(name).text


@pytest.mark.parametrize("wrong", ["", "sonnet", "waiting", "yes\x00"])
def test_what_is_no_answer_is_refused(link, maria, known, wrong):
    page = known.answer(maria, wrong)

    assert (page.status_code, Rsvp.objects.count()) == (400, 0)


@pytest.mark.parametrize("people", [1, 30])
def test_the_pages_cost_the_same_for_few_and_many(link, maria, known, people, django_assert_num_queries):
    for _ in range(people):
        Rsvp.objects.create(
            gathering=link.gathering, membership=make_member(link.gathering.circle), answer="yes"
        )

    # the link with its gathering and circle; the browser's phones; the names
    with django_assert_num_queries(3):
        known.names()
    # the link; the member with their person; their phone; what they said
    with django_assert_num_queries(4):
        known.look(maria)
    # the link; the member; no phone known here; the names, to call them as short as the list does
    with django_assert_num_queries(3):
        Browser(link).look(maria)
