"""Somebody erased: nothing anywhere knows them, and others' words stand as they stood (R90)."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import CheckIn, Phrase, Round, Stitch
from circles.models import (
    Affirmation,
    Circle,
    Concern,
    Erasure,
    Letter,
    Membership,
    Person,
    Proposal,
    Standing,
)
from cop_site import erasing
from gatherings.feeds import subscriptions
from gatherings.models import FlowPart, Practice, Rsvp, Turn
from tests.dump import whole_database
from tests.making import make_member, make_steward
from tests.somebody import ADDRESS, NAME, OTHER_ADDRESS, PRIVATE, TOLD, erase
from tests.whole_circle import files_of, make_whole_circle, taken_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle():
    return make_whole_circle()


def others(than: Membership) -> dict[str, list[object]]:
    """Return the words of everybody but her, row by row."""
    fields = [
        (Phrase, "speaker", ("uid", "text", "speaker_id", "position")),
        (Affirmation, "membership", ("uid", "words", "stand")),
        (Concern, "membership", ("uid", "words", "met_at")),
        (Practice, "membership", ("uid", "words", "told")),
        (Rsvp, "membership", ("uid", "answer", "way", "answered_at")),
        (CheckIn, "membership", ("uid", "words")),
    ]
    not_hers = {Phrase: {"text__contains": TOLD}}
    return {
        model.__name__: list(
            model._base_manager.exclude(**{way: than.pk})
            .exclude(**not_hers.get(model, {}))
            .order_by("pk")
            .values_list(*names)
        )
        for model, way, names in fields
    } | {"Stitch": list(Stitch.objects.exclude(phrase__text__contains=TOLD).order_by("pk").values_list())}


@pytest.mark.parametrize("keep", [False, True], ids=["words removed", "words left without a name"])
def test_nothing_in_the_whole_database_knows_them_and_others_words_are_untouched(client, mina, keep):
    client.force_login(mina.person)
    client.get(reverse("home"))
    uid = mina.person.uid
    before, words_before = others(mina), whole_database()

    erase(mina, keep=keep)

    dump = whole_database()
    for gone in (NAME, "Mina Q.", ADDRESS, OTHER_ADDRESS, PRIVATE, "Quist the Elder", "quist.example"):
        assert gone in words_before
        assert gone not in dump
    assert (TOLD in dump) is keep
    assert others(mina) == before
    assert set(Erasure.objects.filter(erased__in=[uid, mina.uid]).values_list("erased", flat=True)) == {
        uid,
        mina.uid,
    }


def test_a_name_somebody_typed_into_a_flow_goes_with_them_unless_another_is_called_so(circle, mina):
    parts = FlowPart.objects.filter(gathering__circle=circle, name="Check-in")
    other = make_member(circle, "MINA Q.")
    erasing.erase(mina.person, keep_words_in={mina.pk}, alone_may_go=False, now=now())
    assert set(parts.values_list("who", flat=True)) == {"mina q."}

    erasing.erase(other.person, keep_words_in={other.pk}, alone_may_go=False, now=now())
    assert set(parts.values_list("who", flat=True)) == {""}


def test_removed_words_leave_the_poem_and_every_other_line_stays_where_it_was(client, circle, poem, mina):
    reader = make_member(circle)
    client.force_login(reader.person)
    before = client.get(poem.get_absolute_url()).text

    erase(mina)

    after = client.get(poem.get_absolute_url()).text
    assert f"{TOLD} line" in before
    assert TOLD not in after
    assert "Snow." in after
    assert "Mina" not in after


def test_words_left_without_a_name_stay_and_nothing_says_whose_they_were(client, circle, poem, mina):
    line = Phrase.objects.get(text=f"{TOLD} line")

    erase(mina, keep=True)

    line.refresh_from_db()
    assert (line.speaker, line.caught_by, line.checkin, line.consent.by) == (None, None, None, None)
    client.force_login(make_member(circle).person)
    assert f"{TOLD} line" in client.get(poem.get_absolute_url()).text
    assert not Phrase.objects.filter(text__contains=PRIVATE).exists()


def test_the_pages_of_the_circle_open_for_those_who_stay(client, circle, mina):
    erase(mina)

    client.force_login(circle.memberships.get(standing=Standing.STEWARD).person)
    for name in ("circle", "members", "agreements", "gatherings", "rota", "poems", "circle_settings"):
        response = client.get(reverse(name, args=[circle.slug]))
        assert response.status_code == 200, name
        assert "Mina" not in response.text
    for gathering in circle.gatherings.all():
        assert client.get(gathering.get_absolute_url()).status_code == 200


def test_an_archive_made_afterwards_holds_nothing_of_them(circle, mina):
    erase(mina)

    whole = b"".join(files_of(taken_out(circle, addresses=True)).values()).decode(errors="replace")

    for gone in (NAME, "Mina Q.", ADDRESS, TOLD, PRIVATE):
        assert gone not in whole


def test_what_was_held_stays_in_the_ledger_and_what_was_to_be_held_is_open(mina):
    erase(mina)

    [held] = Turn.objects.filter(role__name="guardian")
    assert held.gathering.ends_at < now()
    assert (held.holder.name, held.holder.person, str(held.holder)) == ("", None, "somebody who was here")


def test_a_proposal_others_spoke_to_stays_for_their_words_alone(mina):
    erase(mina)

    hers = Proposal.objects.get(concerns__words="OTHERS concern")
    assert (hers.text, hers.why, hers.ending) == ("…", "", "withdrawn")
    assert not Proposal.objects.filter(text__contains=TOLD).exists()


def test_open_sessions_and_calendar_links_end(client, mina):
    client.force_login(mina.person)
    _link, token = subscriptions.make_link(mina, now=now())
    feed = reverse("feed", args=[token])
    assert client.get(feed).status_code == 200

    erase(mina)

    assert client.get(reverse("home")).status_code == 302
    assert client.get(feed).status_code == 404
    assert not [
        s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(mina.person.pk)
    ]


def test_every_calendar_of_the_circle_is_made_anew(circle, mina):
    circle.refresh_from_db()
    before = circle.calendar_version

    erase(mina)

    circle.refresh_from_db()
    assert circle.calendar_version > before


def test_a_label_of_somebody_else_with_a_longer_name_stays(mina):
    kind = ContentType.objects.get_for_model(Circle)
    steward = make_steward().person
    LogEntry.objects.create(
        user=steward, content_type=kind, object_id="1", object_repr=f"{NAME}son", action_flag=2
    )

    erase(mina)

    assert LogEntry.objects.filter(object_repr=f"{NAME}son").exists()


def test_whoever_a_backup_brings_back_is_erased_again(mina):
    person = mina.person
    line = Phrase.objects.get(text=f"{TOLD} line")
    kept = {field: getattr(line, field) for field in ("uid", "round", "text", "position")}
    erase(mina)
    back = Person.objects.create_user(ADDRESS, name=NAME, uid=person.uid)
    Membership.objects.filter(pk=mina.pk).update(person=back, name=NAME, left_at=None, erased_at=None)
    Phrase.objects.create(**kept, nonce="b")

    assert erasing.again(now=now()) == 2

    dump = whole_database()
    for gone in (NAME, ADDRESS, TOLD):
        assert gone not in dump
    assert erasing.again(now=now()) == 0


def test_every_way_a_row_points_to_somebody_is_thought_of(mina):
    """Each relation to a membership or a person either is emptied here, or says nothing of who they were."""
    pk, person = mina.pk, mina.person.pk
    may_stay = {
        ("Turn", "holder"),  # the ledger: somebody held it
        ("Turn", "beside"),
        ("Turn", "set_by"),
        ("TurnChange", "member"),  # the trail: somebody was set, by somebody
        ("TurnChange", "by"),
        ("Told", "by"),
        ("Rsvp", "said_by"),
        ("Affirmation", "membership"),  # somebody stood by it, or did not yet
        ("Proposal", "proposed_by"),  # its words are taken out
        ("Invitation", "invited_by"),
        ("JoinRequest", "answered_by"),
        ("Wording", "recorded_by"),
        ("Review", "recorded_by"),
        ("Growth", "grown_by"),
    }
    erase(mina)

    left = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.remote_field.model in (Membership, Person):
                key = pk if field.remote_field.model is Membership else person
                if model._base_manager.filter(**{field.name: key}).exists():
                    left.add((model.__name__, field.name))
    assert left <= may_stay


def test_a_round_of_nobody_known_keeps_its_words(mina):
    Phrase.objects.create(round=Round.objects.first(), text="NOBODYS words", nonce="n", position=9)

    erase(mina)

    assert Phrase.objects.filter(text="NOBODYS words").exists()
    assert not Letter.objects.filter(address=ADDRESS).exists()
