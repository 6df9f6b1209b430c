"""What the request form sends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.timezone import localtime

from tests.duties.stage import Stage


def typed(stage: Stage, **more: Any) -> dict[str, Any]:
    """A street patrol of two, tomorrow, led by two."""
    start = localtime(stage.starts_at)
    return {
        "unit": stage.cast["north"].pk,
        "text": "人民广场治安巡逻",
        "place": "人民广场",
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + dt.timedelta(hours=4):%Y-%m-%dT%H:%M}",
        "auxiliaries": [stage.lin.pk, stage.wu.pk],
        "leads": [stage.bai.pk, stage.gao.pk],
        "commander": stage.gao.pk,
        "duties": ["patrol-street"],
        "recorder_number": "ZF-001",
        "act": "submit",
        **more,
    }
