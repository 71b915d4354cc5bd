"""A line somebody left without their name when they were erased is nobody's to claim (R90)."""

import pytest
from django.utils.timezone import now

from checkins.models import Phrase, Round
from checkins.refusals import NotYours
from checkins.travelling import consent
from tests.making import make_gathering, make_member
from tests.somebody import TOLD, erase
from tests.whole_circle import make_whole_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle():
    return make_whole_circle()


def test_a_line_left_without_a_name_is_nobodys_to_claim(client, circle, poem, mina):
    line = Phrase.objects.get(text=f"{TOLD} line")
    line.consent.delete()
    erase(mina, keep=True)
    reader = make_member(circle)

    line.refresh_from_db()
    assert line.consent.leave == "stays"
    client.force_login(reader.person)
    assert "That one is mine" not in client.get(poem.get_absolute_url()).text
    with pytest.raises(NotYours):
        consent.claim(line, by=reader, now=now())


def test_nor_is_one_that_comes_into_a_poem_only_later(circle, mina):
    evening = Round.objects.create(gathering=make_gathering(circle))
    line = Phrase.objects.create(round=evening, text="a line to come", speaker=mina, nonce="n", position=1)

    erase(mina, keep=True)

    line.refresh_from_db()
    assert (line.speaker, line.consent.leave, line.consent.by) == (None, "stays", None)
