"""What was said, and the poem."""

from checkins.models.consents import Consent, Leave, Voice
from checkins.models.poems import Harvest, SeamKind, Stitch, StitchKind
from checkins.models.rounds import CHECKIN_LIMIT, PHRASE_LIMIT, CheckIn, Phrase, Round, RoundKind

__all__ = [
    "CHECKIN_LIMIT",
    "PHRASE_LIMIT",
    "CheckIn",
    "Consent",
    "Harvest",
    "Leave",
    "Phrase",
    "Round",
    "RoundKind",
    "SeamKind",
    "Stitch",
    "StitchKind",
    "Voice",
]
