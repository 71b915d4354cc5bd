"""The poem read back: a first catch that everybody in the circle may read from then on."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins.models import Harvest
from checkins.poem import harvesting, reading_back
from checkins.refusals import NoWordsYet
from gatherings.models import Presence
from gatherings.refusals import IsCalledOff
from tests.checkins.speaking import address, catch
from tests.making import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(evening, catcher):
    catch(evening, catcher, "the kettle, patient", "snow on the steps", "")
    return harvesting.begin(evening, catcher=catcher, now=now())


def test_until_it_is_read_back_only_who_catches_reads_it(client, evening, draft, catcher, ines):
    client.force_login(ines.person)
    before = client.get(address("poem", evening)).text
    reading_back.read_back(draft, by=catcher, now=now())
    after = client.get(address("poem", evening)).text

    assert "the kettle, patient" not in before
    assert "the kettle, patient" in after
    assert "A draft, read back to us; it can still change." in after


def test_from_a_draft_read_back_who_catches_goes_on_to_the_table_and_to_giving_it(
    client, evening, draft, catcher, ines
):
    ways = [address("stitching", evening), address("give_poem", evening)]
    for member, seen in ((catcher, [True, False]), (ines, [False, False])):
        client.force_login(member.person)
        assert [way in client.get(address("poem", evening)).text for way in ways] == seen
    reading_back.read_back(draft, by=catcher, now=now())

    for member, seen in ((catcher, [True, True]), (ines, [False, False])):
        client.force_login(member.person)
        assert [way in client.get(address("poem", evening)).text for way in ways] == seen


def test_read_back_twice_it_was_read_back_the_first_time(draft, catcher):
    first = now() - timedelta(minutes=5)
    reading_back.read_back(draft, by=catcher, now=first)
    reading_back.read_back(draft, by=catcher, now=now())

    assert Harvest.objects.get().read_back_at == first


def test_a_poem_without_words_or_of_an_evening_called_off_is_not_read_back(evening, draft, catcher):
    evening.status = "called_off"
    evening.save()
    with pytest.raises(IsCalledOff):
        reading_back.read_back(draft, by=catcher, now=now())
    evening.status = "planned"
    evening.save()
    draft.stitches.filter(phrase__is_silence=False).delete()
    with pytest.raises(NoWordsYet):
        reading_back.read_back(draft, by=catcher, now=now())
    assert Harvest.objects.get().read_back_at is None


def test_nobody_of_another_circle_reads_it_back(draft):
    with pytest.raises(ValueError, match="another circle"):
        reading_back.read_back(draft, by=make_member(), now=now())


def test_it_is_read_a_stanza_at_a_time_and_last_the_ring_of_who_was_there_lit(
    client, evening, draft, catcher, ines
):
    Presence.objects.get_or_create(gathering=evening, membership=ines)
    client.force_login(catcher.person)

    first = client.post(address("read_back", evening), follow=True)
    last = client.get(address("read_back", evening), {"stanza": 99})

    assert "the kettle, patient" in first.text
    assert f"{address('read_back', evening)}?stanza=2" in first.text
    assert "the kettle" not in last.text
    assert last.text.count('class="flame"') == 2  # Ines, and who caught
    assert f'id="onward" href="{draft.get_absolute_url()}"' in last.text


@pytest.mark.parametrize("stanza", ["0", "-1", "x", "9" * 40, ""])
def test_a_number_that_is_none_reads_the_first(client, evening, draft, catcher, stanza):
    client.force_login(catcher.person)

    assert "the kettle, patient" in client.get(address("read_back", evening), {"stanza": stanza}).text


def test_looking_at_it_reads_nothing_back(client, evening, draft, catcher):
    client.force_login(catcher.person)
    client.get(address("read_back", evening))

    assert Harvest.objects.get().read_back_at is None


def test_a_member_who_does_not_catch_does_not_read_it_back(client, evening, draft, catcher, ines):
    client.force_login(ines.person)
    assert client.post(address("read_back", evening)).status_code == 404  # as long as they do not see it

    Harvest.objects.update(read_back_at=now())
    assert client.get(address("read_back", evening)).status_code == 200
    assert client.post(address("read_back", evening)).status_code == 403
