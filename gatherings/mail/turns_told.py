"""What the letter says by which a host tells somebody what they hold, sit beside, or hold no longer."""

from dataclasses import dataclass

from django.utils.timezone import now

from circles.http import absolute
from circles.models import Letter, Membership
from circles.post import mail
from circles.post.mail import Message, Receiver
from gatherings import moments
from gatherings.hosting.turns_told import TURNS_TOLD, has_now
from gatherings.models import Gathering, HostingRole, Part, Told, Turn


@dataclass(frozen=True)
class _Line:
    """One thing told, as it is true when the letter is sent."""

    gathering: Gathering
    role: HostingRole
    part: str
    partner: Membership | None
    yours: str  # the hour where the reader lives
    explained: bool  # its three lines stand here, and not with an earlier turn of the same role

    @property
    def day(self) -> str:
        """The day written out."""
        return moments.when_words(self.gathering)

    @property
    def when(self) -> str:
        """The hours, on the circle's clock."""
        return f"{moments.hours(self.gathering)}, {moments.zone_words(self.gathering.timezone)}"

    @property
    def link(self) -> str:
        """Where it can be given back."""
        return absolute(self.gathering.get_absolute_url())


def register() -> None:
    """Register what members are told."""
    mail.register(TURNS_TOLD, turns_told)


def turns_told(letter: Letter, receiver: Receiver) -> Message | None:
    """You hold …: what is true of it still; None when nothing is, or all of it is over. Params: `told`."""
    me = letter.membership
    rows = Told.objects.filter(pk__in=letter.params["told"], member=me)
    rows = rows.filter(gathering__circle__closed_on__isnull=True, gathering__ends_at__gt=now())
    told = list(
        rows.select_related("gathering__circle", "role", "by").order_by(
            "gathering__starts_at", "role__position", "pk"
        )
    )
    turns = Turn.objects.filter(gathering__in={row.gathering_id for row in told})
    has = has_now(turns.select_related("holder", "beside"))
    lines: list[_Line] = []
    for row in told:
        part, partner = has.get((row.member_id, row.gathering_id, row.role_id), (Part.NOTHING, None))
        if part != row.part or row.gathering.is_called_off:
            continue
        explained = part == Part.HOLDS and not any(line.role == row.role and line.explained for line in lines)
        yours = moments.my_time(row.gathering, receiver.zone)
        lines.append(_Line(row.gathering, row.role, part, partner, yours, explained))
    if me is None or not lines:
        return None
    return mail.compose(
        letter.kind,
        {
            "circle": me.circle,
            "name": me.name,
            "by": told[-1].by,
            "lines": lines,
            "first": lines[0],
            "button": lines[0].link,
        },
    )
