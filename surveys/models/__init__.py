from .answers import FreeText, Pool, Response
from .drafts import Draft
from .invitations import Letter, SurveyInvitation
from .waves import Station, Wave

__all__ = ["Draft", "FreeText", "SurveyInvitation", "Letter", "Pool", "Response", "Station", "Wave"]
