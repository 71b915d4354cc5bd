"""The group's link in a text to copy: made, made anew and ended by a press."""

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from gatherings.answering import group_links
from gatherings.models import GroupLink, Phone
from gatherings.refusals import TooLateForALink
from tests.gatherings.by_phone import Browser, make_link
from tests.gatherings.told_texts import make_host_who_tells, tell, texts
from tests.making import make_gathering, make_host, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(client):
    return make_host_who_tells(client)


@pytest.fixture
def gathering(host):
    return make_gathering(host.circle)


def press(client, gathering, action, link=""):
    path = reverse("group_link", args=[gathering.circle.slug, gathering.number])
    return client.post(path, {"action": action, "link": link}, follow=True)


def test_the_link_is_made_by_a_press_and_never_by_looking(client, gathering):
    page = tell(client, gathering)
    assert "Make a link for our group" in page.text
    assert not GroupLink.objects.exists()
    assert f"Answer on our page: http://localhost:8000{gathering.get_absolute_url()}" in texts(page)["asked"]

    for _ in range(2):
        page = press(client, gathering, "make")
    link = GroupLink.objects.get()
    assert len(link.token) == 43
    assert f"/g/{link.token}/" in texts(page)["asked"]
    assert f'value="http://localhost:8000/g/{link.token}/"' in page.text


def test_it_is_made_anew_and_ended_with_one_press_each(client, gathering):
    first = make_link(gathering)
    for _ in range(2):
        page = press(client, gathering, "renew", first.token)
    new = GroupLink.objects.get(revoked_at=None)
    assert GroupLink.objects.count() == 2
    assert first.token not in page.text
    assert new.token in page.text

    press(client, gathering, "end", first.token)  # a page that was open for long
    assert GroupLink.objects.filter(revoked_at=None).exists()
    page = press(client, gathering, "end", new.token)
    assert not GroupLink.objects.filter(revoked_at=None).exists()
    assert new.token not in page.text


def test_no_link_is_made_once_we_have_begun(client, gathering, host):
    with time_machine.travel(gathering.starts_at):
        assert "Make a link for our group" not in tell(client, gathering).text
        assert "would open nothing any more" in press(client, gathering, "make").text
        with pytest.raises(TooLateForALink):
            group_links.make(gathering, by=host, now=now())
    assert not GroupLink.objects.exists()


def test_only_a_host_of_the_circle_has_one(gathering):
    for somebody in (make_member(gathering.circle), make_host()):
        with pytest.raises(ValueError, match="only a host"):
            group_links.make(gathering, by=somebody, now=now())
        with pytest.raises(ValueError, match="only a host"):
            group_links.end(gathering, token="x", by=somebody, now=now())


def test_hosts_see_how_many_phones_there_are_and_end_one(client, gathering, mailoutbox):
    link, luc = make_link(gathering), make_member(gathering.circle, "Luc")
    browser = Browser(link)
    assert "No phone is confirmed yet." in tell(client, gathering).text
    browser.confirm(luc, mailoutbox)
    page = tell(client, gathering).text
    assert "One phone is confirmed." in page
    assert "End it: the phone of Luc" in page
    assert luc.person.email not in page

    path = reverse("phone_end", args=[gathering.circle.slug, gathering.number, Phone.objects.get().pk])
    assert "That phone does not answer as Luc any more." in client.post(path, follow=True).text
    assert browser.answer(luc).status_code == 403
