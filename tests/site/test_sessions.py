"""Sessions: begun anew at each sign-in, seen by their person, and ended on the server (R41, R42)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import formats
from django.utils.timezone import now

from circles.belonging import memberships
from circles.signing_in import sessions
from gatherings.feeds import subscriptions
from tests.making import make_gathering, make_host, make_person, make_steward
from tests.postbox import code_sent
from tests.proving import prove

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW_PASSWORD = {
    "oldpassword": "a long walk by the river",
    "password1": "stones in the water",
    "password2": "stones in the water",
}
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
)


@pytest.fixture
def anna():
    anna = make_person("Anna", email="anna@circle.example")
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)
    return anna


def sign_in(mailoutbox, *, on=FIREFOX, client=None):
    """Sign Anna in by code in a browser of that kind."""
    client = client or Client(HTTP_USER_AGENT=on, REMOTE_ADDR="203.0.113.77")
    client.post("/accounts/login/", {"login": "anna@circle.example"})
    client.post("/accounts/login/code/confirm/", {"code": code_sent(mailoutbox)})
    assert is_signed_in(client)
    return client


def is_signed_in(client):
    return client.get("/home/").status_code == 200


def kept_from(client):
    """Return a browser with the cookies this one has now."""
    thief = Client()
    thief.cookies = client.cookies.copy()
    return thief


def test_a_cookie_from_before_the_sign_in_opens_nothing(anna, mailoutbox):
    client = Client()
    client.post("/accounts/login/", {"login": anna.email})
    before = kept_from(client)
    sign_in(mailoutbox, client=client)

    assert len(client.session.session_key) == 32  # of 36 letters and digits: 165 random bits
    assert client.session.session_key != before.cookies[site.SESSION_COOKIE_NAME].value
    assert not is_signed_in(before)


def test_days_and_hours_are_written_as_everywhere_on_the_site(anna, mailoutbox):
    with time_machine.travel(START, tick=False):
        other = sign_in(mailoutbox, on=IPHONE)
        here = sign_in(mailoutbox)
        anna.timezone = "UTC"
        anna.save()
        page = here.get("/accounts/sessions/").text
        assert is_signed_in(other)

    assert "since 22 November 2026 · last used 22 November 2026, about 14:00" in page
    assert formats.localize(START) == "22 November 2026, 14:00"  # as the hosts’ table and letters write it


def test_after_signing_out_the_old_cookie_opens_nothing(anna, mailoutbox):
    client = sign_in(mailoutbox)
    thief = kept_from(client)
    client.post("/accounts/logout/")

    assert not is_signed_in(thief)
    assert not is_signed_in(client)


def test_signing_out_everywhere_else_ends_the_others_on_the_server_without_any_password(anna, mailoutbox):
    here, phone, work = (sign_in(mailoutbox, on=each) for each in (FIREFOX, IPHONE, FIREFOX))
    assert not anna.has_usable_password()

    page = here.post("/accounts/sessions/end-others/", follow=True)

    assert "Signed out at 2 other places." in page.text
    assert (is_signed_in(here), is_signed_in(phone), is_signed_in(work)) == (True, False, False)
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert "You are signed in here only." in here.post("/accounts/sessions/end-others/", follow=True).text


def test_signing_out_at_one_place_leaves_the_others(anna, mailoutbox):
    here, phone, work = (sign_in(mailoutbox, on=each) for each in (FIREFOX, IPHONE, FIREFOX))
    row = UserSession.objects.get(session_key=phone.session.session_key)

    for _ in range(2):
        assert here.post(f"/accounts/sessions/{row.pk}/end/")["Location"] == "/accounts/sessions/"

    assert (is_signed_in(here), is_signed_in(phone), is_signed_in(work)) == (True, False, True)


def test_nobody_sees_or_ends_the_sessions_of_others(anna, mailoutbox):
    hers = sign_in(mailoutbox, on=IPHONE)
    row = UserSession.objects.get()
    other = Client(HTTP_USER_AGENT=FIREFOX)
    other.force_login(make_person())

    assert "iPhone" not in other.get("/accounts/sessions/").text
    other.post(f"/accounts/sessions/{row.pk}/end/")
    other.post("/accounts/sessions/end-others/")
    assert is_signed_in(hers)


def test_the_page_says_where_in_plain_words_and_which_is_here(anna, mailoutbox):
    with time_machine.travel(START, tick=False) as clock:
        anna.timezone = "Asia/Kathmandu"
        anna.save()
        sign_in(mailoutbox, on=IPHONE)
        clock.shift(timedelta(days=3))
        here = sign_in(mailoutbox)
        page = here.get("/accounts/sessions/").text

    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.index("Firefox on Linux") < page.index("here</span>") < page.index("Safari on iPhone")
    assert "last used 22 November 2026, about 19:45" in page  # Anna is in Nepal
    assert "Mozilla" not in page


@pytest.mark.parametrize("places", [1, 3])
def test_the_page_costs_the_same_however_many_places_there_are(
    anna, mailoutbox, places, django_assert_num_queries
):
    clients = [sign_in(mailoutbox) for _ in range(places)]
    # session, person; the rows, the sessions
    with django_assert_num_queries(4):
        page = clients[0].get("/accounts/sessions/")
    assert page.text.count("Firefox on Linux") == places


def test_neither_the_network_address_nor_the_long_line_of_the_browser_is_kept(anna, mailoutbox):
    client = sign_in(mailoutbox)
    anna.set_password("a long walk by the river")
    anna.save()
    client.force_login(anna)
    prove(client)
    changed = client.post(
        reverse("account_change_password"),
        NEW_PASSWORD,
    )
    assert changed.status_code == 302
    client.get("/home/")

    [row] = [row for row in UserSession.objects.all() if row.session_key == client.session.session_key]
    assert (row.ip, row.user_agent) == ("::", "Firefox|Linux")
    assert "203.0.113.77" not in str(list(UserSession.objects.values()))


def test_a_change_of_password_ends_the_sessions_elsewhere_and_they_are_not_shown(anna, mailoutbox):
    anna.set_password("a long walk by the river")
    anna.save()
    here, phone = sign_in(mailoutbox), sign_in(mailoutbox, on=IPHONE)
    here.post(
        reverse("account_change_password"),
        NEW_PASSWORD,
    )

    assert (is_signed_in(here), is_signed_in(phone)) == (True, False)
    page = here.get("/accounts/sessions/").text
    assert "Firefox on Linux" in page
    assert "iPhone" not in page


def test_a_session_that_is_used_is_kept_and_one_that_is_not_ends(anna, mailoutbox):
    with time_machine.travel(START, tick=False) as clock:
        used, unused = sign_in(mailoutbox), sign_in(mailoutbox)
        for _ in range(4):
            clock.shift(timedelta(days=35))  # from one last Wednesday to the next
            assert is_signed_in(used)

        assert not is_signed_in(unused)
        assert timedelta(days=60).total_seconds() == site.SESSION_COOKIE_AGE


def test_a_session_ends_after_half_a_year_however_much_it_is_used(anna, mailoutbox):
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(mailoutbox)
        for _ in range(6):
            clock.shift(timedelta(days=30))
            assert is_signed_in(client)
        thief = kept_from(client)
        clock.shift(timedelta(hours=1))

        assert client.get("/home/")["Location"] == "/accounts/login/?next=/home/"
        clock.shift(-timedelta(days=100))
        assert not is_signed_in(thief)


def test_a_session_from_before_they_were_looked_after_begins_when_it_is_next_used(anna):
    client = Client()
    client.force_login(anna)
    session = client.session
    del session[sessions._MARK]
    session.save()
    UserSession.objects.all().delete()

    assert is_signed_in(client)
    assert UserSession.objects.get().user == anna
    assert sessions._MARK in client.session


def test_looking_at_pages_writes_at_most_once_an_hour(anna, mailoutbox, django_assert_num_queries):
    with time_machine.travel(START, tick=False) as clock:
        client = sign_in(mailoutbox)
        clock.shift(timedelta(minutes=59))
        client.get("/home/")
        assert UserSession.objects.get().last_seen_at == START
        clock.shift(timedelta(minutes=2))
        client.get("/home/")
        assert UserSession.objects.get().last_seen_at == START + timedelta(minutes=61)


def test_what_ended_is_let_go(anna, mailoutbox):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(mailoutbox)
        clock.shift(timedelta(days=61))
        assert sessions.let_go(now=now()) >= 1
        assert not Session.objects.exists()
        assert not UserSession.objects.exists()
        assert sessions.let_go(now=now()) == 0


def test_when_somebody_leaves_the_site_their_sessions_end(anna, mailoutbox):
    clients = [sign_in(mailoutbox), sign_in(mailoutbox, on=IPHONE)]

    assert sessions.end_all(anna) == 2
    assert not any(is_signed_in(client) for client in clients)


def test_somebody_who_may_no_longer_sign_in_is_out_at_the_next_request(anna, mailoutbox):
    client = sign_in(mailoutbox)
    anna.is_active = False
    anna.save()

    assert not is_signed_in(client)


def test_removal_ends_access_to_that_circle_at_the_next_request(client):
    steward, other = make_steward(), make_steward()
    host = make_host(steward.circle)
    make_host(other.circle, person=host.person)
    gathering = make_gathering(steward.circle)
    _link, token = subscriptions.make_link(host, label="Phone", now=now())
    client.force_login(host.person)
    pages = [
        steward.circle.get_absolute_url(),
        gathering.get_absolute_url(),
        reverse("admin:gatherings_gathering_change", args=[gathering.pk]),
        reverse("feed", args=[token]),
    ]
    assert [client.get(page).status_code for page in pages] == [200] * 4

    memberships.remove(host, by=steward, now=now())

    answers = [client.get(page) for page in pages]
    assert [answer.status_code for answer in answers[:2]] == [404, 404]
    assert answers[2].status_code in {302, 404}
    assert gathering.get_absolute_url() not in client.get("/admin/").text
    assert answers[3].status_code in {404, 410}
    assert client.get(other.circle.get_absolute_url()).status_code == 200
