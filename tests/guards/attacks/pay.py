"""Schemes, settings, pay runs, payslips and the tax ledger, in the world of tests/permissions/worlds/pay.py."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making, Tables
from tests.guards.attacks.people import one, twin

RUN, SLIPS, LINES, LEDGER, ANOMALY = (
    f"payroll_{name}" for name in ("payrun", "payslip", "payslipline", "taxledger", "payanomaly")
)
LIFE = "pay_run_keeps_to_its_life"
SLIP = "(SELECT min(id) FROM payroll_payslip)"
SOMEBODY = "(SELECT max(id) FROM organisation_person)"
# A second run of the same month, being calculated.
OPENED = f"UPDATE {RUN} SET status = 'calculating' WHERE status = 'draft'"
OPEN = f"(SELECT id FROM {RUN} WHERE status = 'calculating')"


def made(table: str, *behind: str, **given: str) -> Making:
    return lambda tables: Attack([tables[table].more(**given)], behind)


def gone(table: str, *behind: str) -> Making:
    return lambda tables: Attack([f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})"], behind)


def slip(*behind: str, times: int = 1, **given: str) -> Making:
    """A payslip of the run that is being calculated, for somebody else's month."""

    def attack(tables: Tables) -> Attack:
        months = [f"'203{number}-01-01'" for number in range(times)]
        values = {"run_id": OPEN, "reverses_id": "NULL", "replaces_id": "NULL"} | given
        rows = [tables[SLIPS].twin("true", [], **({"month": month} | values)) for month in months]
        return Attack([OPENED, *rows], behind)

    return attack


def run_again(tables: Tables) -> Attack:
    runs = tables[RUN]
    return Attack([runs.twin("status = 'draft'", ["unit_id", "month"], kind="'monthly'", status="'draft'")])


def slip_gone(tables: Tables) -> Attack:
    """A payslip of a released run, and all that hangs on it, by the owner of the tables."""
    return Attack([
        f"ALTER TABLE {SLIPS} DISABLE TRIGGER payslips_come_while_open",
        tables[SLIPS].twin("true", [], month="'2031-01-01'"),
        f"DELETE FROM {SLIPS} WHERE month = '2031-01-01'",
    ])  # fmt: skip


def line_again(tables: Tables) -> Attack:
    return Attack([tables[LINES].twin("true", ["slip_id", "number"])], ("payslip_lines_come_while_open",))


def entry(*behind: str, **given: str) -> Making:
    """One more entry of the ledger that goes on as it should, but for what is given."""
    more = {"number": "number + 1", "slip_id": "NULL"}
    more |= {name: "0" for name in ("income", "insurance", "special", "other", "withheld")}
    return lambda tables: Attack([tables[LEDGER].twin("true", [], **(more | given))], behind)


def decided_twice(tables: Tables) -> Attack:
    """The same decision in the same month."""
    known = "UPDATE payroll_payinput SET origin = 'sanction:1' WHERE id = (SELECT min(id) FROM payroll_payinput)"
    return Attack([known, tables["payroll_payinput"].twin("origin <> ''", ["origin", "month"])])


ATTACKS: dict[str, Making] = {
    "payroll_correction:correction_has_a_reason": one("payroll_correction", "", reason="''"),
    "payroll_insuranceterms:insurance_cap_over_floor": one("payroll_insuranceterms", "", cap="floor - 1"),
    "payroll_insuranceterms:insurance_rates_are_shares": one("payroll_insuranceterms", "", own_rate="8"),
    "payroll_payamount:pay_amount_once": twin("payroll_payamount", "", years="years"),
    f"{ANOMALY}:anomaly_once": twin(ANOMALY, "accepted_at IS NULL", code="code"),
    f"{ANOMALY}:anomaly_accepted_with_a_reason": one(ANOMALY, "accepted_at IS NULL", accepted_at="now()"),
    f"{ANOMALY}:anomalies_stay_after_release": one(ANOMALY, "accepted_at IS NOT NULL", reason="'another'"),
    "payroll_payinput:pay_input_month_is_a_month": one("payroll_payinput", "", month="month + 1"),
    "payroll_payinput:pay_input_is_quantity_or_amount": one("payroll_payinput", "", amount="1"),
    "payroll_payinput:withheld_by_a_decision": one("payroll_payinput", "", kind="'withheld'"),
    "payroll_payinput:decision_once_a_month": decided_twice,
    "payroll_payscheme:one_pay_scheme_at_a_time": twin("payroll_payscheme", "", name="'B'"),
    "payroll_payscheme:payday_in_every_month": one("payroll_payscheme", "", payday="29"),
    "payroll_payscheme:probation_pays_four_fifths": one("payroll_payscheme", "", probation_share="0.79"),
    "payroll_payscheme:sick_share_is_a_share": one("payroll_payscheme", "", sick_share="1.1"),
    "payroll_paysetting:one_pay_setting_at_a_time": twin("payroll_paysetting", "", bank_name="'B'"),
    f"{RUN}:one_monthly_run": run_again,
    f"{RUN}:payroll_payrun_people_check": one(RUN, "status = 'draft'", people="-1"),
    f"{RUN}:pay_run_month_is_a_month": made(RUN, month="'2031-01-02'", status="'draft'", kind="'monthly'"),
    f"{RUN}:{LIFE}": one(RUN, "status = 'released'", reason="'x'"),
    f"{RUN}:pay_run_released_by_another": one(
        RUN, "status = 'draft'", LIFE, calculated_person_id=SOMEBODY, released_person_id="drafted_person_id"
    ),
    f"{RUN}:pay_run_released_not_by_its_clerk": one(
        RUN, "status = 'draft'", LIFE, calculated_person_id=SOMEBODY, released_person_id=SOMEBODY
    ),
    f"{RUN}:pay_run_released_by_somebody": one(RUN, "status = 'draft'", LIFE, status="'released'"),
    f"{SLIPS}:one_payslip_a_month": slip(month="month"),
    f"{SLIPS}:payslip_adds_up": slip(net="5"),
    f"{SLIPS}:payslip_net_not_negative": slip(gross="0", insurance="0", tax="0", deducted="1", net="-1"),
    f"{SLIPS}:payslip_reverses_or_replaces": slip(reverses_id=SLIP, replaces_id=SLIP),
    f"{SLIPS}:payroll_payslip_reverses_id_key": slip(times=2, reverses_id=SLIP),
    f"{SLIPS}:payroll_payslip_replaces_id_key": slip(times=2, replaces_id=SLIP),
    f"{SLIPS}:payslips_come_while_open": slip(run_id=f"(SELECT id FROM {RUN} WHERE status = 'released')"),
    f"{SLIPS}:payslips_go_while_open": slip_gone,
    f"{SLIPS}:payslips_are_never_changed": one(SLIPS, "", name="'another'"),
    f"{LINES}:payslip_line_once": line_again,
    f"{LINES}:payslip_lines_come_while_open": twin(LINES, "", "slip_id", number="99"),
    f"{LINES}:payslip_lines_go_while_open": gone(LINES),
    f"{LEDGER}:tax_ledger_goes_on": entry(total_income="1"),
    f"{LEDGER}:ledger_never_below_nought": entry(withheld="-1", total_withheld="total_withheld - 1"),
    f"{LEDGER}:ledger_entry_once": entry("tax_ledger_goes_on", number="number"),
}
