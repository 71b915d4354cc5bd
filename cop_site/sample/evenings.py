"""Lays what belongs to an evening: what to prepare, its flow, who was there, what the circle keeps of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from circles.models import Membership
from cop_site.sample.cast import CircleStory, Evening
from gatherings.models import FlowPart, Gathering, HostingRole, Presence

_FLOWS = (-3, 0)  # from this position to that one


def plant_evening(
    story: CircleStory,
    evening: Evening,
    gathering: Gathering,
    *,
    members: Mapping[str, Membership],
    roles: Mapping[str, HostingRole],
    now: datetime,
) -> None:
    """Lay it for one evening of the story; once it was before `now` (aware), with who was there."""
    gathering.preparation = evening.note
    gathering.materials = "\n".join(evening.materials)
    gathering.notes = evening.notes
    gathering.save()
    if _FLOWS[0] <= evening.position <= _FLOWS[1]:
        _flow(story, gathering, roles)
    if gathering.is_over(now):
        _there(story, evening, gathering, members)


def _flow(story: CircleStory, gathering: Gathering, roles: Mapping[str, HostingRole]) -> None:
    FlowPart.objects.bulk_create(
        FlowPart(
            gathering=gathering,
            position=position,
            moment=part.moment,
            name=part.name,
            minutes=part.minutes,
            role=roles.get(part.held_by),
            who="" if part.held_by in roles else part.held_by,
        )
        for position, part in enumerate(story.flow, start=1)
    )


def _there(
    story: CircleStory, evening: Evening, gathering: Gathering, members: Mapping[str, Membership]
) -> None:
    """Lay that who said yes was there, but for those who stayed away; a host said so the same night."""
    host = next(members[member.key] for member in story.members if member.standing == "host")
    said_yes = {key for key, answer in story.answers(evening).items() if answer == "yes"}
    there = (said_yes - set(evening.stayed_away)) | set(evening.came_anyway)
    Presence.objects.bulk_create(
        Presence(
            gathering=gathering,
            membership=members[key],
            set_by=host,
            noted_at=gathering.ends_at + timedelta(minutes=20),
        )
        for key in sorted(there)
    )
