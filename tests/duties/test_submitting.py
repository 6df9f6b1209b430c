"""A request is submitted: allowed becomes pending, referred goes to the legal reviewer, refused is kept."""

import datetime as dt

import pytest

from core import clock
from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from duties import services
from duties.decision import text as reading
from duties.life import Status
from duties.models import CHINA, Assignment, RefusedAttempt
from duties.screening import Hit, Screening
from roster.models import Contract, Restriction
from tests.duties.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_text")]


def test_a_lawful_request_becomes_pending_with_its_decision(stage):
    assignment = stage.submitted()
    assert assignment.status == Status.PENDING
    assert assignment.decision["decision"] == "allow"
    assert assignment.number.startswith("RW")
    assert AuditEntry.objects.filter(action="assignment.submitted", object_id=str(assignment.pk)).exists()


def test_a_refused_request_stays_a_draft_and_the_attempt_is_kept(stage):
    draft = stage.draft("patrol-street", "traffic-penalty-issue")
    with pytest.raises(Refused) as caught:
        services.submit(assignment=draft, by=stage.requester)
    draft.refresh_from_db()
    attempt = RefusedAttempt.objects.get()
    assert draft.status == Status.DRAFT
    assert caught.value.attempt == attempt
    assert attempt.duties_refused == ["traffic-penalty-issue"]
    assert attempt.decision["findings"][0]["cites"]
    assert AuditEntry.objects.filter(action="assignment.refused", success=False).count() == 1


def test_the_inspector_sees_the_attempt_and_another_bureau_does_not(stage):
    with pytest.raises(Refused):
        stage.submitted("traffic-penalty-issue")
    assert RefusedAttempt.objects.visible_to(stage.inspector).count() == 1
    assert not RefusedAttempt.objects.visible_to(stage.cast.user("supervisor2")).exists()
    assert not RefusedAttempt.objects.visible_to(stage.requester).exists()


def test_what_the_text_names_becomes_a_duty_of_the_request(stage, monkeypatch):
    found = Screening(codes=("traffic-penalty-issue",), hits=(Hit("traffic-penalty-issue", 4, 9, "开具罚单"),))
    monkeypatch.setattr(reading, "screen", lambda *args, **kwargs: found)
    with pytest.raises(Refused) as caught:
        stage.submitted(text="巡逻并开具罚单")
    assert caught.value.decision.duties_refused == ("traffic-penalty-issue",)


def test_a_harmless_named_duty_is_kept_with_its_words(stage, monkeypatch):
    found = Screening(codes=("publicity-education",), hits=(Hit("publicity-education", 0, 2, "宣传"),))
    monkeypatch.setattr(reading, "screen", lambda *args, **kwargs: found)
    assignment = stage.submitted()
    assert list(assignment.duties.values_list("code", "source", "words")) == [
        ("patrol-street", "chosen", ""),
        ("publicity-education", "text", "宣传"),
    ]


def test_unclear_work_is_referred(stage, monkeypatch):
    monkeypatch.setattr(reading, "screen", lambda *args, **kwargs: Screening(unclear=True))
    assert stage.submitted().status == Status.REFERRED


def test_only_whoever_asks_submits(stage):
    draft = stage.draft()
    with pytest.raises(NotNow):
        services.submit(assignment=draft, by=stage.cast.user("hr"))


def test_a_start_that_has_passed_is_named(stage):
    draft = stage.draft(starts_at=clock.now() - dt.timedelta(hours=1), ends_at=clock.now() + dt.timedelta(hours=1))
    with pytest.raises(BadInput) as caught:
        services.submit(assignment=draft, by=stage.requester)
    assert "starts_at" in caught.value.errors


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"auxiliaries": (999_999,)}, "auxiliaries"),
        ({"leads": (999_999,)}, "leads"),
        ({"commander": 999_999}, "commander"),
        ({"codes": ("no-such-duty",)}, "duties"),
        ({"text": ""}, "text"),
        ({"place": ""}, "place"),
        ({"unit_id": 999_999}, "unit"),
    ],
)
def test_bad_input_names_its_field(stage, more, field):
    with pytest.raises(BadInput) as caught:
        services.save_draft(content=stage.content(**more), by=stage.requester)
    assert field in caught.value.errors
    assert not Assignment.objects.exists()


def test_an_auxiliary_of_another_bureau_cannot_be_named(stage):
    stranger = stage.another("钱生", unit="west")
    with pytest.raises(BadInput) as caught:
        stage.draft(auxiliaries=(stranger.pk,))
    assert "auxiliaries" in caught.value.errors


def test_it_may_not_end_before_it_starts(stage):
    with pytest.raises(BadInput) as caught:
        stage.draft(ends_at=stage.starts_at - dt.timedelta(minutes=1))
    assert "ends_at" in caught.value.errors


def test_a_draft_changed_meanwhile_is_not_overwritten(stage):
    draft = stage.draft()
    services.save_draft(content=stage.content(place="北门"), assignment=draft, by=stage.requester, revision=1)
    with pytest.raises(NotNow):
        services.save_draft(content=stage.content(place="南门"), assignment=draft, by=stage.requester, revision=1)
    draft.refresh_from_db()
    assert draft.place == "北门"


class TestFacts:
    """Each fact of the people and the papers reaches the decision from its record."""

    def refused(self, stage: Stage, *codes: str, **more) -> tuple[str, ...]:
        with pytest.raises(Refused) as caught:
            stage.submitted(*codes, **more)
        return caught.value.decision.reasons

    def test_contract_ended(self, stage):
        Contract.objects.filter(auxiliary=stage.lin).update(ends_on=stage.day - dt.timedelta(days=1))
        assert self.refused(stage) == ("contract_missing",)

    def test_card_given_back(self, stage):
        stage.lin.cards.update(returned_on=stage.day)
        assert self.refused(stage) == ("work_card_invalid",)

    def test_training_run_out(self, stage):
        stage.lin.qualifications.update(valid_until=stage.day - dt.timedelta(days=1))
        assert self.refused(stage) == ("training_invalid",)

    def test_posted_elsewhere(self, stage):
        stage.lin.postings.update(unit=stage.cast["south"])
        assert self.refused(stage) == ("not_on_strength",)

    def test_clerical(self, stage):
        clerk = stage.another("文职", category="clerical")
        assert self.refused(stage, auxiliaries=(clerk.pk,)) == ("category_mismatch",)

    def test_restricted(self, stage):
        Restriction.objects.create(auxiliary=stage.lin, kind="suspension", reason="调查", starts_on=stage.day)
        assert self.refused(stage) == ("restricted",)

    def test_a_relative_is_concerned(self, stage):
        stage.lin.relationships.create(name="林大", kind="sibling", starts_on=stage.day)
        assert self.refused(stage, parties=("林大",)) == ("avoidance_conflict",)

    def test_already_assigned_at_that_hour(self, stage):
        stage.approved()
        assert self.refused(stage) == ("elsewhere",)

    def test_too_little_rest(self, stage):
        stage.approved()
        later = stage.starts_at + dt.timedelta(hours=6)
        more = {"starts_at": later, "ends_at": later + dt.timedelta(hours=1)}
        assert self.refused(stage, **more) == ("rest_short",)

    def test_a_lead_is_named_for_another_place(self, stage):
        stage.approved()
        third = stage.another()
        assert self.refused(stage, auxiliaries=(third.pk,), place="火车站") == ("lead_elsewhere",)

    def test_a_lead_named_for_another_place_in_the_small_hours(self, stage):
        """The form gives local time, the database UTC: the same night all the same."""
        night = (stage.starts_at + dt.timedelta(days=1)).astimezone(CHINA).replace(hour=1, minute=0)
        hours = {"starts_at": night, "ends_at": night + dt.timedelta(hours=3)}
        stage.approved(**hours)
        third = stage.another()
        assert self.refused(stage, auxiliaries=(third.pk,), place="火车站", **hours) == ("lead_elsewhere",)

    def test_no_commander(self, stage):
        assert self.refused(stage, commander=None) == ("commander_missing",)

    def test_a_trainee_leads(self, stage):
        trainee = stage.cast.officer("实习", status="trainee")
        assert "police_lead_missing" in self.refused(stage, "respond-to-call", leads=(trainee.pk,))

    def test_no_recorder(self, stage):
        assert self.refused(stage, "respond-to-call", recorder_number="") == ("recording_missing",)

    def test_sex_of_the_person_concerned(self, stage):
        assert self.refused(stage, "search-person-assist", party_sex="F") == ("same_sex_missing",)
        assert stage.submitted("search-person-assist", party_sex="M").status == Status.PENDING

    def test_approval_without_its_author(self, stage):
        more = {"approval_number": "批〔2026〕1", "approval_by": ""}
        assert self.refused(stage, "police-work-secret", auxiliaries=(stage.another(category="clerical").pk,), **more)

    def test_driving_licence(self, stage):
        paper = {"approval_number": "批〔2026〕1", "approval_by": "陈所长"}
        assert self.refused(stage, "drive-police-vehicle", auxiliaries=(stage.lin.pk,), **paper) == (
            "certificate_missing",
        )
        stage.lin.qualifications.create(
            kind="certificate", subject="driving_licence", name="C1", obtained_on=stage.day, valid_until=stage.day
        )
        assert stage.submitted("drive-police-vehicle", auxiliaries=(stage.lin.pk,), **paper).status == Status.PENDING


def test_the_number_of_queries_does_not_grow_with_the_number_of_requests(stage, django_assert_max_num_queries):
    from duties.selectors.facts import decide_many, proposals_of

    assignments = [stage.draft() for _ in range(3)]
    for few in (assignments[:1], assignments):
        with django_assert_max_num_queries(24) as counted:
            decisions = decide_many(proposals_of(few))
        counts = len(counted)
        assert len(decisions) == len(few)
    with django_assert_max_num_queries(counts):
        decide_many(proposals_of(assignments[:2]))
