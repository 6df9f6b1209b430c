"""Identity numbers by GB 11643."""

import random
from datetime import date

import pytest

from organisation.identity import BadIdentity, check_digit, parse

SAMPLE = "11010519491231002X"  # the sample of the standard


def test_the_sample_of_the_standard_tells_birth_sex_and_region():
    identity = parse(SAMPLE)
    assert (identity.born_on, identity.sex, identity.region) == (date(1949, 12, 31), "F", "110105")


def test_spaces_full_width_digits_and_a_small_x_are_forgiven():
    assert parse(" １１０１０５ 19491231 002x ").number == SAMPLE


def test_an_unknown_region_is_a_warning_not_a_refusal():
    first = "99999919900101001"
    identity = parse(first + check_digit(first))
    assert not identity.region_known


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "missing"),
        ("110105194912310", "15-digit"),
        ("11010519491231002", "has 17"),
        ("1101051949123100X2", "another character"),
        ("110105194912310021", "mistyped"),
        ("11010519490231002" + check_digit("11010519490231002"), "does not exist"),
        ("11010518491231002" + check_digit("11010518491231002"), "cannot be right"),
    ],
)
def test_a_wrong_number_is_refused_with_what_to_do(number, sentence):
    from django.utils import translation

    with translation.override("en"), pytest.raises(BadIdentity, match=sentence):
        parse(number)


def test_someone_born_after_the_day_is_refused():
    first = "99999920300101001"
    with pytest.raises(BadIdentity):
        parse(first + check_digit(first), day=date(2026, 11, 21))


def test_every_single_mistyped_digit_is_found():
    rng = random.Random(11643)  # noqa: S311 - not a secret
    for _ in range(500):
        at, other = rng.randrange(17), rng.choice("0123456789")
        wrong = SAMPLE[:at] + other + SAMPLE[at + 1 :]
        if wrong == SAMPLE:
            continue
        with pytest.raises(BadIdentity):
            parse(wrong)
