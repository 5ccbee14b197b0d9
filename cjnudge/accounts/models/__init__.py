from .force import Force, Unit
from .notices import Notice
from .people import Invitation, Membership, User
from .tries import Tries

__all__ = ["Force", "Invitation", "Membership", "Notice", "Tries", "Unit", "User"]
