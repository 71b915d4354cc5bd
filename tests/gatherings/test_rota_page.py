"""Who holds what, as every member sees it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings.models import Status, Turn
from tests.making import make_circle, make_gathering, make_host, make_member, make_role

pytestmark = pytest.mark.django_db


def rota_url(circle) -> str:
    return reverse("rota", args=[circle.slug])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_is_on_it(client, count, django_assert_num_queries):
    circle = make_circle()
    me = make_member(circle, "Luc")
    client.force_login(me.person)
    roles = [make_role(circle) for _ in range(count)]
    for number in range(count):
        gathering = make_gathering(circle, (now() + timedelta(days=20 + number)).date())
        for role in roles:
            Turn.objects.create(gathering=gathering, role=role, holder=me, beside=make_member(circle))

    # session, person; membership with its circle, roles, gatherings, turns with their people
    with django_assert_num_queries(6):
        page = client.get(rota_url(circle)).text

    assert page.count('<span class="badge yes">Luc') == count * count
    assert page.count("with Person") == count * count


def test_open_seats_can_be_taken_from_the_page_and_one_comes_back_to_it(client):
    circle = make_circle()
    gathering, role = make_gathering(circle), make_role(circle, "Guardian")
    me = make_member(circle)
    client.force_login(me.person)
    take = reverse("take_turn", args=[circle.slug, gathering.number, role.pk])
    before = client.get(rota_url(circle)).text
    assert f'formaction="{take}"' in before
    assert before.count(">I’ll hold this one</button>") == 1  # what the press does is what is read on it

    response = client.post(take, {"back": "rota"})

    assert response.url == rota_url(circle)
    assert Turn.objects.get().holder == me
    assert f'formaction="{take}"' not in client.get(rota_url(circle)).text


def test_only_what_is_to_come_and_planned_is_shared_out(client):
    circle = make_circle()
    make_role(circle, "Guardian")
    make_role(circle, "Bellringer", resting=True)
    make_gathering(circle, date(2026, 1, 28))
    make_gathering(circle, status=Status.CALLED_OFF)
    client.force_login(make_member(circle).person)
    assert "there is nothing to hold yet" in client.get(rota_url(circle)).text

    make_gathering(circle, (now() + timedelta(days=60)).date())

    page = client.get(rota_url(circle)).text
    assert page.count('<th scope="row">') == 1
    assert "Bellringer" not in page


def test_a_circle_without_roles_says_so(client):
    gathering = make_gathering()
    client.force_login(make_host(gathering.circle).person)

    assert "This circle hands out no roles yet." in client.get(rota_url(gathering.circle)).text
