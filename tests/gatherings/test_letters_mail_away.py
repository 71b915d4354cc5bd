"""The mail server is away, or hangs: nobody who answers waits for it, and what waits goes later (R19, R20)."""

import smtplib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Letter, LetterState
from cop_site.environment import read_mailer
from gatherings.models import Rsvp
from tests.making import make_gathering, make_host, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_mail_server(monkeypatch):
    """Let whoever speaks to a mail server fail the test: no request does."""

    def connect(*told, **more):
        raise AssertionError("a request speaks to the mail server")

    monkeypatch.setattr(smtplib.SMTP, "connect", connect)
    monkeypatch.setattr("circles.post.delivery.deliver", connect)


def test_no_answer_to_a_person_goes_by_way_of_the_mail_server(client, no_mail_server):
    gathering = make_gathering(day=(now() + timedelta(days=5)).date())
    circle = gathering.circle
    host, member = make_host(circle), make_member(circle)
    where = [circle.slug, gathering.number]

    client.force_login(member.person)
    assert client.post(reverse("answer", args=where), {"answer": "yes"}).status_code == 302
    client.force_login(host.person)
    off = client.post(reverse("gathering_call_off", args=where), {"reason": "Luc is ill."})

    assert off.status_code == 302
    assert Rsvp.objects.get().answer == "yes"
    assert Letter.objects.get().state == LetterState.WAITING


def test_whoever_sends_gives_up_within_twenty_seconds(monkeypatch, tmp_path):
    monkeypatch.setenv("EMAIL_URL", "smtp://127.0.0.1:2525")

    assert 0 < read_mailer(tmp_path, debug=False)["OPTIONS"]["timeout"] <= 20
