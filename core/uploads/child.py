"""`python -m core.uploads.child .pdf < paper`: looks at one paper under limits and says one line of JSON.

`{"refuse": code}` or `{"refuse": ""}` when nothing stands against it. Without a line, the limits ended the process.
Nothing here imports Django: the child must start fast and know nothing.
"""

from __future__ import annotations

import json
import sys

from core.uploads.bounds import CPU_SECONDS, MEMORY, Refuse
from core.uploads.limits import limit
from core.uploads.signatures import check_signatures


def look(raw: bytes, extension: str) -> None:
    """Raises Refuse."""
    check_signatures(raw)
    if extension == ".pdf":
        from core.uploads.pdf import check_pdf

        check_pdf(raw)
    elif extension in (".docx", ".xlsx"):
        from core.uploads.office import check_office

        check_office(raw, extension)
    else:
        from core.uploads.pictures import check_picture

        check_picture(raw, extension)


def main(extension: str) -> int:
    limit(MEMORY, CPU_SECONDS)
    try:
        look(sys.stdin.buffer.read(), extension)
        code = ""
    except Refuse as refused:
        code = refused.code
    except MemoryError:
        code = "heavy"
    sys.stdout.write(json.dumps({"refuse": code}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
