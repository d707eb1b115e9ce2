"""Write the API's OpenAPI document to a file, or to standard output: `python scripts/openapi.py [FILE]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from retrograd.api.app import create_app


def main(arguments: list[str]) -> None:
    text = json.dumps(create_app().openapi(), indent=2, ensure_ascii=False) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
