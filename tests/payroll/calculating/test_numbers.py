"""Identity numbers, cards, mobiles, credit codes: right, wrong, or doubtful."""

from __future__ import annotations

import pytest

from payroll.calculating import identifiers
from tests.payroll.calculating.asking import answers, ask, refused


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        (" 110105 19491231 002X ", True),
        ("110105194912310021", False),
        ("11010519491331002X", False),
        ("11010519490230002X", False),
        ("1101051949123100", False),
        ("999999200002290027", True),
    ],
)
def test_an_identity_number_is_checked_with_its_birth_date(number, valid) -> None:
    assert ask("identity", number=number)["valid"] is valid


def test_a_day_of_birth_in_the_future_is_wrong() -> None:
    full = ask("identity", first17="99999920270101001")["full"][0]
    assert ask("identity", number=full)["valid"] is False


def test_the_seventeen_digits_of_a_day_that_does_not_exist_are_told() -> None:
    answers("identity", {"valid": [False]}, first17=["99999920230229001"])


@pytest.mark.parametrize(
    ("card", "valid", "blocks"),
    [
        ("4111 1111 1111 1111", True, False),
        ("4111111111111112", False, False),
        ("123", False, True),
        ("4111a11111111111", False, True),
    ],
)
def test_a_card_is_warned_of_and_blocked_only_when_it_is_no_number(card, valid, blocks) -> None:
    answers("identity", {"valid": valid, "blocks": blocks}, card=card)


def test_one_wrong_digit_or_two_neighbours_swapped_break_a_card() -> None:
    card = "4539578763621486"
    assert identifiers.luhn(card)
    for place in range(16):
        wrong = card[:place] + str((int(card[place]) + 1) % 10) + card[place + 1 :]
        assert not identifiers.luhn(wrong)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("13800138000", True), ("19912345678", True), ("+86 138 0013 8000", True), ("0086-13800138000", True),
        ("12800138000", False), ("1380013800", False), ("138001380001", False), ("10086", False), ("1380013800a", False),
    ],
)  # fmt: skip
def test_a_mobile_has_eleven_digits_from_13_to_19(number, valid) -> None:
    assert ask("identity", mobile=number)["valid"] is valid


def test_several_numbers_are_answered_by_lists() -> None:
    answers("identity", {"valid": [True, False]}, mobiles=["13800138000", "1"])


@pytest.mark.parametrize(
    ("code", "valid"),
    [("91350100M000100Y43", True), ("91350100M000100Y44", False), ("91350100I000100Y43", False), ("9135", False)],
)
def test_a_credit_code_checks_itself(code, valid) -> None:
    assert ask("identity", credit_code=code.lower())["valid"] is valid


def test_an_old_number_gains_the_century_and_its_check() -> None:
    assert ask("identity", number15="110105491231002")["number18"] == "11010519491231002X"
    assert list(refused("identity", number15="11010549123100")) == ["number15"]
    assert list(refused("identity", number15="110105491331002")) == ["number15"]
    assert list(refused("identity", first17="123")) == ["first17"]
