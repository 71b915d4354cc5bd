"""Addresses and answers nobody's browser makes: each is answered with a page, on every database, never with a fault."""

import pytest
from django import forms
from django.urls import get_resolver, reverse
from django.utils.timezone import now

from checkins.phrases import catching
from checkins.tonight import rounds
from circles.arriving import joining
from tests.making import make_agreement, make_gathering_now, make_member, make_role, make_steward
from tests.two_circles import models_of_the_house

pytestmark = pytest.mark.django_db
NUL = "\0"
HUGE = 10**30


def fields() -> set[str]:
    """Return every name a field has in any form there is, and those the stitching table posts beside its form."""
    classes, names = [forms.BaseForm], {"place", "seam", "added", "do"}
    for found in classes:
        classes += found.__subclasses__()
        names |= set(getattr(found, "base_fields", ()))
    return names


def addresses(**given: object) -> dict[str, str]:
    """Return the path of every page of ours and of signing in by its name, filled with what is given."""
    known = get_resolver().reverse_dict
    found = {}
    for name in filter(lambda key: isinstance(key, str), known):
        for [[_path, wanted], *_], *_rest in known.getlist(name):
            if set(wanted) <= set(given):
                found[name] = reverse(name, kwargs={each: given[each] for each in wanted})
    return found


def everything() -> list[object]:
    """Return every row of ours."""
    return [list(model._base_manager.order_by("pk").values()) for model in models_of_the_house()]


@pytest.fixture
def steward(client):
    steward = make_steward(name="Anna")
    make_member(steward.circle)
    make_role(steward.circle)
    make_agreement(steward.circle)
    gathering = make_gathering_now(steward.circle)
    joining.renew_link(steward.circle)
    catching.catch(rounds.round_of(gathering), lines=["one", "two"], by=steward, nonce="c", now=now())
    client.force_login(steward.person)
    return steward


@pytest.mark.thorough
def test_looking_at_any_page_changes_nothing(client, steward):
    steward.circle.refresh_from_db()
    pages = addresses(
        slug=steward.circle.slug,
        number=1,
        pk=steward.circle.memberships.first().pk,
        role_pk=1,
        token=steward.circle.join_token,
    )
    before = everything()

    for method in (client.head, client.get, client.get):
        for path in pages.values():
            assert method(path).status_code < 500, path

    assert len(pages) > 50
    assert everything() == before


@pytest.mark.parametrize("number", [0, HUGE, "9" * 5000])
def test_a_number_too_great_for_any_database_is_not_found(client, steward, number):
    slug = steward.circle.slug
    for name in ("gathering", "check_in", "catch", "stitching", "poem", "gathering_move"):
        path = reverse(name, args=[slug, 1]).replace("/1/", f"/{number}/")
        assert client.get(path).status_code == 404
    for path in (
        "members/{}/standing/",
        "members/{}/remove/",
        "agreements/{}/reword/",
        "agreements/{}/retire/",
        "agreements/{}/propose/",
        "agreements/{}/review/",
        "proposals/{}/reword/",
    ):
        assert client.get(f"/c/{slug}/{path.format(number)}").status_code == 404
        assert client.post(f"/c/{slug}/{path.format(number)}").status_code == 404
    for path in (
        "away/{}/remove/",
        "calendar/{}/renew/",
        "calendar/{}/end/",
        "invitations/{}/withdraw/",
        "phones/{}/forget/",
    ):
        assert client.post(f"/c/{slug}/{path.format(number)}").status_code in {302, 404}
    for path in (
        "roles/{}/take/",
        "turns/{}/give-back/",
        "catch/{}/undo/",
        "check-in/{}/take-back/",
        "phones/{}/nod/",
    ):
        assert client.post(f"/c/{slug}/gatherings/1/{path.format(number)}").status_code in {302, 404}


@pytest.mark.parametrize("token", [NUL, f"a{NUL}b", "é" * 40, "a" * 5000, "a:b:c", "💥"])
def test_a_secret_nobody_could_have_been_given_opens_nothing(client, token):
    for name in ("join", "invitation", "feed", "group"):
        assert client.get(reverse(name, args=[token])).status_code == 404
        assert client.post(reverse(name, args=[token]), {"name": "x"}).status_code in {404, 405}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("words", "signed_in"),
    [(f"x{NUL}y", True), (f"x{NUL}y", False), (str(HUGE), True), ("x\u202e" * 6_000, True)],
    ids=["nul", "nul, signed out", "a huge number", "a long text"],
)
def test_whatever_is_written_into_every_field_is_answered_with_a_page(client, steward, words, signed_in):
    if not signed_in:
        client.logout()
    pages, names = addresses(slug=steward.circle.slug, number=1, pk=steward.pk, role_pk=1), fields()

    for name, path in pages.items():
        if name not in {"account_logout", "leave_circle", "member_remove"}:
            assert client.post(path, dict.fromkeys(names, words)).status_code < 500, name
