"""Nobody browses what was said: not in the admin, not in a search, an export or a log; only who catches reads it."""

import logging

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins import letting_go
from checkins.models import CheckIn, Consent, Draft, Flame, Harvest, Phrase, SaidAloud, Stitch
from circles.admin.scoped import ScopedAdmin
from circles.models import Letter
from cop_site.admin_site import hosts_table
from cop_site.archive.taking_out import take_out
from tests.dump import whole_database
from tests.permissions import World, addresses
from tests.proving import prove
from tests.whole_circle import files_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]
RAW = "RAWCANARY"
# Where who catches hears and stitches; nothing else shows anybody what was said before it stands in a poem.
AT_THE_CATCHERS = {"catch", "catch_take", "stitching"}


@pytest.fixture
def world():
    """A circle with a row of everything, whose evening holds a raw check-in, a left-out line and an earlier version."""
    world = World()
    round_ = world.gathering.rounds.get()
    Harvest.objects.update(given_at=None, shared_at=None)
    CheckIn.objects.update(words=f"{RAW} brought")
    Phrase.objects.create(round=round_, text=f"{RAW} left out", speaker=world.member, nonce="raw", position=9)
    Draft.objects.update(title=f"{RAW} title", thanks=f"{RAW} thanks")
    return world


def seen_by(world, client, role):
    """Return the names of the addresses whose page shows raw words to somebody in that role."""
    person = world.people[role]
    if person:
        client.force_login(person)
        prove(client)
    client.raise_request_exception = False  # some addresses lead to what is not there
    names = {name for name, _route in addresses() if name and not name.startswith("admin:")}
    seen = set()
    for name in names:
        page = client.get(world.path(name))
        if not page.streaming and RAW.encode() in page.content:
            seen.add(name)
    return seen


@pytest.mark.thorough
@pytest.mark.parametrize("role", ["visitor", "stranger", "former", "operator"])
def test_nobody_outside_of_the_circle_sees_raw_words_on_any_page(client, world, role):
    assert seen_by(world, client, role) == set()


@pytest.mark.thorough
def test_a_member_sees_nobody_elses_raw_words_on_any_page(client, world):
    world.people["member"] = world.another.person

    assert seen_by(world, client, "member") == set()


@pytest.mark.thorough
@pytest.mark.parametrize("given", [False, True])
def test_a_host_sees_them_only_where_the_poem_is_caught_and_never_once_it_is_given(client, world, given):
    if given:
        Harvest.objects.update(given_at=now())
    seen = seen_by(world, client, "host")

    assert seen <= AT_THE_CATCHERS
    assert given or "catch" in seen  # so that the crawl is known to find them
    assert not given or not any("brought" in client.get(world.path(name)).text for name in seen)


def test_no_model_of_what_was_said_stands_at_the_hosts_table():
    words = {CheckIn, Phrase, Harvest, Stitch, Consent, Draft, Flame, SaidAloud}

    assert not words & set(hosts_table._registry)


@pytest.mark.thorough
@pytest.mark.parametrize("role", ["steward", "operator"])
def test_the_admin_shows_none_in_a_list_a_search_a_form_or_a_history(client, world, role):
    client.force_login(world.people[role])
    prove(client)
    for model, shown in hosts_table._registry.items():
        names = f"{model._meta.app_label}_{model._meta.model_name}"
        pages = [
            reverse(f"admin:{names}_changelist"),
            reverse(f"admin:{names}_changelist") + f"?q={RAW[:-1].lower()}",
        ]
        if isinstance(shown, ScopedAdmin):
            for pk in model._base_manager.values_list("pk", flat=True):
                pages += [
                    reverse(f"admin:{names}_{page}", args=[pk]) for page in ("change", "delete", "history")
                ]
        for page in pages:
            assert RAW not in client.get(page).text, page


def test_no_export_letter_or_line_of_the_log_holds_any(client, world, caplog):
    with caplog.at_level(logging.DEBUG):
        packed = take_out(world.circle, now=now())
        Harvest.objects.update(given_at=now() - letting_go.KEPT_FOR)
        letting_go.due(now=now())

    assert RAW.encode() not in b"".join(files_of(packed).values())
    assert RAW not in caplog.text
    assert not [letter for letter in Letter.objects.values() if RAW in str(letter)]


def test_let_go_they_are_nowhere_in_the_database(world):
    assert RAW in whole_database()
    Harvest.objects.update(given_at=now() - letting_go.KEPT_FOR)

    letting_go.due(now=now())

    assert RAW not in whole_database()
