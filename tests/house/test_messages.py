"""Is every sentence found, whole, and translated with the same placeholders?"""

import json
import shutil
import subprocess
import sys

import polib
import pytest

from scripts import messages

TEMPLATE = """{% load i18n %}
<h1>{% translate "Contracts" %}</h1> {{ _("Save")|upper }} <p title="{% trans 'It''s' %}"></p>
{% translate "May" context "month" %} {% translate heading %}
{% blocktranslate with name=person.name %}Ask {{ name }}: 100% sure?{% endblocktranslate %}
{% blocktranslate count days=left trimmed %}
  {{ days }} day left
{% plural %}
  {{ days }} days left
{% endblocktranslate %}
{# translators: not a sentence _("hidden") #}
"""


def found(iterator):
    return {message.key: message.plural for message in iterator}


def test_sentences_of_python_are_found_whole():
    source = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
a = _("One "
      "sentence.")
b = gettext_lazy("Lazy")
c = ngettext("%(n)d unit", "%(n)d units", n) % {"n": n}
d = pgettext("month", "May")
e = _(variable)
f = other("Not ours")
"""
    assert found(messages.in_python(source, "x.py")) == {
        (None, "One sentence."): "",
        (None, "Lazy"): "",
        (None, "%(n)d unit"): "%(n)d units",
        ("month", "May"): "",
    }


@pytest.mark.parametrize("call", ['_(f"Hello {name}")', '_("Hello " + name)'])
def test_a_sentence_put_together_is_refused(call):
    with pytest.raises(messages.Wrong, match="x.py:1"):
        list(messages.in_python(f"{call}  # gettext", "x.py"))


def test_sentences_of_templates_are_found_whole():
    assert found(messages.in_template(TEMPLATE, "x.html")) == {
        (None, "Contracts"): "",
        (None, "Save"): "",
        (None, "It"): "",
        ("month", "May"): "",
        (None, "Ask %(name)s: 100%% sure?"): "",
        (None, "%(days)s day left"): "%(days)s days left",
    }


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A room with one sentence, in a checkout of its own."""
    (tmp_path / "roster").mkdir()
    (tmp_path / "templates" / "roster").mkdir(parents=True)
    (tmp_path / "roster" / "apps.py").write_text("")
    (tmp_path / "templates" / "roster" / "a.html").write_text('{% load i18n %}{% translate "Hired on %(day)s" %}')
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return tmp_path


def translate(chinese: str) -> None:
    file = messages.read("roster")
    file[0].msgstr = chinese
    file.save(str(messages.catalogue("roster")))


def test_the_check_fails_until_there_is_chinese_with_the_same_placeholders(room, capsys):
    assert messages.main(["--check"]) == 1
    messages.main([])
    assert messages.main(["--check"]) == 1
    translate("录用")
    assert messages.main(["--check"]) == 1
    assert "placeholders differ" in capsys.readouterr().out
    translate("%(day)s录用")
    assert messages.main(["--check"]) == 0


def test_a_dead_translation_is_kept_until_pruned(room):
    messages.main([])
    translate("%(day)s录用")
    template = room / "templates" / "roster" / "a.html"
    text = template.read_text()
    template.write_text("")
    messages.main([])
    assert messages.main(["--check"]) == 1
    template.write_text(text)
    messages.main([])
    assert messages.main(["--check"]) == 0
    template.write_text("")
    messages.main(["--prune"])
    assert messages.translations(messages.read("roster")) == {}


def test_what_is_compiled_is_what_was_written(room):
    messages.main([])
    translate("%(day)s录用")
    messages.main([])
    compiled = polib.mofile(str(messages.catalogue("roster").with_suffix(".mo")))
    assert [entry.msgstr for entry in compiled] == ["%(day)s录用"]


def test_the_first_command_after_a_clone_speaks_chinese_already(tmp_path):
    """What is stored in both languages would otherwise be English twice, and stay so."""
    clone = tmp_path / "clone"
    left = shutil.ignore_patterns("*.mo", "__pycache__", ".venv", "var", ".git", "tests", "docs", "static", ".*_cache")
    shutil.copytree(messages.ROOT, clone, ignore=left)
    request = json.dumps({"text_zh": "开具交通罚单", "duty_codes": ["traffic-penalty-issue"]})
    command = [sys.executable, "manage.py", "decide", "--json"]
    answer = subprocess.run(command, cwd=clone, input=request, capture_output=True, text=True, check=True)  # noqa: S603
    (finding,) = json.loads(answer.stdout)["findings"]
    assert "不得交由辅警" in finding["says"]["zh-hans"]
    assert "never" in finding["says"]["en"]
