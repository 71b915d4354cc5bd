"""Somebody is asked by name to hold a role: a letter, yes or “please ask someone else”, and whom to ask instead.

1. A host asks, for a seat that is open; who holds a seat asks somebody to take it from them; whoever says “please ask
   someone else” may name somebody, who is asked in turn. Both names stay.
2. A request gives nobody anything: the first yes takes the seat, whoever was asked or takes it up (R7). Until then
   it is its holder's. Whoever asked, and who asked them, is told of the answer.
3. Nobody is asked twice for the same seat who has said no to it, and one request is one letter (R5).
4. Only somebody who can be written to is asked here; a host asks others aloud, and sets it at the hosts' table.
5. Nobody is asked more than a dozen times a day, whoever asks, for whatever roles, taken back or not.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from circles import letters
from circles.models import Letter, Membership
from circles.post.humane import next_morning
from gatherings.hosting import rota
from gatherings.locking import locked_on
from gatherings.models import Gathering, HostingRole, How, Said, Turn, TurnRequest
from gatherings.refusals import (
    AskedOften,
    HeldAlready,
    HoldsItAlready,
    OnlyAName,
    RoleRests,
    SaidNo,
    WasAnswered,
)

ROLE_ASKED, ROLE_ANSWERED = "role_asked", "role_answered"
_MOST_A_DAY = 12  # letters that ask one member


@transaction.atomic
def ask(
    gathering: Gathering,
    *,
    role: HostingRole,
    member: Membership,
    by: Membership,
    beside: Membership | None = None,
    now: datetime,
) -> TurnRequest:
    """Ask a member to hold an open seat of a role, and return the request; asked twice, it is the one that stands.

    `by` is a host, or who holds a seat of it and would rather not. The letter goes at a humane hour where they live, or
    at once where that would be too late. Raises IsOver, IsCalledOff, RoleRests, HeldAlready, HoldsItAlready, OnlyAName,
    SaidNo, AskedOften; ValueError for who may not ask, and for somebody or a role of another circle.
    """
    if not may_ask(gathering, role, by):
        raise ValueError("only a host asks, or who holds it")
    return _ask(gathering, role=role, member=member, by=by, beside=beside, now=now)


@transaction.atomic
def say_yes(request: TurnRequest, *, now: datetime) -> Turn:
    """Let who was asked hold the role, and return their turn; said twice, it is once. A no can still become a yes.

    Raises HeldAlready where somebody was quicker, WasAnswered where the request was taken back, and what rota.take
    raises.
    """
    request = _locked(request, now=now)
    if request.said == Said.TAKEN_BACK:
        raise WasAnswered
    beside = request.beside
    if beside and (beside.left_at or beside.pk == request.asked_id):
        beside = None
    turn = rota.take(
        request.gathering,
        role=request.role,
        membership=request.asked,
        beside=beside,
        instead_of=request.asked_by,
        how=How.ASKED,
        now=now,
    )
    _answered(request, Said.YES, now=now)
    return turn


@transaction.atomic
def say_no(request: TurnRequest, *, to: Membership | None = None, now: datetime) -> TurnRequest | None:
    """Write down “please ask someone else”; where they named somebody, ask them, and return that request.

    Said twice, it is once. Raises WasAnswered where they said yes or it was taken back, and what `ask` raises for
    whom they named; then nothing was said.
    """
    request = _locked(request, now=now)
    if request.said not in {Said.OPEN, Said.NO}:
        raise WasAnswered
    _answered(request, Said.NO, now=now)
    if to is None:
        return None
    return _ask(
        request.gathering, role=request.role, member=to, by=request.asked, beside=request.beside, now=now
    )


@transaction.atomic
def take_back(request: TurnRequest, *, by: Membership, now: datetime) -> None:
    """Take a request back that nobody has answered; its letter, if it waits still, does not go."""
    if by.circle_id != request.gathering.circle_id or not by.is_host:
        raise ValueError("only a host takes a request back")
    TurnRequest.objects.filter(pk=request.pk, said=Said.OPEN).update(said=Said.TAKEN_BACK, answered_at=now)


def let_go(membership: Membership, *, now: datetime) -> None:
    """A member has left: what they were asked for what is to come at `now` (aware) is asked no more."""
    TurnRequest.objects.filter(asked=membership, gathering__ends_at__gt=now).delete()


def may_ask(gathering: Gathering, role: HostingRole, member: Membership) -> bool:
    """Whether a member may ask somebody for a seat of the role there: any host, or who holds one (rule 1)."""
    return member.is_host or gathering.turns.filter(role=role, holder=member).exists()


def _ask(
    gathering: Gathering,
    *,
    role: HostingRole,
    member: Membership,
    by: Membership,
    beside: Membership | None,
    now: datetime,
) -> TurnRequest:
    circles = {gathering.circle_id, role.circle_id, member.circle_id, by.circle_id}
    if len(circles) > 1 or member.left_at or (beside and beside.circle_id not in circles):
        raise ValueError("somebody, or a role, of another circle")
    if member.person is None or not member.person.is_active:
        raise OnlyAName(name=member.name)
    gathering = locked_on(gathering, now=now)
    if role.resting:
        raise RoleRests(role=role)
    standing = gathering.requests.filter(role=role, asked=member)
    if open_one := standing.filter(said=Said.OPEN).first():
        return open_one
    if standing.filter(said=Said.NO).exists():
        raise SaidNo(name=member.name)
    holders = [turn.holder for turn in gathering.turns.select_related("holder").filter(role=role)]
    if member in holders:
        raise HoldsItAlready(holder=member)
    if len(holders) >= role.seats and by not in holders:
        raise HeldAlready(holder=holders[0])
    lately = Letter.objects.filter(membership=member, kind=ROLE_ASKED, written_at__gt=now - timedelta(days=1))
    if lately.count() >= _MOST_A_DAY:
        raise AskedOften(name=member.name)
    request: TurnRequest = gathering.requests.create(
        role=role, asked=member, asked_by=by, beside=beside if beside != member else None, asked_at=now
    )
    morning = next_morning(ZoneInfo(member.person.timezone), now)
    letters.write(
        kind=ROLE_ASKED,
        key=f"{ROLE_ASKED}:{request.uid}",
        membership=member,
        params={"request": request.pk},
        due=morning if morning < gathering.starts_at else None,
        now=now,
    )
    return request


def _locked(request: TurnRequest, *, now: datetime) -> TurnRequest:
    """Lock the gathering and return the request as it stands; refuse one whose evening is over or called off."""
    gathering = locked_on(request.gathering, now=now)
    found = TurnRequest.objects.select_related("role", "asked__circle", "asked__person", "beside")
    request = found.get(pk=request.pk)
    request.gathering = gathering
    return request


def _answered(request: TurnRequest, said: Said, *, now: datetime) -> None:
    if request.said == said:
        return
    request.said, request.answered_at = said, now
    request.save(update_fields=["said", "answered_at"])
    for asker in _askers(request):
        letters.write(
            kind=ROLE_ANSWERED,
            key=f"{ROLE_ANSWERED}:{request.uid}:{said}:{asker.pk}",
            membership=asker,
            params={"request": request.pk, "said": str(said)},
            now=now,
        )


def _askers(request: TurnRequest) -> list[Membership]:
    """Return who asked, who had asked them, and so on; of those who are still here and can be written to."""
    passed = {
        each.asked_id: each.asked_by
        for each in request.gathering.requests.filter(role=request.role).select_related("asked_by__person")
    }
    asker, askers = passed.get(request.asked_id), list[Membership]()
    while asker and asker not in askers and asker.pk != request.asked_id:
        askers.append(asker)
        asker = passed.get(asker.pk)
    return [each for each in askers if each.left_at is None and each.person and each.person.is_active]
