"""The serial is read as people write it, hides in what they copy, and nothing else is taken for it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.marks import number_of, serials_in, spelled, unmarked, unseen

NUMBERS = st.integers(0, 2**40 - 1)


@given(NUMBERS)
def test_a_serial_is_read_back_seen_and_unseen(number):
    serial = spelled(number)
    assert number_of(serial) == number
    assert list(serials_in(f"前{serial}后")) == [serial]
    assert list(serials_in(f"410102********{unseen(serial)}1231")) == [serial]


@pytest.mark.parametrize("written", ["ex-{0}", "EX {0}", "Ex–{0}", "nr.EX-{0}, page 2"])
def test_it_is_read_as_people_write_it(written):
    serial = spelled(73_921_394_429)
    assert list(serials_in(written.format(serial[3:].lower()))) == [serial]


def test_letters_that_look_alike_are_the_same():
    serial = spelled(0b00001_00000_00001_00000_00001_00000_00001_00000)
    assert number_of(serial.replace("0", "O").replace("1", "l")) == number_of(serial)


PLACES = [3, 4, 5, 6, 8, 9, 10, 11, 13]


@given(NUMBERS, st.sampled_from(PLACES), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_letter_is_always_noticed(number, place, letter):
    serial = spelled(number)
    if serial[place] != letter:
        assert number_of(serial[:place] + letter + serial[place + 1 :]) is None


@given(NUMBERS, st.sampled_from([3, 4, 5, 8, 9, 10]))
def test_two_swapped_letters_are_always_noticed(number, place):
    serial = spelled(number)
    swapped = serial[:place] + serial[place + 1] + serial[place] + serial[place + 2 :]
    assert swapped == serial or number_of(swapped) is None


@given(st.text())
def test_text_without_a_mark_stays_what_it_was(text):
    assert unmarked(text) == text
    assert unmarked(text + unseen(spelled(5))) == text


def test_noise_is_hardly_ever_a_serial():
    noise = random.Random(1)
    words = ["EX-" + "".join(noise.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=9)) for _ in range(1000)]
    assert sum(number_of(word) is not None for word in words) < 70
