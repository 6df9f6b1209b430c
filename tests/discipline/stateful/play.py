"""How a sequence is played: whose turn it is, what came of an act, and that every move it made stood in the law."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from discipline.models import Commendation, GradeProposal
from roster.models import Auxiliary
from tests.cast import TODAY
from tests.discipline.stateful import acts, laws
from tests.discipline.stateful.acts import BY, Done, perform
from tests.discipline.stateful.people import PEOPLE, Bureau

EVERYBODY = (
    "inspector", "second", "supervisor", "boss", "legal", "counsel", "hr", "clerk", "higher", "requester", "pay-clerk",
    "supervisor2", "lin", "wu", "mate", "desk",
)  # fmt: skip
OFFICERS = ("gu", "he", "bai", "second", "boss", "counsel", "mate")
by = st.sampled_from(BY)
anybody = st.sampled_from(EVERYBODY)


class Play(RuleBasedStateMachine):
    """One sequence: everything it does is undone in the end."""

    bureau: ClassVar[Bureau]
    done: ClassVar[Counter[str]] = Counter()
    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.bureau.days.set(TODAY)
        self.people = {name: one.pk for name, one in self.bureau.people.items()}
        self.stand = laws.states()
        self.changed, self.climbed = True, True

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @property
    def day(self) -> dt.date:
        return self.bureau.days.day

    def act(self, name: str, act: acts.Act, row: Any, who: str, way: str = "service", **more: Any) -> Done:
        done = self.note(name, perform(self.bureau, act, row, who, way, **more))
        assert not (done.ok and act.only and who not in act.only), f"{who} did what only {act.only} may: {name}"
        return done

    def send(self, who: str, address: str, said: Mapping[str, Any], way: str) -> Done:
        """Something new, by its page or by the API."""
        send = acts.by_api if way == "api" else acts.by_page
        return send(self.bureau, address, who, said)

    def note(self, name: str, done: Done) -> Done:
        """Count it, and hold every move it made against the law."""
        self.done[name if done.ok else "refused"] += 1
        before, after = self.stand, self.look()
        assert done.ok or after == before, f"{name} was refused ({done.why}) and moved something"
        self.changed |= done.ok
        return done

    def look(self, *, several: bool = False) -> laws.States:
        """Where everything stands now, and whether the law let it come there."""
        after = laws.states()
        broken = list(laws.moved(self.stand, after, self.day, several=several))
        assert not broken, broken
        self.climbed |= any(after[model] != self.stand[model] for model in (Commendation, GradeProposal))
        self.stand = after
        self.reached.update(f"{model.__name__} {one}" for model, rows in after.items() for one in rows.values())
        return after

    def one(self, data: Any, model: Any, **filters: Any) -> Any:
        keys = sorted(model.objects.filter(**filters).values_list("pk", flat=True))
        return model.objects.get(pk=data.draw(st.sampled_from(keys))) if keys else None

    def person(self, data: Any) -> Auxiliary:
        return Auxiliary.objects.get(pk=self.people[data.draw(st.sampled_from(PEOPLE))])

    def account_of(self, auxiliary: int) -> str | None:
        """Who signs in as this auxiliary, among those of the play."""
        return next((name for name, key in self.people.items() if key == auxiliary), None)

    def some(self, model: Any, *status: str) -> bool:
        return any(one in status or not status for one in self.stand[model].values())
