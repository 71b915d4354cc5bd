"""What the pages of agreements show: all that is held now, one agreement's story, and a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from circles.access import members_of
from circles.models import (
    Affirmation,
    Agreement,
    Concern,
    Ending,
    Membership,
    Proposal,
    Review,
    Stand,
    Weight,
    Wording,
)
from circles.promises.differences import Piece, difference


@dataclass(frozen=True, slots=True)
class Said:
    """What a circle's people say to a wording, as one of them sees it; `unsaid` is for hosts, else empty."""

    stand_by: list[str] = field(default_factory=list)
    would_talk: list[Affirmation] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    mine: Affirmation | None = None

    @property
    def stands_by(self) -> bool:
        """Whether I stand by it."""
        return self.mine is not None and self.mine.stand == Stand.BY_IT

    @property
    def talks(self) -> bool:
        """Whether I would talk first."""
        return self.mine is not None and self.mine.stand == Stand.NOT_YET


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement the circle holds: its wording in force, what is said to it, and what is to be done about it."""

    agreement: Agreement
    wording: Wording
    said: Said
    is_due: bool  # to be looked at again
    proposal: Proposal | None  # a change of it that lies before the circle


@dataclass(frozen=True, slots=True)
class Promises:
    """All of a circle's agreements, and what is proposed."""

    held: list[Held]
    new: list[Proposal]  # proposed, and no change of anything held
    let_go: list[Agreement]
    ended: list[Proposal]  # taken back

    @property
    def is_bare(self) -> bool:
        """Whether the circle has not agreed anything yet, and nothing is proposed."""
        return not (self.held or self.new or self.let_go)

    @property
    def due(self) -> list[Held]:
        """What is to be looked at again."""
        return [one for one in self.held if one.is_due]


@dataclass(frozen=True, slots=True)
class Version:
    """One wording in an agreement's story."""

    wording: Wording
    pieces: list[Piece]  # what changed since the one before; empty for the first
    stood_by: list[str]
    reviews: list[Review]
    weighs_anew: bool  # held another way than the one before

    @property
    def proposal(self) -> Proposal | None:
        """The proposal it came from, where it was adopted by consent."""
        return getattr(self.wording, "proposal", None)


@dataclass(frozen=True, slots=True)
class Story:
    """An agreement with all it has been, newest first."""

    now: Held | None  # None once it was let go
    versions: list[Version]


def promises(membership: Membership, *, today: date) -> Promises:
    """Return the agreements of the member's circle, for its page: five queries, however much it is.

    `today` is the circle's own day.
    """
    circle = membership.circle
    everything = list(circle.agreements.with_wordings().order_by("position", "pk"))
    proposed = list(circle.proposals.in_short())
    for one in everything:
        one.circle = circle
    for proposal in proposed:
        proposal.circle = circle
    held = [(one, one.wording) for one in everything if one.retired_at is None and one.wording]
    present = _names_for(membership, [wording for _, wording in held])
    changes = {each.agreement_id: each for each in proposed if each.is_open}
    return Promises(
        held=[_held(one, says, membership, present, today, changes.get(one.pk)) for one, says in held],
        new=[each for each in proposed if each.is_open and each.agreement_id is None],
        let_go=[one for one in everything if one.retired_at and one.wording],
        ended=[each for each in proposed if each.ending == Ending.WITHDRAWN][::-1],
    )


def story(agreement: Agreement, membership: Membership, *, today: date) -> Story:
    """Return an agreement's story, newest wording first: one query at most.

    Takes an agreement fetched with its story (`access.agreement_with_story`); `today` is the circle's own day.
    """
    wordings = list(agreement.wordings.all())
    versions = []
    for wording, before in zip(wordings, [*wordings[1:], None], strict=True):
        pieces = difference(before.text, wording.text) if before and before.text != wording.text else []
        stood = [str(one.membership) for one in wording.affirmations.all() if one.stand == Stand.BY_IT]
        weighs = before is not None and before.weight != wording.weight
        versions.append(Version(wording, pieces, stood, list(wording.reviews.all()), weighs))
    current = None
    if agreement.retired_at is None and agreement.wording:
        lies: Proposal | None = getattr(agreement, "lies", None)
        if lies:
            lies.circle = membership.circle
        present = _names_for(membership, [agreement.wording])
        current = _held(agreement, agreement.wording, membership, present, today, lies)
    return Story(current, versions)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proposal as the circle weighs it, and what its wording would be instead of."""

    proposal: Proposal
    before: Wording | None
    pieces: list[Piece]
    concerns: list[Concern]
    mine: Concern | None  # the one I raised that stands
    decided: int | None  # the agreement's key, where it was taken back because the circle decided in the room

    @property
    def standing(self) -> list[Concern]:
        """The concerns that stand: not met, of people who are here."""
        return [one for one in self.concerns if one.met_at is None and one.membership.left_at is None]


def weighed(proposal: Proposal, membership: Membership) -> Weighed:
    """Return what the page of a proposal shows: two queries, one of them about wordings."""
    concerns = list(proposal.concerns.select_related("membership"))
    wordings: Sequence[Wording] = []
    if proposal.agreement:
        wordings = list(proposal.agreement.wordings.all())
    before = _instead_of(proposal, wordings)
    changed = before is not None and before.text != proposal.text
    mine = [one for one in concerns if one.membership_id == membership.pk and one.met_at is None]
    return Weighed(
        proposal=proposal,
        before=before,
        pieces=difference(before.text, proposal.text) if before and changed else [],
        concerns=concerns,
        mine=mine[0] if mine else None,
        decided=_decided(proposal, wordings),
    )


def _instead_of(proposal: Proposal, wordings: Sequence[Wording]) -> Wording | None:
    """Return the wording in force when it was proposed (given newest first)."""
    if proposal.wording:
        return next((one for one in wordings if one.number == proposal.wording.number - 1), None)
    if proposal.is_open:
        return wordings[0] if wordings else None
    return next((one for one in wordings if one.recorded_at <= proposal.proposed_at), None)


def _decided(proposal: Proposal, wordings: Sequence[Wording]) -> int | None:
    """Return the agreement the circle made, reworded or let go in the room, if that is how the proposal ended."""
    if proposal.ending != Ending.WITHDRAWN or proposal.ended_at is None:
        return None
    if proposal.agreement is None:
        same = Wording.objects.filter(agreement__circle=proposal.circle_id, text=proposal.text)
        wordings = list(same.filter(recorded_at__lte=proposal.ended_at))
    found = [(one.recorded_at, one.agreement_id) for one in wordings]
    if proposal.agreement and proposal.agreement.retired_at:
        found.append((proposal.agreement.retired_at, proposal.agreement.pk))
    return next((pk for at, pk in found if proposal.proposed_at < at <= proposal.ended_at), None)


def _held(
    agreement: Agreement,
    wording: Wording,
    membership: Membership,
    present: dict[int, str],
    today: date,
    proposal: Proposal | None,
) -> Held:
    """Return an agreement that has words, as the member sees it."""
    is_due = wording.review_on is not None and wording.review_on <= today
    return Held(agreement, wording, _said(wording, membership, present), is_due, proposal)


def _said(wording: Wording, membership: Membership, present: dict[int, str]) -> Said:
    """Return what those who are here say to a wording; who has not said, only where that was asked for."""
    here = [one for one in wording.affirmations.all() if one.membership.left_at is None]
    answered = {one.membership_id for one in here}
    asked = present if wording.weight == Weight.FIRMLY else {}
    return Said(
        stand_by=[str(one.membership) for one in here if one.stand == Stand.BY_IT],
        would_talk=[one for one in here if one.stand == Stand.NOT_YET],
        unsaid=[name for pk, name in asked.items() if pk not in answered],
        mine=next((one for one in here if one.membership_id == membership.pk), None),
    )


def _names_for(membership: Membership, held: Sequence[Wording]) -> dict[int, str]:
    """Return who is here and can sign in, for a host, where something is firmly held; for others nobody."""
    firmly = any(wording.weight == Weight.FIRMLY for wording in held)
    if not (membership.is_host and firmly):
        return {}
    return {member.pk: str(member) for member in members_of(membership.circle) if member.person_id}
