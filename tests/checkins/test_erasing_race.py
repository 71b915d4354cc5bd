"""Two are erased while all they had a part in goes on: nobody waits for ever, and nothing of theirs comes back."""

from contextlib import suppress

import pytest
from django.utils.timezone import now

from checkins import print_orders
from checkins.models import CheckIn, Flame, Harvest, Phrase, PrintKind, SaidAloud
from checkins.phrases import catching
from checkins.poem import harvesting, putting_right
from checkins.tonight import centre, flames, rounds
from checkins.travelling import aloud, consent
from circles.refusals import Refused
from cop_site.erasing import erase
from tests.at_once import at_once
from tests.checkins.speaking import bring, catch
from tests.making import make_gathering_now, make_host, make_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def noor():
    return make_host(make_gathering_now().circle, "Noor")


@pytest.fixture
def evenings(noor):
    return [noor.circle.gatherings.get(), make_gathering_now(noor.circle)]


def given(evening, catcher, people):
    for member in people:
        catch(evening, catcher, f"a line of {member.name}", nonce=member.name, speaker=member)
        bring(evening, member, f"CANARY {member.name}", nonce=f"b{member.name}")
        aloud.keep(evening, membership=member, by=catcher, now=now())
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    return Harvest.objects.select_related("gathering__circle", "catcher").get(pk=harvest.pk)


def lines(**of):
    return list(Phrase.objects.select_related("round__gathering", "speaker").filter(**of))


@pytest.mark.parametrize("keep_words", [True, False])
def test_two_are_erased_while_the_circle_goes_on_with_their_evenings(noor, evenings, keep_words):
    people = [make_member(noor.circle, name) for name in ("Ines", "Luc", "Mei")]
    ines, luc, mei = people
    poems = [given(evening, noor, people) for evening in evenings]
    for evening in evenings:
        centre.begin(evening, by=noor, now=now())
    theirs = {member.pk: lines(speaker=member) for member in people}
    brought = list(CheckIn.objects.select_related("round__gathering").filter(membership=ines))

    def gone(member):
        keep = [member.pk] if keep_words else []
        erase(member.person, keep_words_in=keep, alone_may_go=False, now=now())

    def refused_at_most(*doings):
        def done():
            for doing in doings:
                with suppress(Refused):
                    doing()

        return done

    def there_and_back(verb):
        return refused_at_most(*(lambda each=each: verb(each) for each in (*poems, *reversed(poems))))

    outcomes = at_once(
        lambda: gone(ines),
        lambda: gone(luc),
        there_and_back(lambda poem: consent.share(poem, by=noor, now=now())),
        there_and_back(lambda poem: print_orders.order_poem(poem, PrintKind.PDF, by=mei, now=now())),
        there_and_back(lambda poem: aloud.take_back(poem.gathering, by=mei, now=now())),
        refused_at_most(
            *(
                lambda line=line: putting_right.put_right(line, words="…", by=mei, now=now())
                for line in theirs[mei.pk]
            ),
            *(
                lambda line=line: consent.say([line], leave="travels", by=ines, now=now())
                for line in theirs[ines.pk]
            ),
        ),
        refused_at_most(
            *(
                lambda each=each: rounds.correct(each, words="CANARY again", by=ines, now=now())
                for each in brought
            ),
            *(lambda line=line: catching.undo(line, by=ines, now=now()) for line in theirs[ines.pk]),
        ),
        refused_at_most(
            *(
                lambda evening=evening: flames.light(rounds.round_of(evening), membership=mei, now=now())
                for evening in evenings
            ),
            *(lambda evening=evening: centre.close(evening, by=noor, now=now()) for evening in evenings),
        ),
    )

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert not Phrase.objects.filter(speaker__in=[ines, luc]).exists()
    assert not CheckIn.objects.filter(membership__in=[ines, luc]).exists()
    assert not Flame.objects.filter(membership__in=[ines, luc]).exists()
    assert not SaidAloud.objects.filter(membership__in=[ines, luc]).exists()
    assert Phrase.objects.filter(text="a line of Luc").count() == (2 if keep_words else 0)
    for poem in Harvest.objects.all():
        assert not (poem.shared_at and consent.held_back(poem).exists())
