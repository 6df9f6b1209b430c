"""Sealed values: another column, another key or a changed byte does not open them."""

import base64

import pytest

from core import crypto

NUMBER = "999999199001010014"
OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_a_sealed_value_opens_where_it_was_sealed():
    assert crypto.unseal(crypto.seal(NUMBER, where="a.b"), where="a.b") == NUMBER


def test_the_same_value_is_sealed_differently_each_time():
    assert crypto.seal(NUMBER, where="a.b") != crypto.seal(NUMBER, where="a.b")


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(ValueError, match="changed or moved"):
        crypto.unseal(crypto.seal(NUMBER, where="a.b"), where="a.c")


def test_a_changed_byte_is_found():
    sealed = bytearray(crypto.seal(NUMBER, where="a.b"))
    sealed[-1] ^= 1
    with pytest.raises(ValueError, match="changed or moved"):
        crypto.unseal(bytes(sealed), where="a.b")


def test_a_new_key_in_front_still_opens_and_finds_the_old_values(settings):
    settings.FIELD_KEYS = [OLD]
    sealed, found_by = crypto.seal(NUMBER, where="a.b"), crypto.blind_index(NUMBER, where="a.b")
    settings.FIELD_KEYS = [NEW, OLD]
    assert crypto.unseal(sealed, where="a.b") == NUMBER
    assert crypto.blind_index(NUMBER, where="a.b") == found_by
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(ValueError, match="not among FIELD_KEYS"):
        crypto.unseal(sealed, where="a.b")
