"""The pages of an archive that people read: rows in, Markdown out, in the language that is active."""

from datetime import time

from django.utils.translation import gettext as _

from circles.archiving import Row
from circles.models import Standing
from circles.words.markdown import bullets, lines, quoted, said
from cop_site.archive.poems import Poem, poems_of
from cop_site.archive.shelves import Shelves
from gatherings.models import Answer, Status
from gatherings.moments import zone_words
from gatherings.wording import rhythm_words


def circle_page(shelves: Shelves) -> str:
    """Return what the circle says of itself."""
    circle = shelves.circle
    rhythms = [row for row in shelves.rows["rhythms"] if row["ended"] is None]
    facts = [
        _("Founded: %(day)s") % {"day": shelves.day(circle["founded_at"])},
        *(
            _("Gathers: %(when)s, %(hour)s, %(zone)s")
            % {
                "when": rhythm_words(str(row["rule"])),
                "hour": f"{time.fromisoformat(str(row['starts'])):%H:%M}",
                "zone": zone_words(str(circle["timezone"])),
            }
            for row in rhythms
        ),
        _told(_("Usual place: %(words)s"), circle["place"]),
        _told(_("On the call: %(words)s"), circle["call_link"]),
        _told(_("Grew out of: %(words)s"), circle["origin_lab"]),
        _told(_("Rests since: %(words)s"), circle["resting_since"] and shelves.day(circle["resting_since"])),
        _told(_("Why it rests: %(words)s"), circle["resting_why"]),
        _told(_("Closed on: %(words)s"), circle["closed_on"] and shelves.day(circle["closed_on"])),
    ]
    roles = sorted(shelves.rows["roles"], key=lambda row: (int(row["position"] or 0), str(row["uid"])))
    return lines(
        f"# {said(circle['name'])}",
        quoted(circle["purpose"]),
        bullets(*facts),
        quoted(circle["farewell"]) if circle["farewell"] else "",
        "## " + _("Hosting roles") if roles else "",
        *(lines(f"### {said(role['name'])}", said(role["words"])).rstrip() for role in roles),
    )


def people_page(shelves: Shelves) -> str:
    """Return who is in the circle and who was; no addresses."""
    members = sorted(
        shelves.rows["memberships"],
        key=lambda row: (str(row["joined_at"]), str(row["name"]), str(row["uid"])),
    )
    named = [row for row in members if row["name"]]
    present = [row for row in named if row["left_at"] is None]
    former = [row for row in named if row["left_at"] is not None]
    here = _("%(name)s, %(standing)s, since %(day)s")
    gone = _("%(name)s, until %(day)s")
    return lines(
        "# " + _("People"),
        bullets(
            *(
                here
                % {
                    "name": said(row["name"]),
                    "standing": Standing(int(row["standing"] or 1)).label,
                    "day": shelves.day(row["joined_at"]),
                }
                for row in present
            )
        ),
        "## " + _("Were here") if former else "",
        bullets(*(gone % {"name": said(row["name"]), "day": shelves.day(row["left_at"])} for row in former)),
    )


def gatherings_page(shelves: Shelves) -> str:
    """Return every gathering: when, where, what about, who held what, who came or comes."""
    poems = {poem.gathering: poem for poem in poems_of(shelves)}
    return lines(
        "# " + _("Gatherings"),
        *(_gathering(shelves, row, poems.get(str(row["uid"]))) for row in shelves.gatherings),
    )


def poem_page(poem: Poem) -> str:
    """Return one poem; a wide breath where the circle kept silence."""
    stanzas = ["\\\n".join(said("\n".join(stanza)).splitlines()) or "&nbsp;" for stanza in poem.stanzas]
    return lines(f"# {said(poem.title)}", poem.day, *stanzas, "---", said(poem.credit))


def _gathering(shelves: Shelves, row: Row, poem: Poem | None) -> str:
    roles = {str(role["uid"]): role for role in shelves.rows["roles"]}
    turns = sorted(
        shelves.of("turns", "gathering", row["uid"]),
        key=lambda turn: (
            int(roles[str(turn["role"])]["position"] or 0),
            int(turn["seat"] or 0),
            str(turn["uid"]),
        ),
    )
    answers = shelves.of("answers", "gathering", row["uid"])
    coming = sorted(shelves.name(each["membership"]) for each in answers if each["answer"] == Answer.YES)
    told = shelves.of("practices", "gathering", row["uid"])
    day = {"day": shelves.day(row["day"]), "hour": f"{time.fromisoformat(str(row['starts'])):%H:%M}"}
    heading = _("%(day)s, %(hour)s") % day
    if row["status"] == Status.CALLED_OFF:
        heading = _("Called off: %(gathering)s") % {"gathering": heading}
    return lines(
        f"## {heading}",
        bullets(
            _told(_("Why: %(words)s"), row["reason"]),
            *(
                _told(_("Learning lab: %(words)s"), lab["title"])
                for lab in shelves.of("labs", "gathering", row["uid"])
            ),
            _told(_("Theme: %(words)s"), row["theme"]),
            _told(_("Check-in question: %(words)s"), row["question"]),
            _told(_("Place: %(words)s"), row["place"]),
            *(f"{said(roles[str(turn['role'])]['name'])} – {_holder(shelves, turn)}" for turn in turns),
            _told(_("Said yes: %(words)s"), ", ".join(coming)),
            *(
                _("%(name)s will try: %(words)s")
                % {"name": said(shelves.name(each["membership"])), "words": said(each["words"])}
                for each in sorted(told, key=lambda each: str(each["uid"]))
            ),
            f"[{said(poem.title)}]({poem.file})" if poem else "",
        ),
    ).rstrip()


def _holder(shelves: Shelves, turn: Row) -> str:
    holder = said(shelves.name(turn["holder"]))
    if not turn["beside"]:
        return holder
    return _("%(name)s, %(beside)s beside them") % {
        "name": holder,
        "beside": said(shelves.name(turn["beside"])),
    }


def _told(words: str, value: object) -> str:
    """Return a sentence with its words, or nothing where there are none."""
    return words % {"words": said(value)} if value else ""
