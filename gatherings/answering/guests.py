"""The guests of a lab: signing up, confirming, waiting, moving up, withdrawing.

1. A seat is given when somebody confirms, in the order they do. Nobody confirms for them: only their own link does,
   or a host who writes them down.
2. While somebody waits no seat is free: whatever frees one gives it, in the same transaction, to who has waited
   longest, and tells them once (R6). Fewer seats evict nobody.
3. The gathering's row is locked first, so that no seat is given twice (R1, R4).
4. Signing up answers the same, and sends one letter, whether the address is known or not (R35).
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from circles.arriving import invitations
from circles.models import Membership, Person
from gatherings.letters import lab_letters
from gatherings.models import Gathering, GuestState, Lab, LabGuest
from gatherings.refusals import IsCalledOff, IsOver, SignUpClosed

KEPT = timedelta(days=180)  # how long after the lab its guests' names and addresses are kept
UNCONFIRMED_KEPT = timedelta(days=30)


@transaction.atomic
def sign_up(
    lab: Lab,
    *,
    name: str,
    email: str,
    language: str,
    words: str = "",
    stays_in_touch: bool = False,
    once: UUID | None = None,
    now: datetime,
) -> None:
    """Write down that somebody would like to come, and send them the one link that confirms it.

    Somebody who has confirmed before changes nothing by it and is sent their link again; so nobody can sign another
    person off, or learn that they come. `once` is drawn for each page: posted twice, one letter goes (R5).
    Raises SignUpClosed.
    """
    lab = locked(lab)
    if not lab.takes_sign_ups(now):
        raise SignUpClosed
    said = {"name": name, "language": language, "words": words, "stays_in_touch": stays_in_touch}
    guest, new = lab.guests.get_or_create(
        email=email.strip().lower(), defaults={**said, "signed_up_at": now, "uid": uuid4()}
    )
    if not new and guest.state in {GuestState.UNCONFIRMED, GuestState.WITHDRAWN}:
        if guest.state == GuestState.WITHDRAWN:
            guest.link_epoch += 1
        guest.state, guest.confirmed_at, guest.signed_up_at = GuestState.UNCONFIRMED, None, now
        for field, value in said.items():
            setattr(guest, field, value)
        guest.save()
    lab_letters.write_seat(guest, asked=once or uuid4(), now=now)


@transaction.atomic
def confirm(guest: LabGuest, *, now: datetime) -> LabGuest:
    """Give a guest a seat, or the last place on the waiting list, and return them; twice is once.

    Raises SignUpClosed where nobody is taken any more.
    """
    lab = locked(guest.lab)
    guest = _again(guest, lab)
    if guest.state in {GuestState.COMING, GuestState.WAITING}:
        return guest
    if not lab.takes_sign_ups(now) and not _may_still_confirm(lab, guest, now):
        raise SignUpClosed
    return _seat(lab, guest, now=now)


@transaction.atomic
def write_down(
    lab: Lab, *, name: str, email: str = "", by: Membership, once: UUID | None = None, now: datetime
) -> LabGuest:
    """Write down, as a host, a guest who said so by word of mouth, and return them.

    They take a seat or wait like anybody else. With an address they are sent their link. `once` is the guest's uid
    to be (R5). Raises IsOver, IsCalledOff, and TooManyLetters where the host has written to as many today as one may.
    """
    lab = locked(lab, by=by)
    _on(lab, now)
    email = email.strip().lower()
    guest = lab.guests.filter(email=email).first() if email else None
    guest = guest or (lab.guests.filter(uid=once).first() if once else None)
    if guest and guest.state in {GuestState.COMING, GuestState.WAITING}:
        return guest
    invitations.count_letters(1 if email else 0, by=by, now=now)
    if guest is None:
        language = lab.gathering.circle.language
        free = once and not LabGuest.objects.filter(uid=once).exists()
        guest = LabGuest(uid=once if once and free else uuid4(), lab=lab, email=email, language=language)
        guest.name = name
    guest.signed_up_at = now
    guest = _seat(lab, guest, now=now)
    lab_letters.write_seat(guest, asked=guest.uid, now=now)
    return guest


@transaction.atomic
def withdraw(guest: LabGuest, *, by: Membership | None = None, now: datetime) -> LabGuest:
    """Give a guest's seat or place back, and return them; who waits moves up. Twice is once. Raises IsOver.

    `by` is the host who does it for them; then the links sent before end.
    """
    lab = locked(guest.lab, by=by)
    guest = _again(guest, lab)
    if lab.gathering.is_over(now):
        raise IsOver
    if guest.state != GuestState.WITHDRAWN:
        guest.state = GuestState.WITHDRAWN
        guest.link_epoch += by is not None
        guest.save(update_fields=["state", "link_epoch"])
        move_up(lab, now=now)
    return guest


@transaction.atomic
def let_go(guest: LabGuest, *, by: Membership, now: datetime) -> None:
    """Take a guest off the list altogether, with name and address; who waits moves up."""
    lab = locked(guest.lab, by=by)
    lab.guests.filter(pk=guest.pk).delete()
    move_up(lab, now=now)


def move_up(lab: Lab, *, now: datetime) -> None:
    """Give free seats to who has waited longest, and tell them (rule 2). The gathering is locked by whoever calls."""
    if lab.gathering.is_over(now):
        return
    waiting = lab.guests.filter(state=GuestState.WAITING).order_by("confirmed_at", "pk")
    free = None if lab.seats is None else max(0, lab.seats - _coming(lab))
    for guest in waiting[:free]:
        guest.state = GuestState.COMING
        guest.save(update_fields=["state"])
        lab_letters.write_moved_up(guest, now=now)


def let_go_after(*, now: datetime) -> int:
    """Let go of guests 180 days after their lab, unless they became members, and of who never confirmed.

    Returns how many went.
    """
    same = Q(person=OuterRef("person")) | Q(person__email=OuterRef("email"))
    lab = OuterRef("lab")
    home = Q(circle__gatherings__lab=lab) | Q(circle__grew_from__lab=lab)
    became_a_member = Exists(Membership.objects.filter(home, same, person__isnull=False))
    long_ago = Q(lab__gathering__ends_at__lte=now - KEPT) & ~became_a_member
    never = Q(state=GuestState.UNCONFIRMED, signed_up_at__lte=now - UNCONFIRMED_KEPT)
    gone = list(LabGuest.objects.filter(long_ago | never).values_list("pk", flat=True)[:500])
    if gone:
        LabGuest.objects.filter(pk__in=gone).delete()
    return len(gone)


def locked(lab: Lab, *, by: Membership | None = None) -> Lab:
    """Lock the lab's gathering and return the lab as it stands (rule 3). `by` is the host who looks after it, if any.

    Raises ValueError for anybody but a host of the circle.
    """
    if by and (by.circle_id != lab.gathering.circle_id or not by.is_host):
        raise ValueError("only a host of the circle looks after its labs and their guests")
    gathering = Gathering.objects.select_for_update().get(pk=lab.gathering_id)
    gathering.circle = lab.gathering.circle
    lab = Lab.objects.get(pk=lab.pk)
    lab.gathering = gathering
    return lab


def _seat(lab: Lab, guest: LabGuest, *, now: datetime) -> LabGuest:
    """Give a seat, or the last place on the waiting list (rules 1 and 2)."""
    waits = lab.seats is not None and _coming(lab) >= lab.seats
    guest.state = GuestState.WAITING if waits else GuestState.COMING
    guest.confirmed_at = now
    guest.person = Person.objects.at(guest.email) if guest.email else None
    guest.save()
    return guest


def _coming(lab: Lab) -> int:
    return lab.guests.filter(state=GuestState.COMING).count()


def _may_still_confirm(lab: Lab, guest: LabGuest, now: datetime) -> bool:
    """Whether somebody who had signed up before the host closed signing up may still say yes."""
    closed = lab.signup_closed_at
    asked_before = (
        closed is not None and guest.state == GuestState.UNCONFIRMED and guest.signed_up_at < closed
    )
    on = not lab.gathering.is_called_off and not lab.gathering.has_begun(now)
    return asked_before and lab.published_at is not None and on


def _again(guest: LabGuest, lab: Lab) -> LabGuest:
    guest = LabGuest.objects.get(pk=guest.pk)
    guest.lab = lab
    return guest


def _on(lab: Lab, now: datetime) -> None:
    if lab.gathering.is_over(now):
        raise IsOver
    if lab.gathering.is_called_off:
        raise IsCalledOff
