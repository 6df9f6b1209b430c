"""The trail names every kind of record in the reader's words."""

from django.utils import translation

from core.registries import record_words
from evidence.selectors import kinds_of_record


def test_every_kind_of_record_has_words_in_both_languages():
    for language in ("en", "zh-hans"):
        with translation.override(language):
            kinds = kinds_of_record()
            assert len(kinds) > 50
            assert [label for label, said in kinds if said == label] == []


def test_no_words_are_kept_for_a_record_that_is_gone():
    assert set(record_words) <= {label for label, _said in kinds_of_record()}
