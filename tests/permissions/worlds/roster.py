"""A file with one row of each kind, and somebody who left."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from roster import services
from tests.cast import TODAY, Cast


def objects(cast: Cast) -> dict[str, Any]:
    auxiliary, leaver, by = cast.user("auxiliary").person.auxiliary, cast.auxiliary("离职人"), cast.user("hr")
    paper = SimpleUploadedFile("report.pdf", b"%PDF-1.4 tiny %%EOF")
    about: dict[str, Any] = {"auxiliary": auxiliary, "by": by}
    return {
        "contract": auxiliary.contracts.get(),
        "card": auxiliary.cards.get(),
        "qualification": auxiliary.qualifications.get(),
        "issue": services.issue_equipment(kind="radio", serial="R-1", issued_on=TODAY, **about),
        "restriction": services.restrict(kind="medical", reason="腰伤", starts_on=TODAY, on=TODAY, **about),
        "relationship": services.add_relationship(name="林父", kind="parent", starts_on=TODAY, **about),
        "injury": services.report_injury(happened_on=TODAY, what="执勤摔伤", **about),
        "document": services.add_document(kind="medical", title="体检", file=paper, **about),
        "leaver": leaver,
        "leaving": services.leave(auxiliary=leaver, last_day=TODAY, ground="resigned", by=by, on=TODAY),
        "post": cast.post(),
        "quota": cast.quota("north", number=100),
    }
