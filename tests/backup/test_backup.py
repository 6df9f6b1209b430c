"""Is a backup sealed, whole and provable, and is every damage found before anything is touched?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from auxpolice.backing_up import BackupError, hashing, keys, making, manifest, restoring, sealing
from core.models import AuditEntry
from organisation.models import Unit
from tests.assurance import long_form
from tests.backup.conftest import DOCUMENTS

OTHER_KEY = "b3RoZXItZmllbGQta2V5LXdpdGgtMzItYnl0ZXMhISE="


def hashes() -> dict[str, hashing.Table]:
    with connection.cursor() as cursor:
        return hashing.tables(cursor)


def restore(folder: Path) -> restoring.Restored:
    connections.close_all()
    return restoring.restore(folder)


def test_what_comes_back_is_what_was_there(backup, elsewhere, media, assure):
    then = manifest.read(backup)
    place = elsewhere()
    found = restore(backup)
    assert found.rows == sum(table["rows"] for table in then["tables"].values())
    assert {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()} == set(DOCUMENTS)
    assert all((place / name).read_bytes() == (media / name).read_bytes() for name in DOCUMENTS)
    assert Unit.objects.get(code="110000").name == "市局 \t\n\\ 引号'\""
    assert AuditEntry.objects.filter(action="backup.restored").count() == 1
    assure(
        "R-52", f"{found.tables} of {len(then['tables'])} tables equal by hash", ok=found.tables == len(then["tables"])
    )


def test_owners_rights_and_triggers_come_back_too(backup, elsewhere):
    before = rights()
    elsewhere()
    restore(backup)
    assert rights() == before
    assert len([line for line in before if line[0] == "trigger"]) > 5
    assert len({line[2] for line in before if line[0] == "table"}) > 1, "the trail has an owner of its own"


def rights() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT 'table', relname::text, pg_get_userbyid(relowner)::text, coalesce(relacl::text[], '{}')::text
              FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')
            UNION ALL SELECT 'trigger', tgname::text, tgrelid::regclass::text, tgenabled::text
              FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'function', proname::text, pg_get_userbyid(proowner)::text, prosecdef::text
              FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT 'default', defaclobjtype::text, pg_get_userbyid(defaclrole)::text, defaclacl::text
              FROM pg_default_acl ORDER BY 1, 2, 3""")
        return [tuple(",".join(sorted(str(part).strip("{}").split(","))) for part in row) for row in cursor.fetchall()]


def test_one_changed_byte_anywhere_is_found_and_named(backup, elsewhere, assure):
    elsewhere()
    files = sorted(path for path in backup.iterdir())
    found = 0
    for file in files:
        whole = file.read_bytes()
        places = range(0, len(whole), max(1, len(whole) // (200 if long_form() else 6)))
        for place in places:
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(BackupError, match=f"{file.stem}|key|format"):
                restoring.restore(backup)
            found += 1
        file.write_bytes(whole)
    restore(backup)  # and whole again it is taken
    assure("R-54", f"{found} of {found} changed bytes found, the file named", ok=len(files) == 5)


def test_a_file_cut_off_left_out_or_added_is_named(backup, elsewhere):
    elsewhere()
    file = backup / manifest.DOCUMENTS
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    with pytest.raises(BackupError, match="documents.sealed is damaged"):
        restoring.restore(backup)
    file.unlink()
    with pytest.raises(BackupError, match="documents.sealed cannot be read"):
        restoring.restore(backup)
    file.write_bytes(whole)
    (backup / "virus.exe").write_bytes(b"MZ")
    with pytest.raises(BackupError, match="virus.exe does not belong"):
        restoring.restore(backup)


def test_a_manifest_with_new_sums_does_not_deceive(backup, elsewhere):
    """Whoever changes a file and its sum in the manifest still has no key for the signature."""
    elsewhere()
    text = (backup / manifest.MANIFEST).read_text(encoding="utf-8")
    (backup / manifest.MANIFEST).write_text(text.replace('"rows": 1', '"rows": 2', 1), encoding="utf-8")
    with pytest.raises(BackupError, match="signature does not fit"):
        restoring.restore(backup)


def test_nothing_of_the_content_can_be_read_from_the_backup(backup, assure):
    seen = [
        word
        for path in backup.iterdir()
        for word in ("市局", "%PDF-1.7 contract", "PGDMP")
        if word.encode() in path.read_bytes()
    ]
    assure("R-54", "0 words of the content readable in the files", ok=not seen)


def test_pieces_changed_moved_or_cut_off_do_not_open(tmp_path):
    key, text = b"k" * 32, b"x" * (sealing.PIECE * 2 + 5)
    with open(tmp_path / "a", "wb") as out:
        sealer = sealing.Sealer(out, key=key, name="a")
        sealer.write(text)
        sealer.finish()
    whole, head, step = (tmp_path / "a").read_bytes(), len(sealing.MAGIC) + 16, sealing.PIECE + 16
    one, two, rest = whole[head : head + step], whole[head + step : head + 2 * step], whole[head + 2 * step :]
    assert _opens(tmp_path, whole, key) == text
    for wrong in (two + one + rest, one + two, one + rest, one + one + rest, one + two + rest[:-1]):
        with pytest.raises(BackupError, match="a is damaged"):
            _opens(tmp_path, whole[:head] + wrong, key)
    with pytest.raises(BackupError):
        _opens(tmp_path, whole, key, name="b")


def _opens(tmp_path: Path, sealed: bytes, key: bytes, name: str = "a") -> bytes:
    (tmp_path / "b").write_bytes(sealed)
    with open(tmp_path / "b", "rb") as file:
        return b"".join(sealing.opened(file, key=key, name=name))


def test_a_house_that_holds_something_is_never_overwritten(backup, elsewhere, settings):
    before = hashes()
    settings.EMBEDDED_DATABASE = False
    place = elsewhere()
    place.mkdir()
    (place / "their.pdf").write_bytes(b"%PDF")
    with pytest.raises(BackupError, match="already holds documents"):
        restoring.restore(backup)
    (place / "their.pdf").unlink()
    restore(backup)
    (place / "photos/big.png").unlink()
    with pytest.raises(BackupError, match="already holds documents|is not empty"):
        restoring.restore(backup)
    assert before.keys() == hashes().keys()


def test_a_row_changed_after_the_dump_is_not_equal(house):
    """The control: the comparison itself sees one changed value, one row more, one row less."""
    then = hashes()
    Unit.objects.filter(code="110000").update(name="市局")
    assert "the table organisation_unit does not hold" in hashing.differences(then, hashes())[0]
    Unit.objects.filter(code="110000").delete()
    assert "1 rows then, 0 now" in hashing.differences(then, hashes())[0]


def test_an_old_backup_comes_back_after_the_keys_were_changed(backup, elsewhere, settings, assure):
    settings.FIELD_KEYS = [OTHER_KEY, *settings.FIELD_KEYS]
    elsewhere()
    assure("R-54", "restored after rotation of the keys", ok=restore(backup).tables > 50)


def test_a_missing_key_is_named_by_its_fingerprint(backup, elsewhere, settings):
    settings.FIELD_KEYS = [OTHER_KEY]
    elsewhere()
    with pytest.raises(BackupError, match=f"sealed with the key {manifest.peek(backup)['backup_key']}.*--keys FILE"):
        restoring.restore(backup)


def test_the_keys_are_kept_apart_and_open_only_with_the_passphrase(tmp_path, settings):
    file = tmp_path / "keys.json"
    with pytest.raises(BackupError, match="at least 12 characters"):
        keys.keep(file, "short")
    kept = keys.keep(file, "correct horse battery")
    assert {"field_keys", "secret_key"} <= set(kept)
    assert file.stat().st_mode & 0o077 == 0
    assert settings.FIELD_KEYS[0] not in file.read_text(encoding="utf-8")
    assert keys.take_out(file, "correct horse battery")["field_keys"] == settings.FIELD_KEYS
    with pytest.raises(BackupError, match="does not open"):
        keys.take_out(file, "correct horse staple")
    with pytest.raises(BackupError, match="cannot be written"):
        keys.keep(file, "correct horse battery")


def test_the_backup_itself_holds_no_key(backup, settings):
    every = b"".join(path.read_bytes() for path in backup.iterdir())
    assert settings.SECRET_KEY.encode() not in every
    assert settings.FIELD_KEYS[0].encode() not in every
    then = manifest.read(backup)
    assert then["keys"]["field_keys"] == [sealing.fingerprint(keys._raw(settings.FIELD_KEYS[0]))]
    assert not any("KEY" in name for name in then["configuration"])


def test_passwords_in_addresses_stay_out_of_the_configuration(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app:hunter2@db:5432/a")
    monkeypatch.setitem(making.env.__dict__, "asked", {"DATABASE_URL", "SECRET_KEY"})
    assert making.plain_settings() == {"DATABASE_URL": "postgres://app:***@db:5432/a"}


def test_a_folder_that_holds_something_takes_no_backup(house, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    with pytest.raises(BackupError, match="A backup goes into a new folder"):
        making.make(tmp_path / "full")


def test_the_command_answers_in_json_and_refuses_in_a_sentence(house, tmp_path, capsys):
    call_command("backup", str(tmp_path / "b"), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["documents"]["count"] == len(DOCUMENTS)
    with pytest.raises(CommandError, match="A backup goes into a new folder"):
        call_command("backup", str(tmp_path / "b"))
    with pytest.raises(CommandError, match="is not a whole backup: manifest.json is missing"):
        call_command("restore", str(tmp_path))
