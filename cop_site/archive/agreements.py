"""The agreements of an archive, with their history: rows in, words out, in the language that is active."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from circles.archiving import Row
from circles.models import Ending, Origin, Stand, Verdict, Weight
from circles.words.markdown import bullets, lines, quoted, said
from cop_site.archive.shelves import Shelves


@dataclass(frozen=True, kw_only=True)
class Held:
    """One agreement: its wordings, the newest first, and whether the circle still holds it."""

    wordings: list[Row]
    retired_at: str


def held(shelves: Shelves) -> list[Held]:
    """Return the agreements in the circle's order, those let go last."""
    rows = sorted(
        shelves.rows["agreements"],
        key=lambda row: (row["retired_at"] is not None, int(row["position"] or 0), str(row["uid"])),
    )
    found = []
    for row in rows:
        wordings = shelves.of("wordings", "agreement", row["uid"])
        wordings = sorted(wordings, key=lambda each: -int(each["number"] or 0))
        found.append(Held(wordings=wordings, retired_at=str(row["retired_at"] or "")))
    return [each for each in found if each.wordings]


def agreed(shelves: Shelves, wording: Row) -> str:
    """Return how and since when a wording is held: "firmly held, since 28 January 2026"."""
    return _("%(weight)s, since %(day)s") % {
        "weight": Weight(str(wording["weight"])).label,
        "day": shelves.day(wording["agreed_on"]),
    }


def agreements_page(shelves: Shelves) -> str:
    """Return what the circle promises itself, with who stands by it, and how it came to be."""
    standing = [each for each in held(shelves) if not each.retired_at]
    let_go = [each for each in held(shelves) if each.retired_at]
    proposals = sorted(shelves.rows["proposals"], key=lambda row: (str(row["proposed_at"]), str(row["uid"])))
    proposals = [row for row in proposals if row["ending"] != Ending.ADOPTED]
    return lines(
        "# " + _("Agreements"),
        *(_agreement(shelves, each) for each in standing),
        "## " + _("Let go") if let_go else "",
        *(_agreement(shelves, each) for each in let_go),
        "## " + _("Proposed") if proposals else "",
        *(_proposal(shelves, row) for row in proposals),
    )


def _agreement(shelves: Shelves, each: Held) -> str:
    first, *before = each.wordings
    until = _("Let go on %(day)s.") % {"day": shelves.day(each.retired_at)} if each.retired_at else ""
    earlier = [
        _("Before: %(words)s (%(agreed)s)") % {"words": said(row["text"]), "agreed": agreed(shelves, row)}
        for row in before
    ]
    return lines(
        quoted(first["text"]),
        capfirst(agreed(shelves, first))
        + ", "
        + Origin(str(first["origin"])).label
        + "."
        + (f" {until}" if until else ""),
        _("To be looked at again on %(day)s.") % {"day": shelves.day(first["review_on"])}
        if first["review_on"]
        else "",
        bullets(
            *_affirmed(shelves, first),
            *(text for row in each.wordings for text in _reviews(shelves, row)),
            *earlier,
        ),
    ).rstrip()


def _affirmed(shelves: Shelves, wording: Row) -> list[str]:
    rows = shelves.of("affirmations", "wording", wording["uid"])
    by_it = sorted(shelves.name(row["membership"]) for row in rows if row["stand"] == Stand.BY_IT)
    not_yet = sorted(
        (shelves.name(row["membership"]), str(row["words"])) for row in rows if row["stand"] == Stand.NOT_YET
    )
    texts = [_("Stand by it: %(names)s") % {"names": said(", ".join(by_it))}] if by_it else []
    for name, words in not_yet:
        texts.append(
            _("Not yet, would talk: %(name)s") % {"name": said(name)}
            + (f"\n{quoted(words)}" if words else "")
        )
    return texts


def _reviews(shelves: Shelves, wording: Row) -> list[str]:
    rows = sorted(
        shelves.of("reviews", "wording", wording["uid"]),
        key=lambda row: (str(row["reviewed_on"]), str(row["uid"])),
    )
    return [
        "\n".join(
            [
                _("Looked at again on %(day)s: %(verdict)s")
                % {"day": shelves.day(row["reviewed_on"]), "verdict": Verdict(str(row["verdict"])).label},
                *(quoted(row[question]) for question in ("helped", "better", "against") if row[question]),
            ]
        )
        for row in rows
    ]


def _proposal(shelves: Shelves, row: Row) -> str:
    concerns = sorted(
        shelves.of("concerns", "proposal", row["uid"]),
        key=lambda each: (str(each["raised_at"]), str(each["uid"])),
    )
    by = {"name": said(shelves.name(row["proposed_by"])), "day": shelves.day(row["proposed_at"])}
    return lines(
        quoted(row["text"]),
        _("Proposed by %(name)s on %(day)s") % by
        + (f", {Ending(str(row['ending'])).label}" if row["ending"] else ""),
        said(row["why"]),
        bullets(
            *(
                _("A concern of %(name)s") % {"name": said(shelves.name(each["membership"]))}
                + f"\n{quoted(each['words'])}"
                for each in concerns
            )
        ),
    ).rstrip()
