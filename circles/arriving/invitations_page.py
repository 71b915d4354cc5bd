"""What stewards see of the invitations that were sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.arriving.invitations import letter_key
from circles.models import Circle, Invitation, Letter, LetterState
from circles.post.delivery import NO_SUCH_RECEIVER
from circles.post.links import INVITATION_LASTS

_WHERE_IT_IS = {
    LetterState.WAITING: gettext_lazy("on its way"),
    LetterState.SENDING: gettext_lazy("on its way"),
    LetterState.SENT: gettext_lazy("sent"),
    LetterState.UNKNOWN: gettext_lazy("perhaps not delivered"),
    LetterState.FAILED: gettext_lazy("could not be sent"),
    LetterState.LET_GO: gettext_lazy("not sent"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation as stewards see it: with its latest letter, and whether the link in that is too old."""

    invitation: Invitation
    letter: Letter | None
    is_expired: bool

    @property
    def words(self) -> str:
        """What became of it, in a word or two. Nothing tells whether it was opened: nothing tracks."""
        if self.invitation.accepted_at:
            return _("joined")
        if self.invitation.withdrawn_at:
            return _("withdrawn")
        if self.is_expired:
            return _("too old, send it again")
        if (
            self.letter
            and self.letter.state == LetterState.FAILED
            and self.letter.fault.startswith(NO_SUCH_RECEIVER)
        ):
            return _("could not be delivered")
        return str(_WHERE_IT_IS[LetterState(self.letter.state)]) if self.letter else ""

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should send it again, or ask for another address."""
        stuck = self.letter and self.letter.state in {LetterState.UNKNOWN, LetterState.FAILED}
        return self.invitation.is_open and bool(self.is_expired or stuck)


def sent(circle: Circle, *, now: datetime) -> list[Sent]:
    """Return the circle's invitations, open ones first, each with its latest letter: two queries."""
    found = circle.invitations.select_related("invited_by", "membership").order_by(
        F("accepted_at").asc(nulls_first=True), F("withdrawn_at").asc(nulls_first=True), "invited_at", "pk"
    )
    keys = {letter_key(invitation): invitation for invitation in found}
    written = {letter.key: letter for letter in circle.letters.filter(kind="invitation", key__in=keys)}
    return [
        Sent(invitation, letter, letter is not None and letter.written_at + INVITATION_LASTS <= now)
        for key, invitation in keys.items()
        for letter in [written.get(key)]
    ]


def how_many_open(circle: Circle) -> Coalesce:
    """Return an expression that tells how many are invited and have not joined, to be read along with any other row."""
    waiting = Invitation.objects.filter(circle=circle, accepted_at=None, withdrawn_at=None).order_by()
    return Coalesce(Subquery(waiting.values("circle").annotate(count=Count("pk")).values("count")), 0)
