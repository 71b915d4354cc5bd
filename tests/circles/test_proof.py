"""A fresh proof before what is hard to undo (R43)."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.urls import reverse

from circles.models import Letter
from circles.signing_in import proof
from tests.circles.proof_page import ASKED, GUARDED_PAGE, NOW, ask, make_anna, type_in
from tests.making import give_second_factor, make_person, make_steward
from tests.postbox import code_sent, deliver_all
from tests.proving import prove

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    return make_anna(client)


@pytest.mark.parametrize("minutes", [0, 4.9])
def test_a_session_whose_sign_in_is_fresh_is_not_asked(client, anna, minutes):
    prove(client, minutes_ago=minutes)

    assert client.get(GUARDED_PAGE).status_code == 200


@pytest.mark.parametrize("minutes", [5.1, 60, -30])
def test_a_session_older_than_five_minutes_or_from_the_future_is_asked_and_led_back(client, anna, minutes):
    prove(client, minutes_ago=minutes)

    assert client.get(GUARDED_PAGE)["Location"] == ASKED


def test_a_session_of_which_nothing_is_known_is_asked(client):
    client.force_login(make_person())

    assert client.get(GUARDED_PAGE)["Location"] == ASKED


def test_signing_in_by_code_is_a_proof(client, anna, mailoutbox):
    client.logout()
    client.post("/accounts/login/", {"login": anna.email})
    client.post("/accounts/login/code/confirm/", {"code": code_sent(mailoutbox)})

    assert client.get(GUARDED_PAGE).status_code == 200


def test_signing_up_is_a_proof(client, mailoutbox):
    client.post("/accounts/signup/", {"email": "noor@circle.example", "name": "Noor"})
    client.post("/accounts/confirm-email/", {"code": code_sent(mailoutbox)})

    assert client.get(GUARDED_PAGE).status_code == 200


@pytest.mark.parametrize("name", sorted(proof.GUARDED))
def test_each_guarded_page_of_signing_in_asks(client, anna, name):
    args = [1] if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else []
    path = reverse(name, args=args)

    for answer in (client.get(path), client.post(path, {"email": "new@circle.example", "action_add": ""})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/prove/?next=%2Faccounts%2F")


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https:evil", "\\evil", "javascript:alert(1)", "https://evil.example/", ""],
)
def test_the_way_back_stays_on_the_site(client, anna, elsewhere):
    prove(client)

    assert client.get("/prove/", {"next": elsewhere})["Location"] == reverse("home")


def test_looking_at_the_page_sends_nothing_and_a_visitor_is_led_to_sign_in(client):
    answer = client.get(ASKED)

    assert answer["Location"].startswith("/accounts/login/")
    assert not Letter.objects.exists()


def test_somebody_with_a_second_factor_shows_it_and_is_sent_no_code(client, anna):
    give_second_factor(anna)

    assert client.get(ASKED)["Location"].startswith("/accounts/2fa/reauthenticate/?next=%2Fprove%2F")
    assert ask(client)["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert not Letter.objects.exists()


def test_somebody_with_a_password_types_it_and_comes_to_where_they_were_going(client, anna):
    anna.set_password("a long walk by the river")
    anna.save()
    client.force_login(anna)
    asked = client.get(ASKED)["Location"]
    assert asked.startswith("/accounts/reauthenticate/")

    answer = client.post(asked, {"password": "a long walk by the river", "next": ASKED}, follow=True)

    assert answer.redirect_chain == [(ASKED, 302), (GUARDED_PAGE, 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"])
def test_allauths_own_pages_of_proof_lead_to_ours_whoever_has_neither_password_nor_factor(
    client, anna, address
):
    assert client.get(address, {"next": GUARDED_PAGE})["Location"] == ASKED


def test_what_allauth_would_ask_a_proof_for_is_asked_also_where_our_list_forgot_it(client, anna, monkeypatch):
    monkeypatch.setattr(proof, "GUARDED", set())

    answer = client.post(GUARDED_PAGE, {"email": "new@circle.example", "action_add": ""})

    assert answer["Location"] == ASKED
    assert not Letter.objects.exists()


def test_a_form_that_is_led_away_waits_and_is_sent_on_with_one_press(client, anna, mailoutbox):
    led = client.post(GUARDED_PAGE, {"email": "new@circle.example", "action_add": "", "password": "hush"})
    assert led["Location"] == ASKED
    assert "hush" not in str(dict(client.session))
    ask(client)
    type_in(client, code_sent(mailoutbox))

    page = client.get(ASKED).text
    assert f'action="{GUARDED_PAGE}"' in page
    assert '<input type="hidden" name="email" value="new@circle.example">' in page
    deliver_all()
    assert [sent.to for sent in mailoutbox] == [["anna@circle.example"]]  # not sent on by itself

    client.post(GUARDED_PAGE, {"email": "new@circle.example", "action_add": ""})
    deliver_all()
    assert ["new@circle.example"] in [sent.to for sent in mailoutbox]


def test_a_form_that_waited_longer_than_ten_minutes_is_let_go(client, anna):
    with time_machine.travel(NOW) as clock:
        prove(client, minutes_ago=60)
        client.post(GUARDED_PAGE, {"email": "new@circle.example", "action_add": ""})
        clock.shift(timedelta(minutes=11))
        prove(client)

        assert client.get(ASKED)["Location"] == GUARDED_PAGE


def test_a_form_that_waits_is_offered_on_its_own_way_alone(client, anna):
    client.post(GUARDED_PAGE, {"email": "new@circle.example", "action_add": ""})
    prove(client)

    assert client.get("/prove/", {"next": "/home/"})["Location"] == "/home/"


def test_an_answer_to_htmx_leads_the_whole_page_away(rf, anna, client):
    answer = client.get(GUARDED_PAGE, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == ASKED


def test_changing_the_address_needs_a_proof_and_recovery_codes_do_too(client, anna):
    Authenticator.objects.create(user=anna, type=Authenticator.Type.RECOVERY_CODES, data={})
    prove(client, minutes_ago=6)

    assert client.get(reverse("mfa_view_recovery_codes"))["Location"].startswith("/prove/")


def test_the_decorator_guards_reading_and_sending_alike(rf, anna, client):
    @proof.fresh_proof
    def view(request):
        return HttpResponse("in")

    request = client.get("/prove/").wsgi_request
    request.htmx = False
    assert view(request).status_code == 302
    proof.record(request, anna, method="code")
    assert view(request).content == b"in"


def test_what_waited_is_forgotten_once_the_page_is_reached(client, anna):
    client.post(GUARDED_PAGE, {"email": "new@circle.example", "action_add": ""})
    prove(client)
    client.get(GUARDED_PAGE)

    assert client.get(ASKED)["Location"] == GUARDED_PAGE


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["account_email", "take_my_data", "erase_me", "take_home", "circle_delete"])
def test_a_session_older_than_five_minutes_is_asked_again_before_what_matters(client, name, method):
    steward = make_steward()
    client.force_login(steward.person)
    path = reverse(name, args=[steward.circle.slug] if name in {"take_home", "circle_delete"} else [])
    asked = f"/prove/?{urlencode({'next': path})}"

    prove(client, minutes_ago=6)
    answer = getattr(client, method)(path)
    assert answer.get("Location") == asked or (name, method) == ("take_my_data", "get")
    prove(client, minutes_ago=4)
    assert getattr(client, method)(path).get("Location") != asked
