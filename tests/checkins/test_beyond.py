"""What stands below a poem beyond the circle, and who may say so."""

import pytest
from django.utils.timezone import now

from checkins.models import Print
from checkins.refusals import OnlyTheCatcher
from checkins.travelling import beyond
from gatherings.models import Guest
from tests.checkins.sharing import give, let_travel
from tests.checkins.speaking import address
from tests.making import make_host, make_member

pytestmark = pytest.mark.django_db
AS_MADE = {"names_catcher": False, "shows_thanks": False, "shows_place": False, "shows_day": True}


@pytest.fixture
def poem(evening, catcher, ines):
    return give(evening, catcher, "a line", speaker=ines)


@pytest.fixture
def luc(evening):
    return make_host(evening.circle, "Luc")


def say(poem, by, **said):
    return beyond.say_below(poem, **AS_MADE | said, by=by, now=now())


def test_nothing_but_the_day_is_said_until_somebody_says_so(poem):
    assert {name: getattr(poem, name) for name in AS_MADE} == AS_MADE


def test_only_the_catcher_can_have_their_name_said(poem, catcher, luc):
    with pytest.raises(OnlyTheCatcher):
        say(poem, luc, names_catcher=True)
    poem.refresh_from_db()
    assert not poem.names_catcher

    assert say(poem, catcher, names_catcher=True).names_catcher


def test_whoever_may_catch_can_take_the_name_off_and_leave_it_on(poem, catcher, luc):
    say(poem, catcher, names_catcher=True)

    assert say(poem, luc, names_catcher=True, shows_place=True).names_catcher
    assert not say(poem, luc).names_catcher


def test_a_change_drops_what_was_typeset_and_dates_the_poem_and_saying_the_same_again_does_not(poem, catcher):
    def typeset():
        return Print.objects.create(
            kind="card", circle=poem.gathering.circle, harvest=poem, key="0", state="ready"
        )

    typeset()
    changed = say(poem, catcher, shows_place=True)
    assert not Print.objects.exists()
    assert changed.changed_at

    typeset()
    assert say(poem, catcher, shows_place=True).changed_at == changed.changed_at
    assert Print.objects.exists()


def test_somebody_of_another_circle_says_nothing(poem):
    with pytest.raises(ValueError, match="another circle"):
        say(poem, make_host(), shows_place=True)


@pytest.mark.parametrize("place", ["poem", "poem_beforehand"])
def test_who_shares_a_poem_is_told_of_each_line_that_names_somebody_and_can_share_it(
    client, evening, catcher, ines, place
):
    make_member(evening.circle, "Mireille Roy")
    Guest.objects.create(gathering=evening, name="Tariq")
    lines = "Mireille: the light on the snow", "for Tariq’s hunger", "the kettle, patient"
    poem = give(evening, catcher, *lines, speaker=ines, title="What Ines kept")
    let_travel(poem, ines)
    client.force_login(catcher.person)

    page = client.get(address(place, evening)).text

    assert "3 lines hold the name of one of us. Their names would travel with them:" in page
    assert [line for line in (poem.title, *lines) if f"<li>“{line}”</li>" in page] == [
        "What Ines kept",
        "Mireille: the light on the snow",
        "for Tariq’s hunger",
    ]
    client.post(address("share_poem", evening), {"share": "yes"})
    poem.refresh_from_db()
    assert poem.is_shared


def test_of_a_poem_that_names_nobody_nothing_is_said(client, evening, catcher, ines, poem):
    let_travel(poem, ines)
    client.force_login(catcher.person)

    assert "hold the name" not in client.get(address("poem", evening)).text
    assert "holds the name" not in client.get(address("poem", evening)).text
