"""Sealed values: another row, another column, another key or a changed byte does not open them."""

import base64

import pytest

from core import crypto
from core.crypto import sealing

NUMBER = "999999199001010014"
OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
CIPHERS = ["AES-256-GCM", "SM4-GCM"]


@pytest.mark.parametrize("cipher", CIPHERS)
class TestEachCipher:
    @pytest.fixture(autouse=True)
    def chosen(self, settings, cipher):
        settings.FIELD_CIPHER = cipher

    def test_a_sealed_value_opens_where_it_was_sealed(self):
        assert crypto.unseal(crypto.seal(NUMBER, where="a.b", row=7), where="a.b", row=7) == NUMBER

    def test_the_same_value_is_sealed_differently_each_time(self):
        assert crypto.seal(NUMBER, where="a.b", row=7) != crypto.seal(NUMBER, where="a.b", row=7)

    @pytest.mark.parametrize(("where", "row"), [("a.c", 7), ("a.b", 8), ("a.b", ""), ("a.b\x007", "")])
    def test_a_value_moved_to_another_column_or_row_does_not_open(self, where, row):
        sealed = crypto.seal(NUMBER, where="a.b", row=7)
        with pytest.raises(ValueError, match=r"changed or moved"):
            crypto.unseal(sealed, where=where, row=row)

    @pytest.mark.parametrize("place", range(33 + len(NUMBER)))
    def test_a_changed_byte_is_found_wherever_it_lies(self, place):
        sealed = bytearray(crypto.seal(NUMBER, where="a.b", row=7))
        sealed[place] ^= 1
        with pytest.raises(ValueError, match=r"changed or moved|not among FIELD_KEYS|not a sealed value"):
            crypto.unseal(bytes(sealed), where="a.b", row=7)

    @pytest.mark.parametrize("length", [0, 1, 5, 17, 20])
    def test_a_cut_value_is_found(self, length):
        with pytest.raises(ValueError, match=r"changed or moved|not a sealed value"):
            crypto.unseal(crypto.seal(NUMBER, where="a.b", row=7)[:length], where="a.b", row=7)


def test_what_one_cipher_sealed_opens_while_the_other_seals(settings):
    sealed = {}
    for settings.FIELD_CIPHER in CIPHERS:
        sealed[settings.FIELD_CIPHER] = crypto.seal(NUMBER, where="a.b", row=7)
    assert len({value[0] for value in sealed.values()}) == 2
    for settings.FIELD_CIPHER in CIPHERS:
        assert {crypto.unseal(value, where="a.b", row=7) for value in sealed.values()} == {NUMBER}


def test_what_0_1_0_sealed_still_opens():
    key, nonce = crypto.current_key(), bytes(12)
    old = bytes([1]) + key.id + nonce + sealing.AESGCM(key.secret).encrypt(nonce, NUMBER.encode(), b"a.b")
    assert crypto.unseal(old, where="a.b", row=7) == NUMBER
    with pytest.raises(ValueError, match="changed or moved"):
        crypto.unseal(old, where="a.c", row=7)


def test_a_new_key_in_front_still_opens_the_old_values(settings):
    settings.FIELD_KEYS = [OLD]
    sealed = crypto.seal(NUMBER, where="a.b", row=7)
    settings.FIELD_KEYS = [NEW, OLD]
    assert crypto.unseal(sealed, where="a.b", row=7) == NUMBER
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(ValueError, match="not among FIELD_KEYS"):
        crypto.unseal(sealed, where="a.b", row=7)


@pytest.mark.parametrize("wrong", ["", "short", "!" * 44, base64.b64encode(b"x" * 31).decode()])
def test_a_key_that_is_none_is_told_by_name(settings, wrong):
    settings.FIELD_KEYS = [wrong]
    with pytest.raises(sealing.ImproperlyConfigured, match="FIELD_KEYS"):
        crypto.keys()
