"""Phones I answer from: mine alone, each forgotten with one press, also once the circle has closed."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Circle
from gatherings.models import Phone
from tests.gatherings.by_phone import Browser, make_link
from tests.making import make_circle, make_gathering, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return Browser(make_link(make_gathering(make_circle())))


@pytest.fixture
def maria(browser, client):
    maria = make_member(browser.link.gathering.circle, "Maria")
    client.force_login(maria.person)
    return maria


def page(client, member):
    return client.get(reverse("my_phones", args=[member.circle.slug]))


def test_it_lists_my_phones_and_forgets_one(client, browser, maria, mailoutbox):
    other = make_member(maria.circle)
    browser.confirm(other, mailoutbox)
    assert "No phone answers as you." in page(client, maria).text

    browser.confirm(maria, mailoutbox)
    shown = page(client, maria).text
    assert shown.count("A phone, since") == 1
    assert "confirmed by a code" in shown
    theirs, mine = Phone.objects.get(membership=other), Phone.objects.get(membership=maria)
    assert client.post(reverse("phone_forget", args=[maria.circle.slug, theirs.pk])).status_code == 404

    forgotten = client.post(reverse("phone_forget", args=[maria.circle.slug, mine.pk]), follow=True)
    assert "Forgotten." in forgotten.text
    assert browser.answer(maria).status_code == 403
    assert browser.answer(other).status_code == 302


def test_a_closed_circle_still_lets_one_forget(client, browser, maria, mailoutbox):
    browser.confirm(maria, mailoutbox)
    Circle.objects.update(closed_on=now().date())

    path = reverse("phone_forget", args=[maria.circle.slug, Phone.objects.get().pk])
    assert client.post(path).status_code == 302
    assert not Phone.objects.exists()


@pytest.mark.parametrize("phones", [1, 5])
def test_the_page_costs_the_same_for_few_and_many(client, browser, maria, phones, django_assert_num_queries):
    for number in range(phones):
        Phone.objects.create(
            membership=maria, secret_hash=str(number), confirmed_at=now(), last_used_at=now(), epoch=1
        )

    # session, person; membership with its circle, phones
    with django_assert_num_queries(4):
        shown = page(client, maria)
    assert shown.text.count("A phone, since") == phones
