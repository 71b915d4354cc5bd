"""Two hundred letters, four processes, one killed mid-way, the mail server away for a while (R16, R17, R19).

Each letter is at the mail server once, or a host reads that nobody knows whether it was delivered.
"""

import threading
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils.timezone import now

from circles import letters
from circles.models import Letter, LetterState
from gatherings.models import Gathering
from gatherings.pages.letters import letters_page
from tests.mail_server import mail_server
from tests.making import make_circle, make_gathering, make_member, make_person
from tests.sending import processes

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PATIENCE = 240  # seconds, on a busy machine


class HeldUp(list):
    """What a mail server took; from a number of letters on it says nothing to two workers, until told to go on."""

    def __init__(self, after):
        self.after, self.go_on = after, threading.Event()

    @property
    def holds_both(self):
        return len(self) > self.after

    def append(self, words):
        super().append(words)
        if len(self) >= self.after:
            self.go_on.wait(10)


def wait(until):
    deadline = time.monotonic() + PATIENCE
    while not until() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert until()


def receivers(*taken):
    return Counter(message_from_bytes(words, policy=policy.default)["To"] for each in taken for words in each)


@pytest.fixture
def readers():
    """Two hundred people of ten circles who said nothing yet, and live where it is noon."""
    ahead = 12 - now().hour
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "UTC"
    for _ in range(10):
        circle = make_circle(timezone=zone)
        make_gathering(circle, (now() + timedelta(days=5)).date())
        for _ in range(20):
            make_member(circle, person=make_person(timezone=zone))
    return {
        member.person.email
        for gathering in Gathering.objects.all()
        for member in gathering.circle.memberships.select_related("person")
    }


def test_two_hundred_letters_go_once_each_whoever_dies_and_whatever_is_away(readers):
    with mail_server() as first:
        first.taken = HeldUp(after=60)
        port = first.server_address[1]
        beat, work = "heartbeat --loop --every 0.5", "db_worker --interval 0.2 --no-reload"
        with processes(work, work, beat, beat, port=port) as started:
            wait(lambda: first.taken.holds_both)
            started[0].kill()  # with a letter the server has taken and not said so (R17)
            started[0].wait()
            first.taken.go_on.set()
            wait(lambda: len(first.taken) >= 120)
            first.shutdown()
            first.server_close()
            wait(lambda: Letter.objects.filter(state=LetterState.WAITING, attempts__gt=0).exists())
            with mail_server(port=port) as second:
                open_ones = Letter.objects.filter(state=LetterState.WAITING)
                wait(lambda: Letter.objects.count() == 200 and not open_ones.exists())
                wait(lambda: Letter.objects.filter(state=LetterState.SENDING).count() <= 1)

    letters.due(now=now() + timedelta(hours=2))  # whoever was sending for so long is dead
    came = receivers(first.taken, second.taken)
    states = Counter(Letter.objects.values_list("state", flat=True))
    assert set(came.values()) == {1}
    assert set(came) <= readers
    assert states[LetterState.SENT] + states[LetterState.UNKNOWN] == 200
    assert 1 <= states[LetterState.UNKNOWN] <= 3  # the one in the hands of who was killed
    unknown = set(Letter.objects.filter(state=LetterState.UNKNOWN).values_list("membership__name", flat=True))
    shown = {
        letter.membership.name
        for gathering in Gathering.objects.select_related("circle")
        for sort in letters_page(gathering, now=now()).sorts
        for letter in sort.unknown
    }
    assert shown == unknown
    sent = Letter.objects.filter(state=LetterState.SENT).values_list("membership__person__email", flat=True)
    assert set(sent) <= set(came)
