"""Accounts, the organisation and the files of the auxiliaries."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making, Tables

NORTH, SECOND, CITY = (
    f"(SELECT id FROM organisation_unit WHERE code = '{code}')" for code in ("north", "second", "city")
)
SECADMIN = "\"group\" = 'secadmin'"
POST = "(SELECT min(id) FROM roster_post)"
NO_PLACE = f"UPDATE roster_post SET headcount = 0 WHERE id = {POST}"
RANDOM = "left(md5(random()::text), 20)"


def one(table: str, statement: str, *behind: str, **to: str) -> Making:
    """One row of the table that fits is written over."""
    return lambda tables: Attack([tables[table].change(statement or "true", **to)], behind)


def twin(table: str, where: str, *like: str, **given: str) -> Making:
    return lambda tables: Attack([tables[table].twin(where or "true", list(like), **given)])


def typed(*statements: str) -> Making:
    return lambda tables: Attack(list(statements))


def same_name(tables: Tables) -> Attack:
    return Attack([tables["accounts_user"].twin("true", ["username"])], ("sign_in_name_once",))


def same_identity(tables: Tables) -> Attack:
    return Attack([tables["organisation_person"].more(identity_index="'\\x01'")] * 2)


def applied_again(tables: Tables) -> Attack:
    runs = tables["roster_importrun"]
    return Attack(
        [runs.change(status="'applied'"), runs.twin("status = 'applied'", ["unit_id", "kind", "file_sha256"])]
    )


def hired_without_quota(tables: Tables) -> Attack:
    return Attack([tables["roster_auxiliary"].twin("status <> 'left'", [], quota_year="2031")])


def hired_without_place(tables: Tables) -> Attack:
    return Attack([NO_PLACE, tables["roster_auxiliary"].twin("status <> 'left'", [], post_id=POST)])


def moved_without_place(tables: Tables) -> Attack:
    return Attack([NO_PLACE, tables["roster_auxiliary"].change("status <> 'left'", post_id=POST)])


def code_used_again(column: str) -> Making:
    """Two sealed codes: the one that is looked at for the second time, the other fresh."""

    def attack(tables: Tables) -> Attack:
        user = "(SELECT min(id) FROM accounts_user WHERE id NOT IN (SELECT user_id FROM accounts_breakglass))"
        code = {column: "(SELECT min(id) FROM accounts_sealedcode)"}
        return Attack([tables[GLASS].more(user_id=user, minutes="60", **code)] * 2, ("emergency_holds",))

    return attack


def administrator_in_an_emergency(tables: Tables) -> Attack:
    user = f"(SELECT user_id FROM {GLASS} WHERE status = 'asked' LIMIT 1)"
    role = tables["accounts_role"].more(user_id=user, group="'auditor'", unit_id=CITY)
    return Attack([role], ("administrators_apart",))


GLASS, HOLDS = "accounts_breakglass", "emergency_holds"
FILES, CONTRACTS = "roster_auxiliary", "roster_contract"
ATTACKS: dict[str, Making] = {
    "accounts_breakglass:accounts_breakglass_first_code_id_key": code_used_again("first_code_id"),
    "accounts_breakglass:accounts_breakglass_minutes_check": one(GLASS, "", HOLDS, "emergency_is_short", minutes="-1"),
    "accounts_breakglass:accounts_breakglass_second_code_id_key": code_used_again("second_code_id"),
    "accounts_breakglass:emergency_ends_in_hours": one(
        GLASS, "status = 'asked'", opened_at="now()", ends_at="now() + interval '5 hours'"
    ),
    "accounts_breakglass:emergency_holds": one(GLASS, "status = 'asked'", minutes="minutes + 60"),
    "accounts_breakglass:emergency_is_short": one(GLASS, "", HOLDS, minutes="241"),
    "accounts_breakglass:emergency_makes_no_administrator": one(GLASS, "", HOLDS, group="'auditor'"),
    "accounts_breakglass:emergency_needs_a_second_person": one(
        GLASS, "", HOLDS, decider_id="person_id", decided_by_id="user_id"
    ),
    "accounts_breakglass:emergency_opened_by_somebody": one(
        GLASS, "status = 'asked'", status="'opened'", opened_at="now()", ends_at="now() + interval '1 hour'"
    ),
    "accounts_breakglass:emergency_reviewed_by_a_third": one(
        GLASS, "", reviewer_id="person_id", reviewed_by_id="user_id", reviewed_at="now()"
    ),
    "accounts_role:administrators_no_emergency": administrator_in_an_emergency,
    "accounts_sealedcode:sealed_code_once": one("accounts_sealedcode", "", code_hash="'another'"),
    "accounts_role:administrators_apart": twin("accounts_role", SECADMIN, "user_id", group="'hr'", unit_id=NORTH),
    "accounts_user:accounts_user_username_key": same_name,
    "accounts_user:administrators_named": one(
        "accounts_user", f"id IN (SELECT user_id FROM accounts_role WHERE {SECADMIN})", person_id="NULL"
    ),
    "accounts_user:sign_in_name_once": twin(
        "accounts_user", "username ~ '[a-z]'", "username", username="upper(username)", person_id="NULL"
    ),
    "organisation_dispatchagreement:organisation_dispatchagreement_number_key": twin(
        "organisation_dispatchagreement", "", "number", unit_id=CITY
    ),
    "organisation_person:organisation_person_identity_index_key": same_identity,
    "organisation_unit:unit_not_its_own_parent": one("organisation_unit", "", parent_id="id"),
    "organisation_unitjurisdiction:place_is_known": lambda tables: Attack(
        [tables["organisation_unitjurisdiction"].more(pack="'XX'", since="'2030-01-01'")]
    ),
    "roster_auxiliary:auxiliary_left_on_a_day": one(FILES, "left_on IS NULL", status="'left'"),
    "roster_auxiliary:keep_1_quota_in": hired_without_quota,
    "roster_auxiliary:keep_1_quota_on": one(FILES, "status <> 'left'", unit_id=CITY),
    "roster_auxiliary:keep_2_headcount_in": hired_without_place,
    "roster_auxiliary:keep_2_headcount_on": moved_without_place,
    "roster_contract:contract_ended_after_start": one(
        CONTRACTS, "ended_on IS NULL", "one_contract_at_a_time", ended_on="starts_on - 1", end_ground="'resigned'"
    ),
    "roster_contract:contract_ends_after_start": one(
        CONTRACTS, "kind = 'fixed'", "one_contract_at_a_time", ends_on="starts_on - 1"
    ),
    "roster_contract:contract_ends_on_a_ground": one(CONTRACTS, "ended_on IS NULL", end_ground="'resigned'"),
    "roster_contract:contract_number_once": typed("UPDATE roster_contract SET number = 'N'"),
    "roster_contract:contract_term_fits_kind": one(CONTRACTS, "kind = 'fixed'", kind="'open_ended'"),
    "roster_contract:extension_after_the_term": one(
        CONTRACTS, "kind = 'fixed'", statutory_extension_until="ends_on", extension_ground="'pregnancy'"
    ),
    "roster_contract:one_contract_at_a_time": twin(
        CONTRACTS, "kind = 'fixed'", "auxiliary_id", ended_on="ends_on", end_ground="'resigned'"
    ),
    "roster_contract:one_open_contract": twin(
        CONTRACTS, "ended_on IS NULL", "auxiliary_id", starts_on="ends_on + 1", ends_on="ends_on + 400"
    ),
    "roster_contract:probation_fits_the_term": one(CONTRACTS, "kind = 'fixed'", probation_until="ends_on"),
    "roster_contract:roster_contract_previous_id_key": typed(
        "UPDATE roster_contract SET previous_id = (SELECT min(id) FROM roster_contract)"
    ),
    "roster_graderecord:grade_on_file_stays": one("roster_graderecord", "", grade="'高级'"),
    "roster_importrun:file_applied_once": applied_again,
    "roster_injury:injury_grade_1_to_10": one("roster_injury", "", grade="11"),
    "roster_injury:roster_injury_grade_check": one("roster_injury", "", "injury_grade_1_to_10", grade="-1"),
    "roster_quota:quota_approval_has_document": one("roster_quota", "approved_on IS NOT NULL", approval_document="''"),
    "roster_workcard:roster_workcard_number_key": twin(
        "roster_workcard", "", "number", "auxiliary_id", returned_on="valid_from"
    ),
}
