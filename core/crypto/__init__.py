"""Secrets at rest: sealed fields bound to their row, blind indexes, keys and their change (docs/adr/0011)."""

from core.crypto.fields import SealedField, SealedJSONField, sealed_fields, sealed_in
from core.crypto.indexes import blind_index, find, holders
from core.crypto.keys import current_key, key_ids, keys
from core.crypto.sealed import Sealed
from core.crypto.sealing import seal, seal_bytes, unseal, unseal_bytes

__all__ = [
    "Sealed",
    "SealedField",
    "SealedJSONField",
    "blind_index",
    "current_key",
    "find",
    "holders",
    "key_ids",
    "keys",
    "seal",
    "seal_bytes",
    "sealed_fields",
    "sealed_in",
    "unseal",
    "unseal_bytes",
]
