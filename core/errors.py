"""Errors of the house: each is said to a person, in a sentence, with the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: permanent rule code, sentence in both languages, cited articles, and what would cure it."""

    code: str
    says: Mapping[str, str]  # {"en": …, "zh-hans": …}
    cites: Sequence[Mapping[str, str]] = ()
    cure: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)  # members, duties, days it is about

    def sentence(self, language: str | None = None) -> str:
        return in_language(self.says, language)

    def cure_sentence(self, language: str | None = None) -> str:
        return in_language(self.cure, language)

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "says": dict(self.says),
            "cites": [dict(c) for c in self.cites],
            "cure": dict(self.cure),
            "about": dict(self.about),
        }


def in_language(sentences: Mapping[str, str], language: str | None = None) -> str:
    """The sentence in the reader's language; English when there is none in it."""
    from django.utils.translation import get_language

    language = (language or get_language() or "zh-hans").lower()
    key = "zh-hans" if language.startswith("zh") else "en"
    return sentences.get(key) or sentences.get("en") or ""


class DomainError(Exception):
    """Base of what the house says no to; never a traceback for the reader."""

    status = 409


class Refused(DomainError):
    """Law or house rule says no. Carries every finding, and the stored attempt when there is one."""

    def __init__(self, findings: Sequence[Finding], *, attempt: Any = None, decision: Any = None) -> None:
        self.findings = list(findings)
        self.attempt = attempt
        self.decision = decision
        super().__init__("; ".join(f.code for f in self.findings))


class NotNow(DomainError):
    """The state of things says no: decided meanwhile, already ended, a newer version stands. Message is ready for the reader."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(str(message))


class BadInput(DomainError):
    """What was typed is wrong; names each field and says what to do."""

    status = 400

    def __init__(self, errors: Mapping[str, Sequence[str] | str]) -> None:
        self.errors: dict[str, list[str]] = {
            name: [said] if isinstance(said, str) or not isinstance(said, Sequence) else [*said]
            for name, said in errors.items()
        }
        super().__init__(str({name: [str(m) for m in said] for name, said in self.errors.items()}))


class NeedsProof(DomainError):
    """The person may, but must first prove to be there. `kind` names the missing step for programs."""

    status = 403

    def __init__(self, kind: str, message: str, *, status: int = 403) -> None:
        self.kind, self.message, self.status = kind, message, status
        super().__init__(str(message))

    @property
    def type(self) -> str:
        return f"urn:auxpolice:problem:{self.kind}"


# What PostgreSQL says when two acts stood in each other's way: lock time-out, deadlock, serialisation.
IN_THE_WAY = frozenset({"55P03", "40P01", "40001"})


def stood_in_the_way(error: BaseException) -> bool:
    """Did the database give up an act because another one held what it needed? Nothing was written; trying again helps."""
    return getattr(error.__cause__, "pgcode", "") in IN_THE_WAY
