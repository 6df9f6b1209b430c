"""What the signed lines outside the database say about the chain inside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evidence import anchors
from evidence.verifying.report import MOST, Report


def lines_of(path: Path, report: Report) -> dict[int, dict[str, Any]]:
    """The good lines by place in the chain (the last of each place); bad ones go into the report. Raises OSError."""
    good: dict[int, dict[str, Any]] = {}
    for number, line, wrong in anchors.read(path):
        if wrong:
            report.add(f"line {number} of the anchors {wrong}", line.get("seq"))
            if len(report.findings) >= MOST:
                break
        if line:
            report.anchors += 1
            report.newest_anchor = line["at"]
            earlier = good.get(line["seq"])
            if earlier is not None and earlier["hash"] != line["hash"]:
                report.add(f"line {number} of the anchors contradicts an earlier one", line["seq"])
            good[line["seq"]] = {**line, "number": number}
            if line["kind"] == "prune":
                report.first = max(report.first, line["first_kept"])
    return good


def compare(lines: Mapping[int, Mapping[str, Any]], hashes: Mapping[int, bytes], report: Report) -> None:
    """Each anchored place must still be there with the same hash; what was pruned is vouched for by the pruning."""
    good = report.first - 1
    for seq, line in sorted(lines.items()):
        if line["kind"] == "prune" and line["first_kept"] == report.first:
            if report.first - 1 in hashes and hashes[report.first - 1].hex() != line["before"]:
                report.add("the first kept link does not follow what was pruned", report.first)
        if seq < report.first - 1:
            continue
        if seq > report.seq:
            report.add(
                f"the chain ends at {report.seq}, but it was anchored at {seq} on {line['at']}: its end was cut off",
                report.seq + 1,
                line.get("entry"),
            )
            return
        found = hashes.get(seq)
        if found is not None and found.hex() != line["hash"]:
            report.add(
                f"the chain was recomputed: the anchor of {line['at']} (line {line['number']}) has another hash; "
                f"up to {good} it agrees",
                seq,
            )
            return
        good = seq


def late(report: Report, now: dt.datetime, *, minutes: int = 15) -> bool:
    """The newest anchor is old: nobody is anchoring. A fault of operation, not of the trail."""
    if not report.newest_anchor:
        return report.seq > 0
    return now - dt.datetime.fromisoformat(report.newest_anchor) > dt.timedelta(minutes=minutes)
