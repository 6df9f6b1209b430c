"""Complaints in any order of acts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from discipline.models.complaints import Complaint
from discipline.services import complaints
from discipline.services.complaints import Told, Who
from tests.discipline.stateful import acts
from tests.discipline.stateful.people import PEOPLE
from tests.discipline.stateful.play import Play, anybody, by

ANSWERED = {"received": "acknowledge", "acknowledged": "assign", "in_hand": "look"}


class Complaining(Play):
    """Whoever complains, whoever deals with it, and whoever asks."""

    @initialize(steps=st.integers(0, 3), about=st.sampled_from(PEOPLE))
    def a_complaint_is_under_way(self, steps: int, about: str) -> None:
        told, who = Told(self.bureau.cast["north"], "favour", "收了商户的钱"), Who("auxiliary", "知情人", "", None)
        subject = self.bureau.people[about]
        more = {"channel": "page", "on": self.day, "subjects": [subject]}
        self.note("complain", acts.call(lambda: complaints.receive(told=told, who=who, **more)))
        for _step in range(steps):
            self.answered(Complaint.objects.get(), "service", "second")

    @rule(data=st.data(), who=st.sampled_from(("nobody", "lin", "wu", "inspector", "hr")), about=st.booleans())
    def complain(self, data: Any, who: str, about: bool) -> None:
        user, told = self.bureau.users.get(who), Told(self.bureau.cast["north"], "favour", "收了商户的钱")
        subjects = [data.draw(st.sampled_from((*self.bureau.people.values(), *self.bureau.officers.values())))]
        person = Who("colleague", "知情人", "", user.person_id) if user is not None else Who()
        more = {"channel": "own" if user else "page", "on": self.day, "subjects": subjects if about else ()}
        self.note("complain", acts.call(lambda: complaints.receive(told=told, who=person, **more)))

    @precondition(lambda self: self.some(Complaint, *ANSWERED))
    @rule(data=st.data(), way=by)
    def a_complaint_goes_on(self, data: Any, way: str) -> None:
        row = self.one(data, Complaint, status__in=[*ANSWERED])
        self.answered(row, way, data.draw(st.sampled_from(acts.INSPECTORS)))

    def answered(self, row: Complaint, way: str, handler: str) -> None:
        name = ANSWERED[row.status]
        if name == "look" and row.retaliation_checks.exists():
            name = "answer"
        who = next((one for one in acts.INSPECTORS if self.bureau.users[one].pk == row.handler_id), "inspector")
        more = {"handler": self.bureau.users[handler]} if name == "assign" else {}
        self.act(f"complaint {name}", acts.COMPLAINTS[name], row, who, way, **more)

    @precondition(lambda self: self.some(Complaint))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(acts.COMPLAINTS)), handler=anybody)
    def anybody_acts_on_a_complaint(self, data: Any, way: str, who: str, name: str, handler: str) -> None:
        row = self.one(data, Complaint)
        more = {"handler": self.bureau.users[handler]} if name == "assign" else {}
        done = self.act(f"complaint {name}", acts.COMPLAINTS[name], row, who, way, **more)
        holder = row.handler_person_id is not None and row.handler_person_id == self.bureau.users[who].person_id
        assert not (name == "open_reporter" and done.ok and not holder), f"{who} opened the reporter of {row}"
