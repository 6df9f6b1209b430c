"""The passphrase of the keys: asked for at the terminal, or from BACKUP_PASSPHRASE(_FILE) for a drill by script."""

from __future__ import annotations

import getpass
import sys

from auxpolice import environment as env
from auxpolice.backing_up import BackupError


def ask(*, twice: bool = False) -> str:
    """BackupError when nobody can be asked, or when two tries differ."""
    if given := env.text("BACKUP_PASSPHRASE", ""):
        return given
    if not sys.stdin.isatty():
        raise BackupError("Nobody can be asked for the passphrase: set BACKUP_PASSPHRASE_FILE to a file that holds it.")
    first = getpass.getpass("Passphrase of the keys: ")
    if twice and getpass.getpass("The same again: ") != first:
        raise BackupError("The two passphrases differ; nothing was written.")
    return first
