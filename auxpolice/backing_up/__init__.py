"""Backup and restore: one snapshot of the database, the documents, and the proof that what comes back is what was there."""


class BackupError(Exception):
    """Why a backup was not made or not put back, as a sentence for whoever stands at the machine."""
