"""What a session holds (codes and tokens shown once) lies sealed in the database."""

from __future__ import annotations

import json
from typing import Any

from core.crypto.sealing import seal_bytes, unseal_bytes

WHERE = "django_session.session_data"


class SealedSerializer:
    """SESSION_SERIALIZER. A session whose key is gone, or that was not sealed, is empty: its owner signs in again."""

    def dumps(self, obj: Any) -> bytes:
        return seal_bytes(json.dumps(obj, separators=(",", ":")).encode(), where=WHERE)

    def loads(self, data: bytes) -> Any:
        return json.loads(unseal_bytes(data, where=WHERE))
