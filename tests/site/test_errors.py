"""Pages for when something goes wrong: what happened, what to do, and what was typed given back."""

from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views.decorators.http import require_POST

from circles.models import Person
from cop_site.views import errors
from tests.making import make_person

TYPED = {
    "words": "the kettle, patient\nand <b>half</b> of me",
    "title": "What the river kept",
    "password": "hunter2-hunter2",
    "code": "RCSZ-CWQR",
    "csrfmiddlewaretoken": "abc123abc123",
    "empty": "  ",
    "once": "0b7c3c52-7d2f-4e0a-9f0e-0e6f2a9d1a11",
    "weight": "lightly",
    "days": "7",
}


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


@login_not_required
def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only hosts may open the circle.")


@login_not_required
def gone(request: HttpRequest) -> HttpResponse:
    raise Http404


@login_not_required
def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


@require_POST
def pressed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pressed")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the house")


urlpatterns = [
    path("closed/", closed),
    path("refused/", refused),
    path("locked/", locked),
    path("broken/", broken),
    path("pressed/", pressed),
    path("gone/", gone),
    path("accounts/", include("allauth.urls")),
    path("", include("cop_site.views.urls")),
]
handler400 = "cop_site.views.errors.bad_request"
handler403 = "cop_site.views.errors.forbidden"
handler404 = "cop_site.views.errors.not_found"
handler500 = "cop_site.views.errors.server_error"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def gives_back(page: str) -> None:
    assert "the kettle, patient\nand &lt;b&gt;half&lt;/b&gt; of me</textarea>" in page
    assert "What the river kept" in page
    for secret in ("hunter2", "RCSZ", "abc123"):
        assert secret not in page
    assert page.count("</textarea>") == 2
    for not_a_word in ("0b7c3c52", "lightly", ">Words<", ">Title<", "Weight"):
        assert not_a_word not in page


def test_what_is_not_there_says_the_same_to_everybody_and_offers_the_way_in(visitor: Client) -> None:
    response = visitor.get("/nowhere/")

    assert response.status_code == 404
    assert "There is nothing here" in response.text
    assert 'href="/accounts/login/"' in response.text
    assert '<html lang="en">' in response.text


@pytest.mark.parametrize("place", ["/nowhere/", "/gone/", "/nowhere"])
def test_where_it_is_tried_out_it_says_so_too_and_lists_no_address(
    visitor: Client, settings: Any, place: str
) -> None:
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cop_site.not_there.NotThere"]

    response = visitor.get(place)

    assert response.status_code == 404
    assert "There is nothing here" in response.text
    assert "refused/" not in response.text


def test_a_refusal_says_the_sentence_it_was_raised_with(visitor: Client) -> None:
    response = visitor.get("/refused/")

    assert response.status_code == 403
    assert "Only hosts may open the circle." in response.text


def test_a_fault_of_ours_gives_back_what_was_typed_and_tells_no_secret(visitor: Client) -> None:
    response = visitor.post("/broken/", TYPED)

    assert response.status_code == 500
    gives_back(response.text)
    assert "secret of the house" not in response.text


def test_a_database_without_time_is_a_503_with_the_form_and_a_time_to_try_again(visitor: Client) -> None:
    response = visitor.post("/locked/", TYPED)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    gives_back(response.text)


def test_pages_for_bad_days_ask_the_database_nothing(django_assert_num_queries: Any) -> None:
    request = RequestFactory().post("/", TYPED)

    with django_assert_num_queries(0):
        for response in (
            errors.server_error(request),
            errors.busy(request),
            errors.bad_request(request, Exception("no")),
        ):
            assert response.status_code in {400, 500, 503}
            assert "no-store" in response.headers["Cache-Control"]
            gives_back(response.text)


def test_a_form_without_its_token_comes_back_filled_with_the_way_to_its_page() -> None:
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/closed/", TYPED, headers={"Referer": "http://testserver/closed/?part=2"})

    assert response.status_code == 403
    gives_back(response.text)
    assert 'href="/closed/?part=2"' in response.text
    assert "cookie" in response.text  # the browser had none


def test_the_way_back_never_leads_to_another_site() -> None:
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/closed/", TYPED, headers={"Referer": "https://elsewhere.example/closed/"})

    assert "elsewhere" not in response.text


@pytest.mark.parametrize("slashes", ["//", "///", "/\\", "//\\/"])
def test_the_way_back_is_a_path_of_this_site_however_many_slashes_it_began_with(slashes: str) -> None:
    browser = Client(enforce_csrf_checks=True)

    response = browser.post(
        "/closed/", TYPED, headers={"Referer": f"http://testserver{slashes}evil.example/closed/?a=1"}
    )

    assert 'href="/evil.example/closed/?a=1"' in response.text or 'href="/"' in response.text


def test_a_form_sent_after_being_signed_out_comes_back_filled(visitor: Client) -> None:
    response = visitor.post("/closed/", TYPED, headers={"Referer": "http://testserver/closed/"})

    assert response.status_code == 403
    gives_back(response.text)
    assert 'href="/accounts/login/?next=/closed/"' in response.text


def test_a_press_sent_after_being_signed_out_is_told_so_too(visitor: Client) -> None:
    response = visitor.post("/closed/", {"answer": "yes"})

    assert response.status_code == 403
    assert "You had been signed out" in response.text
    assert "What you had typed" not in response.text


def test_a_visitor_of_a_closed_page_is_led_to_the_door(visitor: Client) -> None:
    assert visitor.get("/closed/").headers["Location"] == "/accounts/login/?next=/closed/"


def test_a_part_of_a_page_asked_for_after_being_signed_out_loads_the_whole_door(visitor: Client) -> None:
    response = visitor.get("/closed/", headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == "/accounts/login/"


def test_a_person_signed_in_comes_in(visitor: Client) -> None:
    person: Person = make_person()
    visitor.force_login(person)

    assert visitor.post("/closed/", TYPED).text == "inside"


def test_a_form_too_large_to_read_is_refused_without_another_fault(visitor: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3

    response = visitor.post("/broken/", TYPED)

    assert response.status_code in {400, 500}
    assert "<h1>" in response.text


def test_asked_too_often_says_so_in_our_words_and_gives_back_what_was_typed(visitor: Client) -> None:
    response = errors.too_many(RequestFactory().post("/closed/", TYPED))

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert "A little slower" in response.text
    gives_back(response.text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_address_of_a_button_opened_as_a_page_says_so_and_leads_back(
    visitor: Client, language: str
) -> None:
    visitor.force_login(make_person(language=language))

    page = visitor.get("/pressed/", headers={"Accept": "text/html,*/*;q=0.8"})

    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert f'<html lang="{language}">' in page.text
    assert page.text.count("<h1>") == 1
    assert 'class="primary" href="/' in page.text
    assert visitor.head("/pressed/", headers={"Accept": "text/html"}).status_code == 405


def test_whoever_is_no_browser_is_told_so_in_a_header_alone(visitor: Client) -> None:
    visitor.force_login(make_person())

    answer = visitor.get("/pressed/", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.headers["Allow"], answer.content) == (405, "POST", b"")
