from .force import Force, Unit
from .people import Invitation, Membership, User

__all__ = ["Force", "Invitation", "Membership", "Unit", "User"]
