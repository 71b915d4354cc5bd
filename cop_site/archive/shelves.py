"""The rows of an archive, to look things up in: by uid, by what they point to, and in words."""

from collections import defaultdict
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from circles.archiving import Row, Rows
from circles.words.dates import written


class Shelves:
    """The rows of one circle's archive. Nothing is told that does not stand in them."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.circle = rows["circle"][0]
        self.zone = ZoneInfo(str(self.circle["timezone"]))
        self._by_uid = {str(row["uid"]): row for part in rows.values() for row in part if "uid" in row}

    def row(self, uid: object) -> Row:
        """Return the row of this uid."""
        return self._by_uid[str(uid)]

    def of(self, part: str, field: str, uid: object) -> list[Row]:
        """Return the rows of a part whose `field` points to this uid."""
        return self._pointing[part, field].get(str(uid), [])

    def name(self, uid: object) -> str:
        """Return what a member is called here; somebody erased has no name."""
        return str(self.row(uid)["name"] if uid else "") or _("somebody who was here")

    @property
    def gatherings(self) -> list[Row]:
        """The gatherings, the first one first."""
        return sorted(
            self.rows["gatherings"], key=lambda row: (str(row["day"]), str(row["starts"]), str(row["uid"]))
        )

    @cached_property
    def _pointing(self) -> "_Pointing":
        return _Pointing(self.rows)

    def day(self, value: object) -> str:
        """Return a day, or the day of a moment on the circle's clock, written out."""
        text = str(value)
        day = (
            datetime.fromisoformat(text).astimezone(self.zone).date()
            if "T" in text
            else date.fromisoformat(text)
        )
        return written(day, "l j F Y")


class _Pointing(dict[tuple[str, str], dict[str, list[Row]]]):
    """Rows by part and field, then by what the field points to; each made when first asked for."""

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, key: tuple[str, str]) -> dict[str, list[Row]]:
        part, field = key
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows[part]:
            found[str(row[field])].append(row)
        self[key] = dict(found)
        return self[key]
