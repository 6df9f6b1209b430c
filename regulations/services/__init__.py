"""Every write of this room: local bans, their lifting, local values, confirmations. Each takes two natural persons."""

from .bans import lift_ban, propose_ban
from .confirmations import propose_confirmation
from .two_persons import approve, decline
from .values import propose_value

__all__ = ["approve", "decline", "lift_ban", "propose_ban", "propose_confirmation", "propose_value"]
