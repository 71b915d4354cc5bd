"""Handing out turns: nobody is told before a host says so, and a trail says who set what."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Letter, Membership
from gatherings.hosting import rota
from gatherings.models import Turn
from tests.making import make_member, make_role
from tests.site.turns_screen import posted, screen, seat
from tests.somebody import erase

pytestmark = pytest.mark.django_db


def test_the_button_says_whom_it_tells_and_the_list_says_what(client, circle, host, timekeeper, evening):
    luc, anna = make_member(circle, "Luc"), make_member(circle, "Anna")
    guardian = make_role(circle, "Guardian", position=2)
    for role, who in ((timekeeper, luc), (guardian, anna)):
        Turn.objects.create(gathering=evening, role=role, holder=who, set_by=host)
    client.force_login(host.person)
    page = client.get(screen(circle))
    assert "Tell Anna and Luc</button>" in page.text
    assert "Timekeeper on " in page.text
    keys = [telling.key for telling in page.context["table"].tellings]

    done = client.post(screen(circle), posted(page, tell="tell", telling=keys), follow=True)

    assert "A letter goes to Anna and Luc." in done.text
    assert done.context["tellings"] == []
    assert Letter.objects.filter(kind="turns_told").count() == 2
    assert "Hanna Host told Luc" in done.text

    again = client.post(screen(circle), posted(page, tell="tell", telling=keys), follow=True)
    assert "Read again who is to be told what." in again.text
    assert Letter.objects.count() == 2


def test_while_something_is_not_kept_nobody_is_told_and_nothing_chosen_is_lost(
    client, circle, host, timekeeper, evening
):
    luc = make_member(circle, "Luc")
    guardian, key = make_role(circle, "Guardian", position=2), seat(evening, timekeeper)
    Turn.objects.create(gathering=evening, role=guardian, holder=luc)
    client.force_login(host.person)
    page = client.get(screen(circle))
    telling = page.context["table"].tellings[0].key

    back = client.post(
        screen(circle), posted(page, tell="tell", telling=[telling], **{f"seat-{key}": luc.pk})
    )

    assert "Keep what you changed first, then tell." in back.text
    assert int(back.context["form"][f"seat-{key}"].value()) == luc.pk
    assert not Letter.objects.exists()


def test_who_knows_already_is_noted_without_a_letter(client, circle, host, timekeeper, evening):
    maria = Membership.objects.create(circle=circle, person=None, name="Maria")
    Turn.objects.create(gathering=evening, role=timekeeper, holder=maria)
    client.force_login(host.person)
    page = client.get(screen(circle))
    assert "No letter reaches Maria: tell Maria yourself." in page.text
    assert 'name="tell"' not in page.text

    done = client.post(screen(circle), posted(page, knows=page.context["table"].tellings[0].key), follow=True)

    assert "Noted: Maria knows." in done.text
    assert done.context["tellings"] == []
    assert not Letter.objects.exists()


def test_of_three_names_said_aloud_all_are_noted_with_one_press(client, circle, host, evening):
    for name in ("Anna", "Luc", "Noor"):
        Turn.objects.create(gathering=evening, role=make_role(circle), holder=make_member(circle, name))
    client.force_login(host.person)
    page = client.get(screen(circle))
    keys = [telling.key for telling in page.context["table"].tellings]

    done = client.post(screen(circle), posted(page, all_know="all_know", telling=keys), follow=True)

    assert "Noted: Anna, Luc and Noor know." in done.text
    assert done.context["tellings"] == []
    assert not Letter.objects.exists()


def test_the_trail_says_who_set_whom_also_of_somebody_erased(client, circle, host, timekeeper, evening):
    gone = make_member(circle, "Gustav Gone")
    rota.assign(evening, role=timekeeper, holder=gone, by=host, now=now())
    client.force_login(host.person)
    assert "Hanna Host set Gustav Gone" in client.get(screen(circle)).text

    erase(gone)

    text = client.get(screen(circle)).text
    assert "Gustav Gone" not in text
    assert "Hanna Host set somebody who was here" in text
    listed = client.get(reverse("admin:gatherings_turnchange_changelist"))
    assert "somebody who was here" in listed.text
