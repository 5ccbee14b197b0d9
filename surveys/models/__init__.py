from .answers import FreeText, Pool, Response
from .drafts import Draft
from .instruments import InstrumentVersion, Translation
from .invitations import Letter, SurveyInvitation
from .releases import Release, ReleaseChart
from .replies import Reply, SupportContact, TextCheck, TextChecker
from .training import CaseRules, TrainingSession
from .waves import Station, Wave

__all__ = [
    "CaseRules",
    "Draft",
    "FreeText",
    "InstrumentVersion",
    "Letter",
    "Pool",
    "Release",
    "ReleaseChart",
    "Reply",
    "Response",
    "Station",
    "SupportContact",
    "SurveyInvitation",
    "TextCheck",
    "TextChecker",
    "TrainingSession",
    "Translation",
    "Wave",
]
