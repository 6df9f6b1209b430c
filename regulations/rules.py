"""The register of rules: a permanent code, one sentence, its cure and a yes/no test. Packs say when each applies.

    @rule("RO-01", about="contract", says=_("The probation is longer than the term allows."), cure=_("…"))
    def probation_fits_the_term(facts: Facts) -> bool: …

The code is never reused or renumbered. The article is not here but in the packs (`data/<PACK>/rules/`), because another
place cites another article for the same rule. A rule of which the national pack does not speak stops `manage.py check`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from django.utils import translation

from core.errors import Finding
from regulations.packs import NATION, PackError, load

LANGUAGES: Final = {"en": "en", "zh-hans": "zh-hans"}
CODE: Final = re.compile(r"^[A-Z]{2}-\d{2,3}$")
PLACEHOLDER: Final = re.compile(r"%\(\w+\)s")

Test = TypeVar("Test", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """One rule. `waivable` marks house policy; law is never waivable."""

    code: str
    about: str
    says: Any  # a lazy translation, or a plain message
    cure: Any
    holds: Callable[..., Any]
    waivable: bool = False

    def place(self) -> tuple[Path, int]:
        """File and line of the test, for `manage.py rules`."""
        return Path(inspect.getsourcefile(self.holds) or ""), inspect.getsourcelines(self.holds)[1]


_RULES: dict[str, Rule] = {}


def rule(code: str, *, about: str, says: Any, cure: Any = "", waivable: bool = False) -> Callable[[Test], Test]:
    """Register the decorated test, which is true where all is well."""
    if not CODE.match(code):
        raise ValueError(f"{code!r} is no rule code: two letters, a dash, two or three digits.")

    def register(holds: Test) -> Test:
        if code in _RULES:
            raise ValueError(f"Two rules are called {code}: a code is given once and for ever.")
        _RULES[code] = Rule(code, about, says, cure, holds, waivable)
        return holds

    return register


def all_rules() -> tuple[Rule, ...]:
    """Every registered rule by its code. Rooms register theirs when they start."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def get(code: str) -> Rule:
    try:
        return _RULES[code]
    except KeyError:
        raise PackError(f"No rule is called {code}: a typing error, or a room not started?", key=code) from None


def about(question: str) -> tuple[Rule, ...]:
    """The rules about a question. A question no rule is about is an error, not a yes."""
    found = tuple(_RULES[code] for code in sorted(code for code, one in _RULES.items() if one.about == question))
    if not found:
        raise PackError(f"No rule is about {question!r}: a typing error, or a room not started?", key=question)
    return found


def applies(code: str, *, day: date, pack: str = NATION) -> bool:
    """Whether the packs let the rule count on the day; silence of all of them raises PackError."""
    return load().clause(code, day=day, pack=pack) is not None


def broken(question: str, facts: Any, *, day: date, pack: str = NATION, **words: Any) -> list[Finding]:
    """Every rule about the question that counts on the day and that the facts break. An empty list: nothing is wrong."""
    return [
        finding(one.code, day, pack, **words)
        for one in about(question)
        if applies(one.code, day=day, pack=pack) and not one.holds(facts)
    ]


def finding(
    code: str, day: date, pack: str = NATION, *, cites: Iterable[str] = (), about: Any = None, **words: Any
) -> Finding:
    """The rule as something to tell: sentence and cure in both languages, with the articles of that place and day.

    `words` fill the placeholders; a mapping `{"en": …, "zh-hans": …}` is a word that differs by language. `cites` puts
    further articles (of a verdict row, say) before those of the rule.
    """
    one, packs = get(code), load()
    clause = packs.clause(code, day=day, pack=pack)
    articles = dict.fromkeys((*cites, *(clause.cites if clause else ())))
    return Finding(
        code=code,
        says=in_both(one.says, words),
        cites=tuple(packs.cite(article).as_dict() for article in articles),
        cure=in_both(one.cure, words) if one.cure else {},
        about=about or {},
    )


def in_both(message: Any, words: Mapping[str, Any] | None = None) -> dict[str, str]:
    """A sentence in both languages, its placeholders filled."""
    sentences: dict[str, str] = {}
    for key, language in LANGUAGES.items():
        with translation.override(language):
            text = translation.gettext(message) if isinstance(message, str) else str(message)
            sentences[key] = text % _words_in(key, words) if words else text
    return sentences


def in_general(message: Any) -> dict[str, str]:
    """A sentence in both languages about nobody in particular: dots where a case would be named."""
    return {key: PLACEHOLDER.sub("…", text) for key, text in in_both(message).items()}


def _words_in(key: str, words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: word[key] if isinstance(word, Mapping) and key in word else word for name, word in words.items()}
