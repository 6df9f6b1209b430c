#!/usr/bin/env python
"""The command line of auxpolice."""

import os
import sys
from contextlib import suppress


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auxpolice.settings")
    from django.core.management import execute_from_command_line

    from scripts.messages import compile_all

    with suppress(PermissionError):  # a server's program folder belongs to somebody else, who compiled it
        compile_all()  # before Django reads them: what is stored in both languages would be English twice
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
