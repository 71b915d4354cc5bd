"""Somebody comes late: at 18:20, or in March."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins.models import CheckIn
from checkins.poem import harvesting
from checkins.poem.steps import Placed
from checkins.tonight import centre, rounds
from tests.checkins.speaking import address, bring, catch
from tests.making import make_gathering, make_member

pytestmark = pytest.mark.django_db
IN_IT = "We’re in the check-in. Nothing to do; you’ll be asked at the end."


def test_at_twenty_past_six_one_reads_what_is_on(client, evening, ines, catcher):
    client.force_login(ines.person)

    def reads() -> str:
        return client.get(address("check_in", evening)).context["page"].late_words

    assert reads() == "We have begun; the check-in is still to come. There is nothing to do."
    opened = rounds.open_round(rounds.round_of(evening), question="What now?", now=now())
    assert reads() == IN_IT
    assert IN_IT in client.get(address("check_in", evening)).text
    rounds.close_round(opened, now=now())
    assert reads() == "The check-in is over. Come in quietly, there is nothing to do."
    centre.begin(evening, by=catcher, now=now())
    centre.close(evening, by=catcher, now=now())
    assert reads() == "The circle is closed."


def test_before_and_after_the_evening_nobody_is_late(client, evening, ines):
    circle = evening.circle
    over = make_gathering(circle, (now() - timedelta(days=9)).date())
    rounds.open_round(rounds.round_of(over), question="", now=over.starts_at)
    client.force_login(ines.person)

    for gathering in (over, make_gathering(circle)):
        assert client.get(address("check_in", gathering)).context["page"].late_words == ""


def test_whoever_joined_since_reads_past_poems_and_never_past_check_ins(client, evening, catcher, ines):
    bring(evening, ines, "CANARY raw words")
    catch(evening, catcher, "still in my coat", "CANARY left out")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    stays = harvest.stitches.get(phrase__text="still in my coat")
    placed = [Placed(seam=stays.seam, phrase=stays.phrase_id)]
    harvest = harvesting.arrange(
        harvest, placed=placed, title="What stayed", thanks="", version=harvest.version, by=catcher, now=now()
    )
    harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    march = make_member(evening.circle, "March", joined_at=now() + timedelta(days=120))
    client.force_login(march.person)

    assert "still in my coat" in client.get(address("poem", evening)).text
    for name in ("gathering", "check_in", "poem"):
        page = client.get(address(name, evening))
        assert (page.status_code, "CANARY" in page.text) == (200, False), name
    for name in ("catch", "stitching"):
        page = client.get(address(name, evening))
        assert (page.status_code, "CANARY" in page.text) == (403, False), name
    theirs = CheckIn.objects.get()
    for name in ("words_correct", "words_take_back"):
        assert client.post(address(name, evening, theirs.pk)).status_code == 404
    assert CheckIn.objects.get().words == "CANARY raw words"
