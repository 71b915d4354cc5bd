"""A small circle that sits today, so that whoever tries the product out can open the Centre and catch a poem at once.

Unlike the others, which have a year behind them, it is founded, asked and prepared by the verbs of the site alone.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation

from circles import founding
from circles.arriving import joining, naming
from circles.models import Membership, Person
from circles.promises import agreements
from cop_site.founding import found_whole
from gatherings.answering import rsvps
from gatherings.evening import flow
from gatherings.hosting import rota
from gatherings.models import Answer, Duty, Gathering
from gatherings.schedule import preparing, scheduling

STEWARD, CATCHER = "petra@kitchen-table.example", "sami@kitchen-table.example"
ADDRESSES = (STEWARD, CATCHER)
_NAMES = ("Jonas", "Mireille", "Odile", "Tariq", "Wren")
_QUESTION = "What did you bring to the table tonight that nobody can see?"
_AGREEMENTS = (
    "What is said at the table stays at the table.",
    "We listen until the other has finished, and then a breath longer.",
    "Anybody may ring for a pause.",
)
_ZONE = ZoneInfo("America/Edmonton")
_BEFORE = timedelta(minutes=15)  # from now until it begins, at least
_LASTS = timedelta(hours=2)


@transaction.atomic
def sit(*, now: datetime) -> Gathering | None:
    """Found the circle with a gathering that begins soon after `now` (aware), and return it; None where it is here."""
    if Person.objects.filter(email=STEWARD).exists():
        return None
    with translation.override("en"):
        petra = _found(now)
        sami = joining.let_in(petra.circle, person=_person(CATCHER, "Sami"), name="Sami", now=now)
        others = naming.add_names(petra.circle, names=_NAMES, by=petra, now=now)
        agreements.begin_with(
            petra.circle, texts=_AGREEMENTS, agreed_on=now.astimezone(_ZONE).date(), by=petra, now=now
        )
        return _ask([petra, sami, *others], _called(petra, now), now)


def _person(email: str, name: str) -> Person:
    person = Person.objects.create_user(email, name=name, timezone=_ZONE.key, language="en")
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _found(now: datetime) -> Membership:
    described = founding.Description(
        name="The Kitchen Table",
        purpose="Seven neighbours who practise talking about what matters, over soup.",
        timezone=_ZONE.key,
        language="en",
        place="Petra’s kitchen, the yellow door",
    )
    return found_whole(
        founder=_person(STEWARD, "Petra"),
        description=described,
        rule="FREQ=MONTHLY;BYDAY=-1WE",
        first=now.astimezone(_ZONE).date() + timedelta(days=14),
        starts=time(18),
        lasts=_LASTS,
        now=now,
    )


def _called(petra: Membership, now: datetime) -> Gathering:
    """Add the gathering at the next quarter of an hour that leaves time to look around, and prepare it."""
    begins = (now + _BEFORE).astimezone(_ZONE)
    begins += timedelta(minutes=-begins.minute % 15)
    hour = begins.time().replace(second=0, microsecond=0)
    gathering = scheduling.add(petra.circle, day=begins.date(), starts=hour, lasts=_LASTS, by=petra, now=now)
    flow.begin(gathering, from_last=False, by=petra, now=now)
    said = preparing.as_it_stands(gathering) | {"theme": "The first soup of winter", "question": _QUESTION}
    return preparing.prepare(gathering, **said, by=petra, now=now)


def _ask(people: list[Membership], gathering: Gathering, now: datetime) -> Gathering:
    """Let everybody say that they come, and give out who opens, who catches and who rings the bell."""
    petra, sami, guardian = people[:3]
    for member in people:
        told = petra if member.person is None else None
        rsvps.answer(gathering, membership=member, answer=Answer.YES, said_by=told, now=now)
    for duty, holder in ((Duty.OPENS, petra), (Duty.CATCHES, sami), (Duty.GUARDS, guardian)):
        role = petra.circle.roles.filter(duty=duty)[0]
        rota.assign(gathering, role=role, holder=holder, by=petra, now=now)
    return gathering
