"""An assignment's life: every act leads where the plan says, and from nowhere else."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from core import clock
from core.actors import SYSTEM
from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry, OutboxEvent
from duties import life, services
from duties.decision import text as reading
from duties.life import Status
from duties.models import Assignment, RefusedAttempt, Ruling
from duties.screening import Screening
from duties.services import Attendance, Opinion
from roster.models import Relationship, Restriction
from tests.duties.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_text")]
MAY = Opinion(allows=True, text="本地条例第九条允许。", cites="SZ 9", code="continued-questioning")


@pytest.fixture
def shenzhen(db):
    return Stage(pack="CN-440300")


def referred(stage: Stage) -> Assignment:
    return stage.submitted("continued-questioning")


def move(assignment: Assignment, status: str) -> None:
    """Put an assignment elsewhere, as far as its life allows, without asking anybody."""
    Assignment.objects.filter(pk=assignment.pk).update(status=status, reason="因")


def now_is(monkeypatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_database_knows_the_same_moves():
    with connection.cursor() as cursor:
        states = [state.value for state in Status]
        cursor.execute(
            "SELECT a, b FROM unnest(%s::text[]) a, unnest(%s::text[]) b WHERE assignment_may_move(a, b)",
            [states, states],
        )
        assert set(cursor.fetchall()) == life.ACTS.moves()


class TestApproving:
    """The supervising officer approves what is lawful at that moment, and never his own."""

    def test_a_supervisor_approves(self, stage):
        assignment = stage.approved()
        assert (assignment.status, assignment.approver_officer) == (Status.APPROVED, stage.chief)
        assert AuditEntry.objects.filter(action="assignment.approved").count() == 1

    def test_the_commander_may_approve(self, stage):
        assert stage.approved(commander=stage.chief.pk).status == Status.APPROVED

    def test_without_the_right_nobody_approves(self, stage):
        assignment = stage.submitted()
        for who in (stage.requester, stage.legal, stage.cast.user("supervisor2")):
            with pytest.raises(PermissionDenied):
                services.approve(assignment=assignment, by=who)

    def refusal(self, assignment, by) -> set[str]:
        with pytest.raises(Refused) as caught:
            services.approve(assignment=assignment, by=by)
        assert Assignment.objects.get(pk=assignment.pk).status == Status.PENDING
        return {finding.code for finding in caught.value.findings}

    def test_whoever_asked_does_not_approve_even_with_a_second_account(self, stage):
        twin = stage.second_supervisor()
        type(twin).objects.filter(pk=twin.pk).update(person=stage.requester.person)
        stage.cast.officer("同一人", person=stage.requester.person)
        assert self.refusal(stage.submitted(), type(twin).objects.get(pk=twin.pk)) == {"DU-30"}

    def test_a_lead_does_not_approve(self, stage):
        assert self.refusal(stage.submitted(leads=(stage.chief.pk,)), stage.supervisor) == {"DU-31"}

    def test_a_relative_of_a_member_does_not_approve(self, stage):
        Relationship.objects.create(
            auxiliary=stage.lin, name="陈", related=stage.supervisor.person, kind="parent", starts_on=stage.cast.today
        )
        assert self.refusal(stage.submitted(), stage.supervisor) == {"DU-33"}

    @pytest.mark.parametrize("status", ["retired", "trainee", "left"])
    def test_only_a_serving_officer_approves(self, stage, status):
        assignment = stage.submitted()
        stage.chief.status = status
        stage.chief.save()
        assert self.refusal(assignment, stage.supervisor) == {"DU-34"}

    def test_what_changed_since_submission_is_refused_and_kept(self, stage):
        assignment = stage.submitted()
        Restriction.objects.create(auxiliary=stage.lin, kind="conduct", reason="调查", starts_on=stage.day)
        with pytest.raises(Refused):
            services.approve(assignment=assignment, by=stage.supervisor)
        assignment.refresh_from_db()
        assert assignment.status == Status.PENDING
        assert assignment.decision["reasons"] == ["restricted"]
        assert RefusedAttempt.objects.get().stage == "approve"

    def test_the_second_one_is_told_who_came_first(self, stage):
        assignment = stage.approved()
        with pytest.raises(NotNow) as caught:
            services.reject(assignment=assignment, reason="因", by=stage.second_supervisor())
        assert stage.supervisor.person.name in str(caught.value.message)


class TestReturning:
    """Returned work begins a new version; what was said before is kept."""

    def test_the_old_version_is_kept_and_a_new_one_begins(self, stage):
        assignment = services.return_(assignment=stage.submitted(), reason="地点不清", by=stage.supervisor)
        assert (assignment.status, assignment.version) == (Status.RETURNED, 2)
        content = stage.content(place="火车站北广场")
        services.save_draft(content=content, assignment=assignment, by=stage.requester)
        assert services.submit(assignment=assignment, by=stage.requester).status == Status.PENDING
        old = assignment.versions.get()
        assert (old.version, old.content["place"], old.reason) == (1, "人民广场", "地点不清")
        assert {member["name"] for member in old.content["members"]} == {"林晓", "吴强"}

    @pytest.mark.parametrize("act", [services.return_, services.reject, services.stop])
    def test_a_no_needs_its_reason(self, stage, act):
        with pytest.raises(BadInput):
            act(assignment=stage.submitted(), reason=" ", by=stage.supervisor)

    def test_rejected_is_the_end(self, stage):
        assignment = services.reject(assignment=stage.submitted(), reason="不需要", by=stage.supervisor)
        with pytest.raises(NotNow):
            services.approve(assignment=assignment, by=stage.supervisor)

    def test_a_request_is_taken_back_until_it_is_approved(self, stage):
        assert services.withdraw(assignment=stage.submitted(), by=stage.requester).status == Status.WITHDRAWN
        with pytest.raises(NotNow):
            services.withdraw(assignment=stage.approved(), by=stage.requester)


class TestRuling:
    """Where texts conflict, or the work is unclear, a legal reviewer rules."""

    def test_a_ruling_makes_it_pending_and_is_cited(self, shenzhen):
        assignment = services.rule(assignment=referred(shenzhen), opinion=MAY, by=shenzhen.legal)
        assert assignment.status == Status.PENDING
        assert assignment.decision["basis"]["rulings"][0]["number"] == Ruling.objects.get().number
        assert services.approve(assignment=assignment, by=shenzhen.supervisor).status == Status.APPROVED

    def test_the_next_request_of_the_unit_needs_no_new_ruling(self, shenzhen):
        services.rule(assignment=referred(shenzhen), opinion=MAY, by=shenzhen.legal)
        assert shenzhen.submitted("continued-questioning").status == Status.PENDING

    def test_a_ruling_against_it_rejects_it(self, shenzhen):
        no = Opinion(allows=False, text="部规章优先。", cites="CQ 5", code="continued-questioning")
        assert services.rule(assignment=referred(shenzhen), opinion=no, by=shenzhen.legal).status == Status.REJECTED
        with pytest.raises(Refused) as caught:
            shenzhen.submitted("continued-questioning")
        assert caught.value.decision.reasons == ("ruled_out",)

    def test_whoever_ruled_does_not_approve(self, shenzhen):
        ruler = shenzhen.user_of(shenzhen.cast.officer("法制"), group="legal", unit="first")
        assignment = services.rule(assignment=referred(shenzhen), opinion=MAY, by=ruler)
        type(shenzhen.supervisor).objects.filter(pk=shenzhen.supervisor.pk).update(person=ruler.person)
        with pytest.raises(Refused) as caught:
            services.approve(assignment=assignment, by=type(ruler).objects.get(pk=shenzhen.supervisor.pk))
        assert {finding.code for finding in caught.value.findings} == {"DU-35"}

    def test_whoever_asked_does_not_rule(self, shenzhen):
        assignment = referred(shenzhen)
        type(shenzhen.legal).objects.filter(pk=shenzhen.legal.pk).update(person=shenzhen.requester.person)
        with pytest.raises(NotNow):
            services.rule(assignment=assignment, opinion=MAY, by=type(shenzhen.legal).objects.get(pk=shenzhen.legal.pk))

    @pytest.fixture
    def unclear(self, stage, monkeypatch):
        monkeypatch.setattr(reading, "screen", lambda *args, **kwargs: Screening(unclear=True))
        return stage.submitted(codes=(), text="帮忙处理一下那件事")

    def test_for_unclear_work_the_ruling_names_the_duties(self, stage, unclear):
        named = Opinion(allows=True, text="即治安巡逻。", cites="HA 15(2)", named_codes=("patrol-street",))
        assignment = services.rule(assignment=unclear, opinion=named, by=stage.legal)
        assert assignment.status == Status.PENDING
        assert assignment.decision["duty_codes"] == ["patrol-street"]
        assert services.approve(assignment=assignment, by=stage.supervisor).status == Status.APPROVED

    def test_named_work_that_is_prohibited_is_rejected_and_kept(self, stage, unclear):
        named = Opinion(allows=True, text="实为开罚单。", cites="HA 17", named_codes=("traffic-penalty-issue",))
        assert services.rule(assignment=unclear, opinion=named, by=stage.legal).status == Status.REJECTED
        assert RefusedAttempt.objects.get().duties_refused == ["traffic-penalty-issue"]

    @pytest.mark.parametrize("missing", ["text", "cites", "named_codes"])
    def test_a_ruling_gives_reasons_articles_and_duties(self, stage, unclear, missing):
        said = {"text": "即治安巡逻。", "cites": "HA 15(2)", "named_codes": ("patrol-street",)}
        said[missing] = () if missing == "named_codes" else " "
        with pytest.raises(BadInput) as caught:
            services.rule(assignment=unclear, opinion=Opinion(allows=True, **said), by=stage.legal)
        assert missing in caught.value.errors


class TestOnTheSpot:
    """A lead or the commander begins and completes the work."""

    @pytest.fixture
    def led(self, stage, monkeypatch):
        assignment = stage.approved("respond-to-call")
        now_is(monkeypatch, assignment.starts_at)
        return assignment

    def test_a_lead_confirms_that_he_is_there(self, stage, led):
        assignment = services.begin(assignment=led, by=stage.user_of(stage.bai))
        assert assignment.status == Status.UNDER_WAY
        assert [lead.officer for lead in assignment.leads.exclude(confirmed_at=None)] == [stage.bai]

    def test_the_commander_names_who_leads(self, stage, led):
        commander = stage.user_of(stage.gao)
        assert services.begin(assignment=led, by=commander, present=(stage.bai.pk,)).status == Status.UNDER_WAY

    def test_a_commander_who_leads_nobody_must_name_a_lead(self, stage, monkeypatch):
        assignment = stage.approved("respond-to-call", commander=stage.chief.pk)
        now_is(monkeypatch, assignment.starts_at)
        with pytest.raises(BadInput) as caught:
            services.begin(assignment=assignment, by=stage.supervisor)
        assert "present" in caught.value.errors

    def test_nobody_else_confirms(self, stage, led):
        for who in (stage.requester, stage.supervisor):
            with pytest.raises(NotNow):
                services.begin(assignment=led, by=who)

    def test_not_long_before_and_not_afterwards(self, stage, led, monkeypatch):
        lead = stage.user_of(stage.bai)
        for moment in (led.starts_at - dt.timedelta(hours=3), led.ends_at + dt.timedelta(minutes=1)):
            now_is(monkeypatch, moment)
            with pytest.raises(NotNow):
                services.begin(assignment=led, by=lead)

    def test_the_lead_says_who_was_there(self, stage, led):
        lead = stage.user_of(stage.bai)
        services.begin(assignment=led, by=lead)
        times = Attendance(led.starts_at, led.ends_at)
        done = services.complete(assignment=led, by=lead, attendance={stage.lin.pk: times}, remarks="平稳")
        assert (done.status, done.remarks) == (Status.COMPLETED, "平稳")
        assert done.members.get(auxiliary=stage.lin).left_at == led.ends_at
        assert done.members.get(auxiliary=stage.wu).came_at is None

    def test_only_members_can_have_been_there(self, stage, led):
        lead = stage.user_of(stage.bai)
        services.begin(assignment=led, by=lead)
        stranger = stage.another()
        with pytest.raises(BadInput):
            services.complete(assignment=led, by=lead, attendance={stranger.pk: Attendance(led.starts_at, led.ends_at)})

    def test_a_supervisor_stops_it_with_a_reason(self, stage, led):
        assert services.stop(assignment=led, reason="警情解除", by=stage.supervisor).status == Status.STOPPED


class TestTime:
    """What only the passing of time does."""

    @pytest.mark.parametrize("status", [Status.PENDING, Status.RETURNED])
    def test_requests_nobody_decided_expire_at_their_start(self, stage, status):
        assignment = stage.submitted()
        if status == Status.RETURNED:
            services.return_(assignment=assignment, reason="因", by=stage.supervisor)
        just_before = assignment.starts_at - dt.timedelta(seconds=1)
        assert services.expire(moment=just_before) == 0
        assert services.expire(moment=assignment.starts_at) == 1
        assert services.expire(moment=assignment.starts_at) == 0
        assignment.refresh_from_db()
        assert assignment.status == Status.EXPIRED

    def test_a_draft_and_an_approved_one_do_not_expire(self, stage):
        stage.approved()
        draft = stage.draft()
        assert services.expire(moment=draft.ends_at) == 0

    def test_work_that_nobody_confirmed_is_flagged_once(self, stage):
        assignment = stage.approved()
        assert services.flag_unled(moment=assignment.starts_at) == 1
        assert services.flag_unled(moment=assignment.starts_at) == 0


class TestTelling:
    """Whoever planned the work learns that it was stopped."""

    def test_requester_commander_and_leads_get_one_mail_each(self, stage, mailoutbox):
        from core.outbox import sweep

        for person in (stage.requester.person, stage.bai.person, stage.gao.person, stage.lin.person):
            type(person).objects.filter(pk=person.pk).update(email=f"p{person.pk}@example.org")
        assignment = stage.approved()
        services.stop(assignment=assignment, reason="警情解除", by=stage.supervisor)
        sweep(limit=1000)
        told = {mail.to[0] for mail in mailoutbox}
        assert told == {
            f"p{one.pk}@example.org" for one in (stage.requester.person, stage.bai.person, stage.gao.person)
        }
        assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox) == 3
        assert "警情解除" in mailoutbox[0].body

    def test_the_desk_of_whoever_leads_shows_it(self, stage):
        from duties.selectors.assignments import stopped_for

        assignment = services.stop(assignment=stage.approved(), reason="警情解除", by=stage.supervisor)
        since = clock.now() - dt.timedelta(days=7)
        assert list(stopped_for(stage.user_of(stage.bai), since)) == [assignment]
        assert not stopped_for(stage.legal, since).exists()


class TestRedeciding:
    """Law, training, contract or conduct changed: what is no longer lawful is stopped."""

    def test_what_is_still_lawful_stays(self, stage):
        assignment = stage.approved()
        done = services.redecide(on=stage.day, by=SYSTEM)
        assignment.refresh_from_db()
        assert (done.looked_at, done.stopped, assignment.status) == (1, (), Status.APPROVED)

    def test_what_is_no_longer_lawful_is_stopped_with_its_finding(self, stage):
        assignment = stage.approved()
        Restriction.objects.create(auxiliary=stage.lin, kind="suspension", reason="停职", starts_on=stage.day)
        assert services.redecide(on=stage.day, by=SYSTEM).stopped == (assignment.number,)
        assignment.refresh_from_db()
        assert assignment.status == Status.STOPPED
        assert "林晓" in assignment.reason
        assert assignment.decision["reasons"] == ["restricted"]
        assert AuditEntry.objects.get(action="assignment.stopped").actor_name == "system"

    def test_a_pending_one_shows_its_approver_the_new_decision(self, stage):
        assignment = stage.submitted()
        Restriction.objects.create(auxiliary=stage.lin, kind="suspension", reason="停职", starts_on=stage.day)
        assert services.redecide(on=stage.day, by=SYSTEM).changed == 1
        assignment.refresh_from_db()
        assert (assignment.status, assignment.outcome) == (Status.PENDING, "refuse")

    def test_what_has_passed_is_history(self, stage):
        stage.approved()
        Restriction.objects.create(auxiliary=stage.lin, kind="suspension", reason="停职", starts_on=stage.day)
        assert services.redecide(on=stage.day + dt.timedelta(days=2), by=SYSTEM).looked_at == 0

    def test_a_restriction_written_by_the_roster_stops_the_assignment(self, stage):
        from core.outbox import sweep
        from roster.services import restrict

        assignment = stage.approved()
        other = stage.approved(auxiliaries=(stage.another().pk,), leads=(), place="人民广场")
        told = {"kind": "suspension", "reason": "停职", "starts_on": stage.day, "on": stage.day}
        restrict(auxiliary=stage.lin, by=stage.cast.user("hr"), **told)
        assert OutboxEvent.objects.filter(kind="roster.restricted", consumer="duties.redecide").exists()
        sweep(limit=1000)
        assignment.refresh_from_db()
        other.refresh_from_db()
        assert (assignment.status, other.status) == (Status.STOPPED, Status.APPROVED)
