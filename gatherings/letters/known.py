"""How a gathering stood when people last heard of it: what a letter of a change holds, and is compared with.

Ids, dates and hours alone, as they were; of the place only a fingerprint, by which it can be told whether it is
another, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from gatherings import rhythm
from gatherings.models import Gathering, Status


@dataclass(frozen=True, slots=True)
class Known:
    """A gathering as it was known: local day and hour with its zone, whether it was off, where; by its sequence."""

    gathering: int
    sequence: int
    day: date
    starts: time
    lasts: timedelta
    timezone: str
    off: bool
    where: str  # a fingerprint

    @classmethod
    def of(cls, gathering: Gathering) -> Self:
        """Return it as it stands."""
        return cls(
            gathering=gathering.pk,
            sequence=gathering.sequence,
            day=gathering.day,
            starts=gathering.starts,
            lasts=gathering.lasts,
            timezone=gathering.timezone,
            off=gathering.is_called_off,
            where=salted_hmac("gatherings.known", gathering.location, algorithm="sha256").hexdigest()[:12],
        )

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> Self:
        """Return it as a letter holds it."""
        return cls(
            **{
                **params,
                "day": date.fromisoformat(params["day"]),
                "starts": time.fromisoformat(params["starts"]),
                "lasts": timedelta(seconds=params["lasts"]),
            }
        )

    def written(self) -> dict[str, Any]:
        """Return it as a letter holds it."""
        return asdict(self) | {
            "day": self.day.isoformat(),
            "starts": self.starts.isoformat(),
            "lasts": self.lasts.total_seconds(),
        }

    def up_to(self, sequence: int) -> Self:
        """Return the same, compared with how it stands at a later sequence number."""
        return replace(self, sequence=sequence)

    @property
    def starts_at(self) -> datetime:
        """When it was to begin, aware."""
        return rhythm.instant(self.day, self.starts, ZoneInfo(self.timezone))

    def same_time(self, other: Self) -> bool:
        """Tell whether it begins and ends at the same moments."""
        return (self.starts_at, self.lasts) == (other.starts_at, other.lasts)

    def same(self, other: Self) -> bool:
        """Tell whether nobody need be told: the same moments, the same place, on or off as it was.

        Of one that is off, only that it is off matters.
        """
        if self.off and other.off:
            return True
        return self.off == other.off and self.where == other.where and self.same_time(other)

    def soonest(self, other: Self) -> datetime:
        """Return the earliest moment at which somebody may stand before a closed door, or miss it."""
        return min(each.starts_at for each in (self, other) if not each.off or each is other)

    def as_gathering(self, gathering: Gathering) -> Gathering:
        """Return a gathering that is not stored, told in the words of one: with the day and hours known."""
        was = Gathering(
            circle=gathering.circle,
            number=gathering.number,
            day=self.day,
            starts=self.starts,
            lasts=self.lasts,
            timezone=self.timezone,
            status=Status.CALLED_OFF if self.off else Status.PLANNED,
        )
        was.derive()
        return was
