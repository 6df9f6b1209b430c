#!/usr/bin/env python3
"""Make .env for docker-compose.yml from .env.example: random secrets, readable by you only. Never overwrites one."""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def filled(line: str, site: str) -> str:
    name, separator, value = line.partition("=")
    if line.startswith("#") or not separator or value:
        return line
    if name == "SITE_ADDRESS":
        return f"{name}={site}"
    if name == "FIELD_KEYS":
        return f"{name}={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}"
    return f"{name}={secrets.token_urlsafe(48)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", required=True, help="the name under which the site is opened, as police.example")
    parser.add_argument("--to", type=Path, default=ROOT / ".env")
    options = parser.parse_args()
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    try:
        descriptor = os.open(options.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{options.to} is there already and was left as it is.", file=sys.stderr)
        return 1
    with open(descriptor, "w", encoding="utf-8") as out:
        out.write("\n".join(filled(line, options.site) for line in lines) + "\n")
    print(f"{options.to} was made. Keep a copy of it in a safe place.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
