"""May this person be given this duty, here, on this day, with these officers present?"""

from dataclasses import replace
from datetime import date

import pytest

from duties.decision import Ban, Facts, Lead, Named, PackSpan, Restriction, RuledDuty
from duties.rules.registry import CONDITIONS
from tests.duties.asking import ALWAYS, BAI, CHEN, DAY, DAY_AFTER, DAY_BEFORE, LIN, WU, ask, codes_of, facts, in_pack

UNTIL_THE_DAY_BEFORE = ((date(2020, 1, 1), DAY_BEFORE),)
UNTIL_THE_DAY = ((date(2020, 1, 1), DAY),)
SHENZHEN = "CN-440300"
MAY = RuledDuty("continued-questioning", True, "FZ000001", "可以", "SZ 9", "法制员", DAY_BEFORE)


def with_member(**stated) -> Facts:
    return facts(members=(replace(LIN, **stated), WU))


BROKEN: dict[str, tuple[str, Facts]] = {
    "DU-01": ("traffic-penalty-issue", facts()),
    "DU-02": ("respond-to-call", facts(leads=())),
    "DU-03": ("capture-assist", facts(leads=(BAI,))),
    "DU-04": ("roadside-checkpoint", facts(leads=(BAI,), members=(LIN,))),
    "DU-05": ("patrol-street", in_pack(SHENZHEN, leads=(), members=(LIN,))),
    "DU-06": ("liuzhi-guard", facts(members=(LIN,))),
    "DU-07": ("patrol-street", with_member(category="clerical")),
    "DU-08": ("patrol-street", with_member(training=())),
    "DU-09": ("respond-to-call", facts(recording=False)),
    "DU-10": ("search-person-assist", facts(same_sex=False)),
    "DU-11": ("police-work-secret", facts(approval=False)),
    "DU-12": ("drive-police-vehicle", facts()),
    "DU-13": ("use-restraint-devices", in_pack("CN-440500", emergency=False)),
    "DU-14": ("patrol-street", with_member(tied_to=("马某",))),
    "DU-15": ("continued-questioning", in_pack(SHENZHEN)),
    "DU-17": ("patrol-street", with_member(strength=())),
    "DU-18": ("patrol-street", with_member(contract=UNTIL_THE_DAY_BEFORE)),
    "DU-19": ("patrol-street", with_member(card=UNTIL_THE_DAY_BEFORE)),
    "DU-20": ("patrol-street", with_member(restrictions=(Restriction(DAY, None, "停职"),))),
    "DU-21": ("patrol-street", with_member(booked=("RW2026-000001",))),
    "DU-22": ("patrol-street", with_member(short_rest=("RW2026-000001",))),
    "DU-23": ("patrol-street", facts(commander=None)),
    "DU-24": ("patrol-street", facts(leads=(replace(BAI, booked=("RW2026-000001",)),))),
    "DU-25": ("continued-questioning", in_pack(SHENZHEN, rulings=(replace(MAY, allows=False),))),
    "DU-27": ("patrol-street", facts(bans=(Ban("patrol-street", DAY, None, "本局规定"),))),
    "DU-28": ("patrol-street", facts(members=())),
    "DU-29": ("patrol-street", facts(leads=(Lead("退休", UNTIL_THE_DAY_BEFORE),))),
}


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_each_rule_finds_what_breaks_it(code):
    duty, given = BROKEN[code]
    decision = ask(duty, given=given)
    assert code in codes_of(decision)
    assert decision.outcome == CONDITIONS[code].effect
    assert CONDITIONS[code].reason in decision.reasons


def test_every_rule_is_broken_by_some_scenario():
    assert set(CONDITIONS) - set(BROKEN) == {"DU-16", "DU-26"}  # these two have their own tests below


def test_a_request_in_order_is_allowed_with_its_obligations_and_no_finding():
    decision = ask("patrol-street")
    assert (decision.outcome, decision.reasons, decision.findings) == ("allow", (), ())
    assert {"OB-01", "OB-02"} <= {obligation.code for obligation in decision.obligations}


@pytest.mark.parametrize("field", ["contract", "card", "training", "strength"])
def test_what_ends_on_the_day_still_holds_on_the_day(field):
    assert ask("patrol-street", given=with_member(**{field: UNTIL_THE_DAY})).allowed
    assert ask("patrol-street", given=with_member(**{field: UNTIL_THE_DAY}), last=DAY_AFTER).refused


def test_a_long_request_names_the_days_on_which_something_is_missing():
    decision = ask("patrol-street", given=with_member(contract=UNTIL_THE_DAY), first=DAY_BEFORE, last=DAY_AFTER)
    (finding,) = decision.findings
    assert finding.about["days"] == [DAY_AFTER.isoformat()]
    assert finding.about["who"] == "林芳"


def test_all_findings_are_told_and_not_the_first():
    given = facts(leads=(), recording=False, members=(replace(LIN, training=(), category="clerical"),))
    decision = ask("respond-to-call", given=given)
    assert decision.reasons == ("police_lead_missing", "category_mismatch", "training_invalid", "recording_missing")


def test_a_prohibited_duty_is_the_only_reason_but_every_failing_part_is_named():
    decision = ask("supervision-inspection-assist", "sign-for-police", given=facts(leads=()))
    assert decision.reasons == ("prohibited_duty",)
    assert decision.duties_refused == ("supervision-inspection-assist", "sign-for-police")
    assert {"DU-01", "DU-02"} <= codes_of(decision)


def test_the_lawful_part_of_a_mixed_request_is_not_refused():
    decision = ask("patrol-street", "traffic-penalty-issue")
    assert decision.duties_refused == ("traffic-penalty-issue",)
    assert decision.verdict == "prohibited"


def test_a_duty_named_by_the_text_counts_like_a_chosen_one():
    decision = ask("patrol-street", named=(Named("traffic-penalty-issue", "开具罚单"),))
    assert decision.duties_refused == ("traffic-penalty-issue",)
    assert decision.basis["named_by_text"] == [{"code": "traffic-penalty-issue", "words": "开具罚单"}]


def test_work_that_nobody_recognises_goes_to_a_person_and_is_never_allowed():
    assert ask().reasons == ("duty_unclear",)
    assert ask("patrol-street", unclear=True).referred
    assert "DU-16" in codes_of(ask())


@pytest.mark.parametrize("fact", ["officers", "recording"])
def test_a_text_that_denies_what_the_form_states_goes_to_a_person(fact):
    denied = ((fact, "电话指挥"),)
    decision = ask("respond-to-call", denied=denied)
    assert (decision.outcome, decision.reasons) == ("refer", ("text_contradicts",))
    assert ask("patrol-street", denied=denied).allowed


def test_officers_who_do_not_serve_that_day_do_not_count_as_leads():
    trainee = Lead("实习生", ())
    assert "police_lead_missing" in ask("respond-to-call", given=facts(leads=(trainee,))).reasons


@pytest.mark.parametrize(
    ("officers", "auxiliaries", "reasons"),
    [
        (0, 5, ("police_lead_missing",)),
        (1, 1, ("aux_count_short",)),
        (1, 2, ()),
        (2, 0, ()),
        (2, 1, ()),
    ],
)
def test_either_staffing_alternative_is_enough_on_a_main_road(officers, auxiliaries, reasons):
    given = Facts(packs=(PackSpan("CN"),), members=(LIN,), officers=officers, auxiliaries=auxiliaries)
    assert ask("roadside-checkpoint", given=given).reasons == reasons


def test_fewer_officers_than_the_smallest_alternative_is_told_as_such():
    given = Facts(packs=(PackSpan("CN"),), members=(LIN,), officers=1, auxiliaries=9)
    assert ask("roadside-checkpoint-poor-visibility", given=given).reasons == ("police_count_short",)


def test_two_are_enough_without_police_where_the_place_asks_for_two():
    assert ask("patrol-street", given=in_pack(SHENZHEN, leads=())).allowed
    assert ask("patrol-street", given=in_pack(SHENZHEN, leads=(BAI,), members=(LIN,))).allowed


class TestContested:
    """The local text is looser than the nation's."""

    def test_meeting_the_strict_text_too_needs_no_ruling(self):
        assert ask("public-security-check-assist", given=in_pack(SHENZHEN)).allowed

    def test_meeting_only_the_local_text_goes_to_a_person(self):
        decision = ask("public-security-check-assist", given=in_pack(SHENZHEN, leads=(BAI,)))
        assert (decision.outcome, decision.reasons, decision.duties_refused) == ("refer", ("contested",), ())

    def test_failing_the_local_text_is_refused(self):
        decision = ask("public-security-check-assist", given=in_pack(SHENZHEN, leads=()))
        assert (decision.outcome, decision.reasons) == ("refuse", ("police_lead_missing",))

    def test_a_ruling_decides_and_is_cited(self):
        decision = ask("continued-questioning", given=in_pack(SHENZHEN, rulings=(MAY,)))
        assert decision.allowed
        assert decision.basis["rulings"][0]["number"] == "FZ000001"

    def test_the_newest_ruling_of_the_day_counts(self):
        rulings = (MAY, replace(MAY, allows=False, since=DAY))
        assert ask("continued-questioning", given=in_pack(SHENZHEN, rulings=rulings)).refused
        assert ask("continued-questioning", given=in_pack(SHENZHEN, rulings=rulings), first=DAY_BEFORE).allowed

    def test_a_ruling_on_another_duty_changes_nothing(self):
        given = in_pack(SHENZHEN, rulings=(replace(MAY, code="carry-baton"),))
        assert ask("continued-questioning", given=given).referred

    def test_no_ruling_cures_what_the_unit_s_own_pack_prohibits(self):
        assert ask("continued-questioning", given=facts(rulings=(MAY,))).refused


def test_the_pack_may_change_inside_the_request():
    moved = (PackSpan(SHENZHEN, date(2020, 1, 1), DAY), PackSpan("CN", DAY_AFTER))
    one, two = (ask("carry-baton", given=facts(packs=moved), last=day) for day in (DAY, DAY_AFTER))
    assert (one.outcome, one.verdict) == ("refer", "permitted_under_command")
    assert (two.outcome, two.verdict) == ("refuse", "prohibited")
    assert [period["pack"] for period in two.basis["periods"]] == [SHENZHEN, "CN"]


def test_in_guangxi_led_work_is_always_recorded():
    given = in_pack("CN-450000", recording=False)
    assert "recording_missing" in ask("mass-incident", given=given).reasons
    assert ask("mass-incident", given=facts(recording=False)).allowed


def test_a_certificate_counts_while_it_is_in_force():
    held = replace(LIN, certificates={"driving_licence": UNTIL_THE_DAY})
    assert ask("drive-police-vehicle", given=facts(members=(held,))).allowed
    assert ask("drive-police-vehicle", given=facts(members=(held,)), first=DAY_AFTER).refused


def test_a_restriction_to_some_duties_leaves_the_others():
    held = replace(LIN, restrictions=(Restriction(DAY, None, "不得驾驶", ("drive-police-vehicle",)),))
    assert ask("patrol-street", given=facts(members=(held,))).allowed


def test_a_trainee_commander_is_no_commander():
    assert "commander_missing" in ask("patrol-street", given=facts(commander=Lead("实习生", ()))).reasons


def test_the_basis_copies_every_title_so_that_it_needs_no_pack_later():
    basis = ask("respond-to-call", given=facts(leads=(BAI, CHEN))).basis
    (period,) = basis["periods"]
    assert period["version"]
    assert period["duties"][0]["staffing"] == [{"police": 1, "aux": 0}]
    assert any("公安机关办理行政案件程序规定" in title["title_zh"] for title in period["titles"])
    assert basis["members"][0]["contract"] == [[ALWAYS[0][0].isoformat(), None]]


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_every_sentence_stands_in_both_languages(code):
    duty, given = BROKEN[code]
    for finding in ask(duty, given=given).findings:
        assert finding.says["en"] and finding.says["zh-hans"]
        assert finding.says["en"] != finding.says["zh-hans"]
        assert finding.cites
