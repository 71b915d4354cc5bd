"""A circle with one row of everything, and canaries: words that must not be seen outside of it."""

import uuid
from datetime import date, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.timezone import now

from checkins.models import (
    Centre,
    CheckIn,
    Consent,
    Draft,
    Flame,
    Harvest,
    Phrase,
    Print,
    Response,
    Round,
    SaidAloud,
    Stitch,
)
from circles.models import (
    Affirmation,
    Circle,
    Concern,
    Erasure,
    Face,
    GonePlace,
    Invitation,
    JoinRequest,
    Letter,
    Membership,
    Proposal,
    Review,
    Unwanted,
)
from gatherings.models import (
    Away,
    FeedLink,
    FlowPart,
    GroupLink,
    Growth,
    Guest,
    Handover,
    Lab,
    LabGuest,
    LetterTimes,
    Phone,
    Practice,
    Presence,
    Rhythm,
    RoleWish,
    Rsvp,
    StoredFeed,
    Told,
    Turn,
    TurnChange,
    TurnRequest,
)
from tests.making import (
    make_agreement,
    make_circle,
    make_gathering,
    make_host,
    make_member,
    make_person,
    make_role,
    make_steward,
)

CANARY = "canary-"  # looked for in any capitals
HOUSE = ("circles", "gatherings", "checkins")
_NOT_WORDS = {
    "timezone",
    "country",
    "sign",
    "rule",
    "password",
}  # text that must stay what it is, and says nothing


def make_full_circle(name: str) -> Circle:
    """Make a circle with a steward, two hosts, a member, one who left, and at least one row of every model of ours."""
    circle = make_circle(name)
    steward, host, member = make_steward(circle), make_host(circle), make_member(circle)
    make_host(circle, left_at=now())
    wording = make_agreement(circle).wordings.get()
    Affirmation.objects.create(wording=wording, membership=member)
    Invitation.objects.create(circle=circle, email=f"guest-of-{circle.pk}@circle.example", invited_by=steward)
    Unwanted.objects.create(membership=member, kind="eve")
    Face.objects.create(membership=member, picture=b"")
    JoinRequest.objects.create(circle=circle, person=make_person(), name="Somebody new", words="May I?")
    proposal = Proposal.objects.create(
        circle=circle, text="We begin on time.", proposed_by=host, concerns_until=now() + timedelta(days=7)
    )
    Concern.objects.create(proposal=proposal, membership=member, words="Some of us come by bus.")
    Review.objects.create(wording=wording, reviewed_on=date(2026, 11, 1), helped="It did.")
    GonePlace.objects.create(person=member.person, membership=uuid.uuid5(uuid.NAMESPACE_URL, str(circle.pk)))
    Erasure.objects.get_or_create(erased=uuid.uuid5(uuid.NAMESPACE_OID, str(circle.pk)))
    Letter.objects.create(kind="invitation", key=f"for:{circle.pk}", circle=circle, membership=member)
    Rhythm.objects.create(circle=circle, first=date(2026, 1, 1), starts=time(18), lasts=timedelta(hours=2))
    role, gathering = make_role(circle, "timekeeper"), make_gathering(circle)
    turn = Turn.objects.create(gathering=gathering, role=role, holder=host, set_by=steward)
    Handover.objects.create(turn=turn, words="Take the small clock along.")
    TurnChange.objects.create(gathering=gathering, role=role, member=member, what="set", by=host)
    Told.objects.create(gathering=gathering, role=role, member=member, part="holds", by=host)
    Rsvp.objects.create(gathering=gathering, membership=member, answer="yes", said_by=host)
    Away.objects.create(membership=member, first=date(2026, 12, 1), last=date(2026, 12, 31))
    link = FeedLink.objects.create(membership=member, token_hash=f"{circle.pk:064}")
    StoredFeed.objects.create(link=link, version="1", body=b"", gzipped=b"")
    TurnRequest.objects.create(gathering=gathering, role=role, asked=member, asked_by=host)
    Guest.objects.create(gathering=gathering, name="Ada", brought_by=member, nodded_at=now(), nodded_by=host)
    Presence.objects.create(gathering=gathering, membership=member, set_by=host)
    FlowPart.objects.create(gathering=gathering, position=1, moment="welcome", name="Welcome", role=role)
    LetterTimes.objects.create(circle=circle)
    GroupLink.objects.create(gathering=gathering, token=f"group-{circle.pk}", made_by=host)
    Phone.objects.create(membership=member, secret_hash=f"{circle.pk:064}", gathering=gathering)
    RoleWish.objects.create(membership=member, role=role, wish="gladly")
    Practice.objects.create(membership=member, gathering=gathering, words="Wait a breath longer.")
    lab = Lab.objects.create(
        gathering=gathering,
        slug=f"lab-{circle.pk}",
        title="A lab",
        invitation="Come and practise.",
        last_day=gathering.day + timedelta(days=1),
        daily_ends=time(17),
    )
    LabGuest.objects.create(lab=lab, name="A guest", email=f"lab-guest-{circle.pk}@circle.example")
    Growth.objects.create(lab=lab, circle=circle, grown_by=steward)
    opened = Round.objects.create(gathering=gathering)
    checkin = CheckIn.objects.create(round=opened, membership=member, words="Snow.", nonce="1")
    phrase = Phrase.objects.create(
        round=opened, text="Snow.", speaker=member, checkin=checkin, nonce="1", position=1
    )
    harvest = Harvest.objects.create(gathering=gathering, catcher=host)
    Consent.objects.create(phrase=phrase, leave="stays", by=member)
    Stitch.objects.create(harvest=harvest, position=1, phrase=phrase)
    Stitch.objects.create(harvest=harvest, position=2, kind="added", added="and")
    Draft.objects.create(
        harvest=harvest, title="Snow", thanks="Luc", places=[["line", "said", phrase.pk, ""]]
    )
    SaidAloud.objects.create(gathering=gathering, membership=member, kept_by=host)
    Flame.objects.create(round=opened, membership=member, state="lit")
    Centre.objects.create(
        gathering=gathering,
        screen_token=f"screen-{circle.pk}",
        live_token=f"live-{circle.pk}",
        code=f"{circle.pk:08}",
    )
    Response.objects.create(harvest=harvest, membership=member, words="I heard it too.", nonce="1")
    Response.objects.create(harvest=harvest, from_beyond=True, name="A reader", words="So did I.", nonce="2")
    Print.objects.create(
        kind="pdf", circle=circle, harvest=harvest, key="0", state="ready", made=b"%PDF Snow."
    )
    return circle


def words_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields of a model that hold free text."""
    text = (models.CharField, models.TextField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, text) and not field.choices and field.name not in _NOT_WORDS
    ]


def models_of_the_house() -> list[type[models.Model]]:
    """Return every model of ours."""
    return [model for app in HOUSE for model in apps.get_app_config(app).get_models()]


def hide_canaries() -> None:
    """Write a canary into every text of every row there is by now."""
    for model in models_of_the_house():
        for row in model._base_manager.all():
            for field in words_of(model):
                if field.value_from_object(row) == "" and model in (Stitch,):
                    continue  # said words are their phrase's
                setattr(row, field.attname, _canary(field, row.pk))
            model._base_manager.filter(pk=row.pk).update(
                **{field.attname: field.value_from_object(row) for field in words_of(model)}
            )


def _canary(field: models.Field[Any, Any], pk: int) -> str:
    if isinstance(field, models.URLField):
        return f"https://{CANARY}{pk}.example/"
    if isinstance(field, models.EmailField):
        return f"{CANARY}{pk}@b.example"
    if isinstance(field, models.SlugField):
        return f"{CANARY}{pk}"
    return f"CANARY-{pk}-{field.name}"[: field.max_length]


def host_of(circle: Circle) -> Membership:
    """Return a host of the circle."""
    return circle.memberships.present().filter(standing=2).get()
