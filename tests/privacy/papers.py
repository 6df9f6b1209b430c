"""A paper in a file without the inspection of uploads, which is tested elsewhere and starts a process each time."""

from __future__ import annotations

from django.core.files.base import ContentFile

from core import clock
from roster.models import Auxiliary, Document


def paper(auxiliary: Auxiliary, kind: str, title: str) -> Document:
    document = Document(
        auxiliary=auxiliary, kind=kind, title=title, content_type="application/pdf", size=4, sha256="0" * 64,
        uploaded_at=clock.now(), file=ContentFile(b"%PDF", name="paper.pdf"),
    )  # fmt: skip
    document.save()
    return document
