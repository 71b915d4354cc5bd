"""The sample circles' learning labs: one to come, announced and filling; one just past, for a circle to grow out of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from circles.models import Circle, Membership, Standing
from gatherings.answering import guests
from gatherings.models import Lab, LabGuest
from gatherings.schedule import labs

_SATURDAY = 5


@dataclass(frozen=True)
class LabStory:
    """A lab as told: `ahead` is in days from now, behind us where it is negative; it begins on the Saturday after."""

    title: str
    invitation: str
    ahead: int
    seats: int | None
    guests: tuple[tuple[str, str], ...]  # each with what brings them
    place: str = ""


LABS = {
    "en": (
        LabStory(
            "Asking Better Questions",
            "Two days for people who hold meetings and would rather hold conversations. We practise with what you "
            "bring: a question that keeps coming back, a group that has gone quiet.\n\n"
            "Bring a notebook, warm socks, and something to share at noon.",
            ahead=52,
            seats=4,
            guests=(
                ("Odette", "I lead a staff room where nobody speaks."),
                ("Bram", ""),
                ("Yusra", "A friend came home from your lab changed."),
            ),
            place="The hall at Mill Creek, Edmonton",
        ),
        LabStory(
            "Holding the Circle",
            "Two days of taking every role in turn: host, guardian, catcher, welcomer.",
            ahead=-24,
            seats=None,
            guests=(
                ("Marisol", "I want to learn how to listen to more than one person at a time."),
                ("Teodor", "We have a neighbourhood to look after."),
                ("Aiko", ""),
                ("Gwen", "Curious, and a little afraid."),
            ),
            place="The hall at Mill Creek, Edmonton",
        ),
    ),
    "fr": (
        LabStory(
            "Deux jours pour s’écouter",
            "Pour celles et ceux qui animent des réunions et préféreraient tenir des conversations.\n\n"
            "Apportez un carnet, et de quoi partager à midi.",
            ahead=66,
            seats=8,
            guests=(("Solène", "Mon équipe ne se parle plus."), ("Ousmane", "")),
            place="Maison des Pentes, Lyon",
        ),
    ),
}


def plan_labs(circle: Circle, *, now: datetime) -> list[Lab]:
    """Plan the labs told of a circle in its language, with their guests, and return them."""
    steward = circle.memberships.present().filter(standing=Standing.STEWARD).order_by("pk")[0]
    return [_plan(story, steward, now=now) for story in LABS.get(circle.language, ())]


def _plan(story: LabStory, steward: Membership, *, now: datetime) -> Lab:
    begins = _saturday_after(now.astimezone(steward.circle.zone).date() + timedelta(days=story.ahead))
    planned = now - timedelta(days=20 + max(0, -story.ahead))
    lab = labs.plan(
        steward.circle,
        title=story.title,
        invitation=story.invitation,
        first_day=begins,
        last_day=begins + timedelta(days=1),
        starts=time(9),
        daily_ends=time(17),
        place=story.place,
        seats=story.seats,
        by=steward,
        now=planned,
    )
    lab = labs.publish(lab, by=steward, now=planned)
    for number, (name, words) in enumerate(story.guests):
        guest = LabGuest(
            lab=lab,
            name=name,
            email=f"{name.lower()}-{lab.pk}@outside.example".encode("ascii", "ignore").decode(),
            language=steward.circle.language,
            words=words,
            stays_in_touch=number != 1,
            signed_up_at=planned,
        )
        guest.save()
        guests.confirm(guest, now=planned + timedelta(hours=number))
    return lab


def _saturday_after(day: date) -> date:
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)
