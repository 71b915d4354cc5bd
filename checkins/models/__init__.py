"""What was said, and the poem."""

from checkins.models.consents import Consent, Leave, Voice
from checkins.models.poems import Harvest, HarvestQuerySet, SeamKind, Stitch, StitchKind
from checkins.models.rounds import CHECKIN_LIMIT, PHRASE_LIMIT, CheckIn, Phrase, Round, RoundKind

__all__ = [
    "CHECKIN_LIMIT",
    "PHRASE_LIMIT",
    "CheckIn",
    "Consent",
    "Harvest",
    "HarvestQuerySet",
    "Leave",
    "Phrase",
    "Round",
    "RoundKind",
    "SeamKind",
    "Stitch",
    "StitchKind",
    "Voice",
]
