"""Who may be hired: age, kind of work, quota, headcount; and what one act of hiring leaves behind."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry, OutboxEvent
from roster.models import Auxiliary, Quota
from roster.services import Newcomer, Place, Terms, hire, leave, rehire, restrict
from tests.cast import TODAY, Cast, identity

FIRST_DAY = date(2026, 12, 1)


def newcomer(*, born: date = date(2000, 5, 4), **more) -> Newcomer:
    return Newcomer(name="王小明", identity_number=identity(born=born), **more)


def place(cast: Cast, **more) -> Place:
    return Place(**{"unit": cast["north"], "category": "service", "starts_on": FIRST_DAY, **more})


def terms(cast: Cast, **more) -> Terms:
    values = {"kind": "fixed", "starts_on": FIRST_DAY, "ends_on": date(2029, 11, 30), "monthly_wage": Decimal("3500")}
    return Terms(employer=cast.employer(), **{**values, **more})


def do_hire(cast: Cast, who: Newcomer | None = None, where: Place | None = None, **more) -> Auxiliary:
    return hire(who=who or newcomer(), place=where or place(cast), terms=None, by=cast.user("hr"), on=TODAY, **more)


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_one_act_makes_person_file_posting_and_contract_and_tells_it(cast, monkeypatch):
    told = []
    monkeypatch.setattr("roster.services.hiring.emit", lambda kind, payload: told.append((kind, payload)))
    who = newcomer(phone="13800001234", file={"badge_number": "F001", "grade": "七级", "bank_card": "6222000011112222"})
    post = cast.post()
    hired = hire(who=who, place=place(cast, post=post), terms=terms(cast), by=cast.user("hr"), on=TODAY)

    hired = Auxiliary.objects.get(pk=hired.pk)
    assert (hired.person.born_on, hired.person.sex, hired.person.region) == (date(2000, 5, 4), "M", "999999")
    assert (hired.status, hired.unit, hired.post, hired.quota_year) == ("active", cast["north"], post, 2026)
    assert hired.postings.get().starts_on == FIRST_DAY
    assert hired.contracts.get().last_day == date(2029, 11, 30)
    assert hired.grades.get().grade == "七级"
    assert told == [("roster.hired", {"auxiliary": hired.pk})]
    entry = AuditEntry.objects.get(action="auxiliary.hired")
    assert entry.actor_id == cast.user("hr").pk and entry.unit_path == cast["north"].path
    assert who.identity_number not in str(entry.after)


@pytest.mark.parametrize(
    ("pack", "born", "taken"),
    [
        ("CN", date(2008, 12, 1), True),  # eighteen on the first day
        ("CN", date(2008, 12, 2), False),  # one day too young
        ("CN-440300", date(2006, 12, 1), True),  # Shenzhen asks for twenty
        ("CN-440300", date(2006, 12, 2), False),
    ],
)
def test_age_is_counted_on_the_first_day_by_the_law_of_the_place(db, pack, born, taken):
    cast = Cast(pack=pack)
    if taken:
        assert do_hire(cast, newcomer(born=born)).pk
        return
    with pytest.raises(Refused) as refused:
        do_hire(cast, newcomer(born=born))
    assert codes(refused) == ["RO-01"]
    assert "18" in refused.value.findings[0].sentence("en") or pack != "CN"
    assert not Auxiliary.objects.exists()


def test_shenzhen_is_cited_for_its_own_age(db):
    with pytest.raises(Refused) as refused:
        do_hire(Cast(pack="CN-440300"), newcomer(born=date(2007, 5, 1)))
    assert [cite["key"] for cite in refused.value.findings[0].cites] == ["SZ"]


@pytest.mark.parametrize(
    "kind", ["volunteer", "village_guard", "canteen", "cleaning", "security_guard", "joint_defence"]
)
def test_who_does_other_work_is_not_an_auxiliary_and_is_told_by_which_article(cast, kind):
    with pytest.raises(Refused) as refused:
        do_hire(cast, where=place(cast, kind_of_work=kind))
    assert codes(refused) == ["RO-02"]
    assert "GX 3" in [cite["cites"] for cite in refused.value.findings[0].cites]


def test_the_title_of_the_post_betrays_the_kind_of_work(cast):
    with pytest.raises(Refused) as refused:
        do_hire(cast, where=place(cast, post=cast.post("食堂帮厨")))
    assert codes(refused) == ["RO-02"]


def test_a_serving_officer_is_not_hired_as_auxiliary(cast):
    number = identity(born=date(1990, 1, 1))
    cast.officer("白警官", person=cast.person("白警官", identity=number))
    with pytest.raises(Refused) as refused:
        do_hire(cast, Newcomer(name="白警官", identity_number=number))
    assert codes(refused) == ["RO-03"]


def test_post_of_the_other_category_or_another_unit_is_refused(cast):
    with pytest.raises(Refused) as refused:
        do_hire(cast, where=place(cast, post=cast.post("窗口", unit="south", category="clerical")))
    assert codes(refused) == ["RO-04", "RO-05"]


def test_nobody_is_hired_without_an_approved_quota(cast):
    Quota.objects.update(approved_on=None)
    with pytest.raises(Refused) as refused:
        do_hire(cast)
    assert codes(refused) == ["RO-07"]


def test_the_quota_of_every_unit_above_must_have_room(cast):
    cast.quota("north", number=5)
    Quota.objects.filter(unit=cast["first"]).update(number=1)
    cast.auxiliary("满员", unit="south")
    with pytest.raises(Refused) as refused:
        do_hire(cast)
    assert codes(refused) == ["RO-08"]
    assert "1" in refused.value.findings[0].sentence("en")


def test_a_quota_for_clerks_does_not_let_a_service_auxiliary_in(cast):
    Quota.objects.filter(unit=cast["first"]).update(category="clerical")
    with pytest.raises(Refused) as refused:
        do_hire(cast)
    assert codes(refused) == ["RO-07"]


def test_whoever_left_makes_room_again(cast):
    Quota.objects.filter(unit=cast["first"]).update(number=1)
    leaver = cast.auxiliary("将离")
    leave(auxiliary=leaver, last_day=TODAY, ground="resigned", by=cast.user("hr"), on=TODAY)
    assert do_hire(cast).pk


def test_a_full_post_is_refused(cast):
    post = cast.post("窗口", headcount=1)
    cast.auxiliary("已在", post=post)
    with pytest.raises(Refused) as refused:
        do_hire(cast, where=place(cast, post=post))
    assert codes(refused) == ["RO-09"]


def test_hiring_for_next_year_asks_for_next_years_quota(cast):
    with pytest.raises(Refused) as refused:
        do_hire(cast, where=place(cast, starts_on=date(2027, 1, 1)))
    assert codes(refused) == ["RO-07"]
    cast.quota("first", year=2027)
    assert do_hire(cast, where=place(cast, starts_on=date(2027, 1, 1))).quota_year == 2027


def test_somebody_on_file_is_not_entered_twice(cast):
    who = newcomer()
    do_hire(cast, who)
    with pytest.raises(BadInput) as bad:
        do_hire(cast, who)
    assert "identity_number" in bad.value.errors


def test_a_person_known_otherwise_gets_a_file_and_the_new_phone(cast):
    number = identity(born=date(1990, 1, 1))
    retired = cast.officer("白退休", person=cast.person("白退休", identity=number), status="retired")
    hired = do_hire(cast, Newcomer(name="白退休", identity_number=number, phone="13800001234"))
    assert hired.person == retired.person
    hired.person.refresh_from_db()
    assert hired.person.phone == "13800001234"
    with pytest.raises(BadInput) as bad:
        do_hire(cast, Newcomer(name="别人", identity_number=number))
    assert "identity_number" in bad.value.errors


def test_a_taken_badge_number_is_said_beside_its_field_and_nothing_stays(cast):
    cast.auxiliary("先到", badge_number="F9")
    before = OutboxEvent.objects.count()
    with pytest.raises(BadInput) as bad:
        do_hire(cast, newcomer(file={"badge_number": "F9"}))
    assert "badge_number" in bad.value.errors
    assert Auxiliary.objects.count() == 1
    assert OutboxEvent.objects.count() == before


def test_whoever_left_comes_back_on_the_same_file(cast):
    gone = cast.auxiliary("归来")
    leave(auxiliary=gone, last_day=TODAY, ground="resigned", by=cast.user("hr"), on=TODAY)
    back = place(cast, unit=cast["south"])
    again = rehire(auxiliary=gone, place=back, terms=terms(cast), by=cast.user("hr"), on=TODAY)
    assert (again.pk, again.status, again.unit, again.left_on) == (gone.pk, "active", cast["south"], None)
    assert again.postings.count() == 2 and again.contracts.count() == 2
    with pytest.raises(NotNow):
        rehire(auxiliary=again, place=replace(back), terms=None, by=cast.user("hr"), on=TODAY)


def test_whoever_comes_back_under_a_suspension_comes_back_suspended(cast):
    """Leaving lifts nothing: the suspension of before goes on until somebody ends it."""
    gone, by = cast.auxiliary("待查"), cast.user("hr")
    restrict(auxiliary=gone, kind="suspension", reason="调查", starts_on=TODAY, by=by, on=TODAY)
    leave(auxiliary=gone, last_day=TODAY, ground="resigned", by=by, on=TODAY)
    again = rehire(auxiliary=gone, place=place(cast), terms=None, by=by, on=TODAY)
    assert again.status == "suspended"
