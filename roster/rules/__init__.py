"""May this person be hired, posted, given this contract, and may the contract end so? Each rule is one sentence."""

from roster.rules import contracts, endings, entry, room

__all__ = ["contracts", "endings", "entry", "room"]
