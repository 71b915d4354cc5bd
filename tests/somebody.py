"""Somebody with a row of everything, whose name and words can be looked for anywhere; and having them erased."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import now

from checkins.models import CheckIn, Consent, Harvest, Phrase, Stitch
from circles import letters
from circles.models import (
    Affirmation,
    Circle,
    Concern,
    Face,
    Invitation,
    JoinRequest,
    Membership,
    Proposal,
    Standing,
    Unwanted,
)
from cop_site import erasing
from gatherings.feeds import subscriptions
from gatherings.models import Away, FlowPart, LabGuest, Practice, RoleWish, Rsvp, Turn
from tests.making import give_second_factor, make_gathering, make_member, make_person, make_role, make_steward
from tests.whole_circle import PICTURE

NAME, ADDRESS, OTHER_ADDRESS = "Wilhelmina Quist", "wilhelmina@quist.example", "mina@quist.example"
TOLD = "QUISTWORDS"  # in all she told the circle
PRIVATE = "QUISTPRIVATE"  # in all that was hers alone


def make_mina(circle: Circle) -> Membership:
    """Make a host with a row of everything, and her words in the circle's poem."""
    poem = Harvest.objects.get(gathering__circle=circle)
    person = make_person(NAME, email=ADDRESS)
    mina = make_member(circle, "Mina Q.", Standing.HOST, person=person)
    gathering, evening = poem.gathering, poem.gathering.rounds.get()
    role = make_role(circle, "guardian")
    past = make_gathering(circle, (now() - timedelta(days=40)).date())
    Turn.objects.create(gathering=past, role=role, holder=mina, set_by=mina)
    Turn.objects.create(gathering=gathering, role=role, holder=mina)
    Rsvp.objects.create(gathering=past, membership=mina, answer="yes")
    other = circle.memberships.get(face__isnull=False)
    Rsvp.objects.create(gathering=past, membership=other, answer="yes", said_by=mina)
    FlowPart.objects.create(gathering=past, name="Check-in", who="mina q.")  # as somebody typed it
    Away.objects.create(membership=mina, first=past.day, last=past.day)
    RoleWish.objects.create(membership=mina, role=role, wish="gladly")
    Practice.objects.create(membership=mina, gathering=past, words=f"{PRIVATE} try")
    Practice.objects.create(membership=mina, gathering=gathering, words=f"{TOLD} try", told=True)
    checkin = CheckIn.objects.create(round=evening, membership=mina, words=f"{PRIVATE} raw", nonce="m")
    line = Phrase.objects.create(
        round=evening,
        text=f"{TOLD} line",
        speaker=mina,
        checkin=checkin,
        nonce="m",
        position=2,
        caught_by=mina,
    )
    Phrase.objects.create(round=evening, text=f"{PRIVATE} left out", speaker=mina, nonce="l", position=3)
    Consent.objects.create(phrase=line, leave="travels", by=mina)
    Stitch.objects.filter(harvest=poem, position=2).update(position=3)
    Stitch.objects.create(harvest=poem, position=2, phrase=line)
    Harvest.objects.filter(pk=poem.pk).update(
        catcher=mina, shared_by=mina, shared_at=now(), public_slug="snow-1"
    )
    wording = circle.agreements.get().wordings.get()
    Affirmation.objects.create(wording=wording, membership=mina, stand="not_yet", words=f"{TOLD} talk")
    proposal = Proposal.objects.get()
    Concern.objects.create(proposal=proposal, membership=mina, words=f"{TOLD} concern")
    hers = Proposal.objects.create(
        circle=circle, text=f"{TOLD} text", why=f"{TOLD} why", proposed_by=mina, concerns_until=now()
    )
    Concern.objects.create(proposal=hers, membership=other, words="OTHERS concern")
    Proposal.objects.create(circle=circle, text=f"{TOLD} alone", proposed_by=mina, concerns_until=now())
    Unwanted.objects.create(membership=mina, kind="eve")
    Face.objects.create(membership=mina, picture=PICTURE + PRIVATE.encode())
    Invitation.objects.create(circle=circle, email=OTHER_ADDRESS, name=NAME, invited_by=mina)
    JoinRequest.objects.create(circle=make_steward().circle, person=person, name=NAME, words=PRIVATE)
    LabGuest.objects.create(lab=gathering.lab, name=NAME, email=ADDRESS, words=PRIVATE)
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
    EmailAddress.objects.create(user=person, email=OTHER_ADDRESS, verified=True)
    SocialAccount.objects.create(user=person, provider="x", uid=ADDRESS, extra_data={"name": NAME})
    give_second_factor(person)
    letters.write(kind="sign_in_code", key="c", address=ADDRESS, secret="1", now=now())
    letters.write(kind="eve", key="e", membership=mina, due=now() + timedelta(days=1), now=now())
    subscriptions.make_link(mina, label=PRIVATE, now=now())
    kind = ContentType.objects.get_for_model(Membership)
    LogEntry.objects.create(
        user=circle.memberships.get(standing=Standing.STEWARD).person,
        content_type=kind,
        object_id=str(mina.pk),
        object_repr="Quist the Elder",
        action_flag=2,
        change_message=f"Changed {NAME}",
    )
    LogEntry.objects.create(
        user=person, content_type=kind, object_id=str(other.pk), object_repr=str(other), action_flag=2
    )
    return mina


def erase(member: Membership, *, keep: bool = False) -> None:
    erasing.erase(member.person, keep_words_in={member.pk} if keep else set(), alone_may_go=False, now=now())
