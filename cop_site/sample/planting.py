"""Lays a sample circle into the database: people, promises, a year of evenings, and the poems they left."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation

from circles.models import Circle, JoinRequest, Membership, Person, Standing
from circles.slugs import new_slug
from cop_site.sample import promising
from cop_site.sample.cast import Catch, CircleStory, Evening, Member, way_of
from cop_site.sample.evenings import plant_evening
from cop_site.sample.poems import plant_poem
from gatherings import rhythm
from gatherings.hosting.starting_roles import STARTING_ROLES, StartingRole
from gatherings.models import (
    Gathering,
    Guest,
    HostingRole,
    How,
    Practice,
    Rhythm,
    Rsvp,
    Status,
    Told,
    Turn,
    TurnChange,
)
from gatherings.schedule import rhythms


@transaction.atomic
def plant(story: CircleStory, *, now: datetime, mark: str = "") -> Circle:
    """Lay the circle of `story` so that the year it tells is the year before `now` (aware), and return it.

    `mark` is put into the people's addresses, so that the same story can be laid many times.
    """
    return _Planting(story, now=now, mark=mark).circle


class _Planting:
    """One circle being laid; every step reads what the ones before it laid."""

    def __init__(self, story: CircleStory, *, now: datetime, mark: str) -> None:
        self.story, self.now, self.mark = story, now, mark
        self.zone = ZoneInfo(story.zone)
        self.rested, self.evenings = self._dates()
        self.first = self.evenings[story.evenings[0].position]
        self.circle = self._circle()
        self.members = {member.key: self._member(member) for member in story.members}
        if story.asks:
            self._asks(story.asks)
        self._agreements()
        self.roles = self._roles()
        self._wishes_and_aways()
        self.gatherings = self._gatherings()
        for evening in story.evenings:
            self._answers_and_turns(evening)
            gathering = self.gatherings[evening.position]
            plant_evening(story, evening, gathering, members=self.members, roles=self.roles, now=now)
            if evening.catch:
                self._poem(evening, evening.catch)
            self._practice_field(evening)

    def _dates(self) -> tuple[list[date], dict[int, date]]:
        """Return the days the circle rests, and the day the rhythm gave each position of the story."""
        story, today = self.story, self.now.astimezone(self.zone).date()
        begun = today - timedelta(days=500)
        core = rhythm.Rhythm(
            rule=story.rule, first=begun, starts=story.starts, lasts=story.lasts, timezone=self.zone
        )
        found = list(core.occurrences(begun, today + timedelta(days=200)))
        rested = [each.day for each in found if each.day.month == story.rest.month]
        counted = [each for each in found if each.day.month != story.rest.month]
        coming = next(index for index, each in enumerate(counted) if each.ends_at > self.now)
        return rested, {index - coming: each.day for index, each in enumerate(counted)}

    def _at(self, day: date, hour: int = 12) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=self.zone)

    def _circle(self) -> Circle:
        story, lab = self.story, self.story.lab
        lab_ended = self.first - timedelta(days=lab.ended)
        return Circle.objects.create(
            slug=new_slug(story.name, kind="circle"),
            name=story.name,
            purpose=story.purpose,
            timezone=story.zone,
            country=story.country,
            language=story.language,
            place=story.place,
            call_link=story.call_link,
            origin_lab=lab.name,
            origin_place=lab.place,
            origin_began=lab_ended - timedelta(days=lab.days - 1),
            origin_ended=lab_ended,
            listed=story.asks is not None,
            founded_at=self._at(lab_ended + timedelta(days=1)),
        )

    def _person(self, member: Member) -> Person:
        name, _, host = member.email.partition("@")
        email = f"{name}{self.mark}@{host}"
        person = Person.objects.create_user(
            email,
            name=member.full_name,
            timezone=member.zone or self.story.zone,
            language=self.story.language,
            joined_at=self.circle.founded_at,
        )
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        return person

    def _asks(self, asks: Member) -> None:
        JoinRequest.objects.create(
            circle=self.circle,
            person=self._person(asks),
            name=asks.name,
            words=self.story.asks_words,
            asked_at=self.now - timedelta(days=2),
        )

    def _member(self, member: Member) -> Membership:
        person = self._person(member)
        joined = self.circle.founded_at
        if member.since is not None:
            joined = self._at(self.evenings[member.since] - timedelta(days=9))
        left = None
        if member.until is not None:
            left = self._at(self.evenings[member.until] + timedelta(days=6))
        return Membership.objects.create(
            circle=self.circle,
            person=person,
            name=member.name,
            standing=Standing[member.standing.upper()],
            joined_at=joined,
            welcomed_at=joined,
            left_at=left,
        )

    def _wishes_and_aways(self) -> None:
        """Lay what the people said of themselves; whoever is away, is so from some day after today on."""
        for wish, said in (("gladly", self.story.gladly), ("rather not", self.story.rather_not)):
            for member, roles in said.items():
                for role in roles:
                    self.members[member].role_wishes.create(role=self.roles[role], wish=wish)
        today = self.now.astimezone(self.zone).date()
        for member, (first, last) in self.story.away.items():
            days = {"first": today + timedelta(days=first), "last": today + timedelta(days=last)}
            self.members[member].aways.create(**days)

    def _agreements(self) -> None:
        here = {one.key: self.members[one.key] for one in self.story.members if one.until is None}
        for position, told in enumerate(self.story.agreements, start=1):
            looked = told.reviewed.position if told.reviewed else told.agreed
            promising.promise(
                self.circle,
                told,
                position=position,
                agreed_at=self._at(self.evenings[told.agreed], 21),
                reviewed_at=self._at(self.evenings[looked], 21),
                members=here,
                now=self.now,
            )

    def _roles(self) -> dict[str, HostingRole]:
        starting: dict[str, StartingRole] = {role.key: role for role in STARTING_ROLES}
        own = {role.key: role for role in self.story.roles}
        laid = {}
        with translation.override(self.story.language):
            for position, key in enumerate(self.story.role_keys, start=1):
                role = own.get(key) or starting[key]
                laid[key] = HostingRole.objects.create(
                    circle=self.circle,
                    name=str(role.name),
                    words=str(role.words),
                    duty=role.duty,
                    demanding=role.demanding,
                    position=position,
                )
        return laid

    def _gatherings(self) -> dict[int, Gathering]:
        """Lay the year past and the year ahead; return the gathering at each position of the story."""
        story = self.story
        Rhythm.objects.create(
            circle=self.circle, rule=story.rule, first=self.first, starts=story.starts, lasts=story.lasts
        )
        for day in (self.first, self.first + timedelta(days=300), self.now.date()):
            rhythms.keep_a_year_ahead(self.circle, now=self._at(day, 0))
        by_slot = {gathering.slot: gathering for gathering in Gathering.objects.filter(circle=self.circle)}
        for day in self.rested:
            if day in by_slot:
                self._change(by_slot[day], status=Status.CALLED_OFF, reason=story.rest.reason)
        told = {evening.position: by_slot[self.evenings[evening.position]] for evening in story.evenings}
        for evening in story.evenings:
            gathering = told[evening.position]
            gathering.theme, gathering.question = evening.theme, evening.question
            if evening.move:
                self._change(
                    gathering,
                    day=gathering.day + timedelta(days=evening.move.days),
                    reason=evening.move.reason,
                )
            gathering.save()
        return told

    def _change(self, gathering: Gathering, **fields: object) -> None:
        """Move or call off a gathering, three weeks before its day or yesterday."""
        yesterday = self.now - timedelta(days=1)
        for field, value in fields.items():
            setattr(gathering, field, value)
        gathering.sequence += 1
        gathering.changed_at = min(self._at(gathering.day - timedelta(days=21)), yesterday)
        gathering.save()

    def _answers_and_turns(self, evening: Evening) -> None:
        story, gathering = self.story, self.gatherings[evening.position]
        asked = min(self._at(gathering.day - timedelta(days=6)), self.now - timedelta(hours=3))
        both = bool(gathering.where and gathering.call)
        Rsvp.objects.bulk_create(
            Rsvp(
                gathering=gathering,
                membership=self.members[key],
                answer=answer,
                way=way_of(answer, number, both=both),
                answered_at=asked + timedelta(minutes=7 * number),
            )
            for number, (key, answer) in enumerate(story.answers(evening).items())
        )
        if gathering.ends_at > self.now:
            brings = next(key for key, answer in story.answers(evening).items() if answer == "yes")
            Guest.objects.create(
                gathering=gathering, name="Ada", brought_by=self.members[brings], asked_at=asked
            )
        set_by = next(m for m in self.members.values() if m.standing == Standing.HOST)
        turns = Turn.objects.bulk_create(
            Turn(
                gathering=gathering,
                role=self.roles[role],
                holder=self.members[holder],
                beside=self.members.get(evening.beside.get(role, "")),
                how=How.SET,
                set_by=set_by,
                set_at=min(self._at(gathering.day - timedelta(days=20)), self.now - timedelta(days=1)),
            )
            for role, holder in story.turns(evening.position).items()
        )
        TurnChange.objects.bulk_create(
            TurnChange(
                gathering=gathering, role=turn.role, member=turn.holder, what="set", by=set_by, at=turn.set_at
            )
            for turn in turns
        )
        if evening.position <= 0:  # of what comes later nobody is told yet
            self._tell(turns)

    def _tell(self, turns: list[Turn]) -> None:
        """Let everybody know what they hold, or whom they sit beside."""
        for part in ("holder", "beside"):
            Told.objects.bulk_create(
                Told(
                    gathering=turn.gathering,
                    role=turn.role,
                    member=getattr(turn, part),
                    part="holds" if part == "holder" else "beside",
                    by=turn.set_by,
                    told_at=turn.set_at,
                )
                for turn in turns
                if getattr(turn, part)
            )

    def _practice_field(self, evening: Evening) -> None:
        gathering = self.gatherings[evening.position]
        Practice.objects.bulk_create(
            Practice(
                gathering=gathering,
                membership=self.members[key],
                words=words,
                told=key in evening.told,
                written_at=min(gathering.ends_at, self.now),
            )
            for key, words in evening.tries.items()
        )

    def _poem(self, evening: Evening, catch: Catch) -> None:
        turns = self.story.turns(evening.position)
        catcher = next(self.members[turns[key]] for key, role in self.roles.items() if role.duty == "catches")
        plant_poem(
            catch,
            gathering=self.gatherings[evening.position],
            question=evening.question,
            catcher=catcher,
            members=self.members,
            now=self.now,
        )
