"""Lays what was said on one evening, and the poem stitched from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from checkins.models import CheckIn, Consent, Harvest, Leave, Phrase, Round, Stitch, Voice
from checkins.travelling import consent
from circles.models import Membership
from cop_site.sample.cast import Catch
from gatherings.models import Gathering

_GIVEN_AFTER = timedelta(days=3)  # once its speakers have read it


def plant_poem(
    catch: Catch,
    *,
    gathering: Gathering,
    question: str,
    catcher: Membership,
    members: Mapping[str, Membership],
    now: datetime,
) -> None:
    """Lay the round of a gathering, what was brought and caught, and its poem, given before `now` (aware)."""
    opened = gathering.starts_at + timedelta(minutes=12)
    closed = opened + timedelta(minutes=35)
    round_ = Round.objects.create(gathering=gathering, question=question, opened_at=opened, closed_at=closed)
    brought = {
        key: CheckIn.objects.create(
            round=round_, membership=members[key], words=words, nonce=f"sample-{key}", brought_at=opened
        )
        for key, words in catch.brought.items()
    }
    phrases = Phrase.objects.bulk_create(
        Phrase(
            round=round_,
            text=phrase.text,
            is_silence=not phrase.text,
            speaker=members.get(phrase.speaker or ""),
            caught_by=catcher,
            checkin=brought.get(phrase.speaker or ""),
            nonce=f"sample-{number}",
            position=number,
            caught_at=opened + timedelta(minutes=2 * number),
        )
        for number, phrase in enumerate(catch.phrases, start=1)
    )
    harvest = Harvest.objects.create(
        gathering=gathering,
        title=catch.title,
        catcher=catcher,
        thanks=catch.thanks,
        begun_at=gathering.ends_at,
        given_at=min(gathering.ends_at + _GIVEN_AFTER, now),
    )
    Stitch.objects.bulk_create(
        Stitch(
            harvest=harvest,
            position=place,
            seam=stitch.seam,
            kind=stitch.kind,
            phrase=phrases[stitch.what] if isinstance(stitch.what, int) else None,
            added=stitch.what if isinstance(stitch.what, str) else "",
        )
        for place, stitch in enumerate(catch.stitches, start=1)
    )
    if catch.travels:
        _let_travel(harvest, phrases, catcher)


def _let_travel(harvest: Harvest, phrases: Sequence[Phrase], catcher: Membership) -> None:
    """Lay that everybody said aloud, at check-out, that their words may travel; then share the poem."""
    aloud = harvest.gathering.ends_at
    Consent.objects.bulk_create(
        Consent(phrase=phrase, leave=Leave.TRAVELS, voice=Voice.ALOUD, by=phrase.speaker, given_at=aloud)
        for phrase in phrases
        if phrase.speaker
    )
    consent.share(harvest, by=catcher, now=harvest.given_at or aloud)
