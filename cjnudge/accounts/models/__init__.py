from .force import Force, Unit
from .people import Invitation, Membership, User
from .tries import Tries

__all__ = ["Force", "Invitation", "Membership", "Tries", "Unit", "User"]
