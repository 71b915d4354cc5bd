"""What was said, and the poem."""

from checkins.models.centre import Centre, Flame, FlameState, Scene
from checkins.models.consents import Consent, Leave, LetBy, SaidAloud, Voice, leave_said
from checkins.models.drafts import Draft
from checkins.models.poems import (
    THANKS_LIMIT,
    TITLE_LIMIT,
    Harvest,
    HarvestQuerySet,
    SeamKind,
    Stitch,
    StitchKind,
    poem_of,
)
from checkins.models.prints import Print, PrintKind, PrintState
from checkins.models.responses import RESPONSE_LIMIT, Response, ResponseQuerySet
from checkins.models.rounds import (
    CHECKIN_LIMIT,
    PHRASE_LIMIT,
    CheckIn,
    Phrase,
    Round,
    RoundKind,
    is_one_line,
    rounds_of,
)

__all__ = [
    "CHECKIN_LIMIT",
    "PHRASE_LIMIT",
    "RESPONSE_LIMIT",
    "THANKS_LIMIT",
    "TITLE_LIMIT",
    "Centre",
    "CheckIn",
    "Consent",
    "Draft",
    "Flame",
    "FlameState",
    "Harvest",
    "HarvestQuerySet",
    "Leave",
    "LetBy",
    "Phrase",
    "Print",
    "PrintKind",
    "PrintState",
    "Response",
    "ResponseQuerySet",
    "Round",
    "RoundKind",
    "SaidAloud",
    "Scene",
    "SeamKind",
    "Stitch",
    "StitchKind",
    "Voice",
    "is_one_line",
    "leave_said",
    "poem_of",
    "rounds_of",
]
