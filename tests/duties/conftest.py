"""The stage of the tests of assignments."""

import pytest

from duties.decision import text as reading
from duties.screening import Screening
from tests.duties.stage import Stage


@pytest.fixture
def stage(db: None) -> Stage:
    return Stage()


@pytest.fixture
def plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts name nothing: the tests which are not about screening do not depend on its lexicon."""
    monkeypatch.setattr(reading, "screen", lambda *args, **kwargs: Screening())
