"""My data: all that is mine in every circle, and nothing of anybody else (R89)."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.timezone import now

from checkins import own as checkins
from checkins.models import CheckIn, Harvest, Phrase
from circles import own as circles
from circles.models import Invitation, JoinRequest, Letter, Membership, Person, Proposal
from circles.owning import fields_of
from circles.post import mail
from cop_site.archive.field_words import LETTERS, NAMES
from cop_site.archive.my_data import OWN_OF_THE_SITE, take_home
from gatherings import own as gatherings
from gatherings.models import LabGuest, Practice, Turn
from tests.making import make_agreement, make_gathering, make_member, make_person, make_steward
from tests.proving import prove
from tests.two_circles import CANARY, hide_canaries, make_full_circle, models_of_the_house

pytestmark = pytest.mark.django_db
FLOORS = (circles, gatherings, checkins)
OWN = [own for floor in FLOORS for own in [*floor.OWN, *getattr(floor, "OWN_OUTSIDE", [])]]
NOT_OWN = {name: why for floor in FLOORS for name, why in floor.NOT_OWN.items()}
MINE = "mine-of-the-member"


def files(person: Person) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(take_home(person, now=now()))) as home:
        return {name: home.read(name).decode(errors="replace") for name in home.namelist()}


def test_every_way_something_is_somebodys_is_told_or_left_out_with_a_reason():
    told = {f"{own.model.__name__}.{own.owner}" for own in OWN if isinstance(own.owner, str)}
    told |= {
        "LabGuest.person",
        "Membership.person",
    }  # by person or address; and the page is of one person's places
    ways = {
        f"{model.__name__}.{field.name}"
        for model in models_of_the_house()
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.model in (Membership, Person)
    }

    assert ways - told - NOT_OWN.keys() == set(), "decide whether it is theirs to take home"
    assert NOT_OWN.keys() <= ways
    assert all(NOT_OWN.values())


def test_all_that_is_mine_is_in_it_and_nothing_of_anybody_else(client):
    theirs = make_full_circle("B")
    hide_canaries()
    mine = make_full_circle("A")
    me = mine.memberships.get(face__isnull=False)
    person = me.person
    host = mine.memberships.exclude(pk=me.pk).exclude(person=None).first()
    Turn.objects.filter(gathering__circle=mine).update(holder=me)
    Harvest.objects.filter(gathering__circle=mine).update(catcher=me, title=f"{MINE} title")
    Proposal.objects.filter(circle=mine).update(proposed_by=me, text=f"{MINE} text", why=f"{MINE} why")
    JoinRequest.objects.filter(circle=mine).update(person=person, words=f"{MINE} asks")
    LabGuest.objects.filter(lab__gathering__circle=mine).update(person=person, words=f"{MINE} guest")
    Invitation.objects.filter(circle=mine).update(email=person.email, name=f"{MINE} invited")
    for model, fields in (
        ("CheckIn", ["words"]),
        ("Phrase", ["text"]),
        ("Practice", ["words"]),
        ("Affirmation", ["words"]),
        ("Concern", ["words"]),
        ("FeedLink", ["label"]),
    ):
        rows = next(each for each in models_of_the_house() if each.__name__ == model)._base_manager.all()
        way = "speaker" if model == "Phrase" else "membership"
        for field in fields:
            assert rows.filter(**{way: me}).update(**{field: f"{MINE} {model}"}), model
    others_name, others_address = host.name, host.person.email
    Phrase.objects.create(
        round=CheckIn.objects.get(membership=me).round,
        text="OTHERS line",
        speaker=host,
        nonce="o",
        position=9,
    )
    Practice.objects.create(membership=host, gathering=mine.gatherings.get(), words="OTHERS try", told=True)
    EmailAddress.objects.create(user=person, email="second@mine.example")
    Letter.objects.create(kind="address_code", key="mine", address="second@mine.example")
    LogEntry.objects.create(user=person, object_repr="OTHERS label", action_flag=2)

    given = files(person)

    for name in ("my-data.json", "my-data.md"):
        whole = given[name]
        for word in [
            "CheckIn",
            "Phrase",
            "Practice",
            "Affirmation",
            "Concern",
            "FeedLink",
            "title",
            "text",
            "why",
            "asks",
            "guest",
            "invited",
        ]:
            assert f"{MINE} {word}" in whole.replace("\\", ""), (name, word)
        for word in (person.email, person.name, "second@mine.example", "timekeeper", "gladly"):
            assert word in whole.replace("\\", ""), (name, word)
        for foreign in (others_address, "OTHERS", theirs.name):
            assert foreign not in whole
        assert CANARY not in whole.lower()
        assert f'"{others_name}"' not in whole
    counted = {
        kind["kind"]: len(kind["rows"])
        for place in json.loads(given["my-data.json"])["places"]
        for kind in place["kept"]
    }
    assert counted.keys() >= {own.model._meta.model_name for own in OWN}


def test_the_page_to_read_speaks_in_words_and_the_file_for_machines_stays_plain():
    person = make_person(timezone="America/Edmonton")
    person.joined_at = datetime(2026, 7, 23, 2, 30, tzinfo=UTC)
    person.save()
    me = make_member(person=person, standing=2)
    Letter.objects.create(kind="proposal_made", key="k", circle=me.circle, membership=me, state="sent")
    make_agreement(me.circle).wording.affirmations.create(membership=me, stand="not_yet")
    Practice.objects.create(
        membership=me, gathering=make_gathering(me.circle, date(2026, 1, 28)), words="Listen", told=True
    )

    given = files(person)
    page = given["my-data.md"].replace("\\", "")

    for words in (
        "here since: 22 July 2026, 20:30",
        "operates this site: no",
        "language: English",
        "standing: host",
        f"circle: {me.circle.name}",
        "which: a wording was proposed",
        "where it stands: sent",
        "what I said: Not yet, let’s talk",
        "day: 28 January 2026",
        "tell the circle: yes",
    ):
        assert words in page
    for dumped in ("standing: 2", "proposal_made", "not_yet", "False", "T02:30"):
        assert dumped not in page
    for plainly in ('"standing": 2', '"proposal_made"', '"not_yet"', '"2026-07-23T02:30:00Z"'):
        assert plainly in given["my-data.json"]


def test_every_field_and_every_kind_of_letter_has_words_that_can_be_translated():
    owns = [*OWN, *OWN_OF_THE_SITE]
    ways = [way for own in owns for way in fields_of(own.model, own.fields).values()]

    assert not [
        way
        for way in ways
        if way[-1].name not in {*NAMES, "name", "text"} and isinstance(way[-1].verbose_name, str)
    ]
    kinds = {kind for kind, each in mail._renderers.items() if not each.__module__.startswith("tests.")}
    assert kinds == LETTERS.keys()


def test_what_i_left_is_mine_too(client):
    left = make_member(make_steward().circle, left_at=now())
    elsewhere = make_full_circle("Left")
    Phrase.objects.filter(round__gathering__circle=elsewhere).update(speaker=left)

    assert "Snow." in files(left.person)["my-data.json"]


def test_no_secret_is_in_it():
    circle = make_full_circle("A")
    me = circle.memberships.get(face__isnull=False)

    whole = files(me.person)["my-data.json"]

    assert me.feed_links.get().token_hash not in whole
    assert "token" not in whole
    assert "password" not in whole


def test_faces_come_along():
    circle = make_full_circle("A")
    me = circle.memberships.get(face__isnull=False)

    assert f"faces/{circle.slug}.webp" in files(me.person)


def test_the_page_says_what_is_kept_and_gives_it_after_a_fresh_proof(client):
    member = make_member()
    client.force_login(member.person)
    page = client.get(reverse("my_data"))
    prove(client, minutes_ago=10)
    asked = client.post(reverse("take_my_data"))
    prove(client)
    response = client.post(reverse("take_my_data"))

    assert page.status_code == 200
    assert member.circle.name in page.text
    assert asked.url.startswith(reverse("prove"))
    assert response["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert "no-store" in response["Cache-Control"]
    assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None


def test_looking_gives_nothing_away(client):
    assert client.get(reverse("my_data")).status_code == 302
    client.force_login(make_person())
    assert client.get(reverse("take_my_data")).status_code == 405


@pytest.mark.parametrize("circles_of_mine", [1, 3])
def test_the_page_costs_the_same_however_many_circles(client, circles_of_mine, django_assert_num_queries):
    person = make_person()
    for _each in range(circles_of_mine):
        make_member(person=person)
    client.force_login(person)
    client.get(reverse("my_data"))

    # session, person, memberships with their circles; circles left where lines may travel
    with django_assert_num_queries(4):
        response = client.get(reverse("my_data"))
    assert response.text.count('href="/c/') == circles_of_mine


class TestTakingTheCircleHome:
    def test_a_steward_gets_the_circle_as_a_file(self, client):
        steward = make_steward()
        client.force_login(steward.person)
        prove(client)
        url = reverse("take_home", args=[steward.circle.slug])

        page = client.get(url)
        response = client.post(url)
        with_addresses = client.post(url, {"addresses": "on"})

        assert "What is said in the circle stays in the circle" in page.text
        assert response["Content-Type"] == "application/zip"
        assert f'filename="{steward.circle.slug}.zip"' in response["Content-Disposition"]
        assert steward.person.email not in str(zip_text(response.content))
        assert steward.person.email in str(zip_text(with_addresses.content))

    def test_it_asks_for_a_fresh_proof(self, client):
        steward = make_steward()
        client.force_login(steward.person)
        prove(client, minutes_ago=10)

        response = client.post(reverse("take_home", args=[steward.circle.slug]))

        assert response.url.startswith(reverse("prove"))

    def test_a_circle_that_has_closed_can_be_taken_home(self, client):
        steward = make_steward()
        steward.circle.closed_on = now().date()
        steward.circle.save()
        client.force_login(steward.person)
        prove(client)

        response = client.post(reverse("take_home", args=[steward.circle.slug]))

        assert response["Content-Type"] == "application/zip"

    def test_a_member_may_not_and_a_stranger_finds_nothing(self, client):
        circle = make_steward().circle
        url = reverse("take_home", args=[circle.slug])

        client.force_login(make_member(circle).person)
        assert client.post(url).status_code == 403
        client.force_login(make_steward().person)
        assert client.post(url).status_code == 404


def zip_text(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as given:
        return {name: given.read(name) for name in given.namelist()}
