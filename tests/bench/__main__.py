"""Print the figures that DESIGN sets, measured on this machine: python3 -m tests.bench [--json FILE] [name
...]

Each other module in this folder has `rows()`, which measures and returns a list of dicts: name, value, unit
and, where there is one, goal (as DESIGN words it), ok (True or False), beside. Names choose modules; without
names all run. A figure is never asserted in a test: machines differ. What can be compared is a ratio, and its
other half (`beside`: one fdatasync, stock fpdf2 …) is measured in the same run.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import os
import pkgutil
import platform
import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path

COLUMNS = ("name", "value", "unit", "goal", "ok", "beside")


def in_the_environment() -> None:
    """Start again in .venv, made first where it is not there: the command is meant for any python3."""
    root = Path(__file__).resolve().parent.parent.parent
    if Path(sys.prefix) != root / ".venv":
        sys.path.insert(0, str(root / "build"))
        import environment  # beside build/run.py; no package, found by its folder

        environment.ready("test", tk=True)
        sys.exit(subprocess.call([str(environment.PYTHON), "-m", "tests.bench", *sys.argv[1:]], cwd=root))


def modules(names: list[str]) -> list[str]:
    """The benchmarks asked for; a name that does not exist is an error, not silence."""
    there = sorted(
        it.name for it in pkgutil.iter_modules([str(Path(__file__).parent)]) if not it.name.startswith("_")
    )
    unknown = sorted(set(names) - set(there))
    if unknown:
        raise SystemExit(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(there) or 'none'}")
    return names or there


def machine() -> dict[str, str | int]:
    """What the figures depend on."""
    return {
        "at": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count() or 0,
    }


def shown(column: str, value: object) -> str:
    """One cell: figures with three significant digits, verdicts in a word."""
    if column == "ok":
        return {True: "yes", False: "NO", None: ""}[value]
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) and abs(value) < 1000 else str(value)


def width(text: str) -> int:
    """Columns on a terminal, where Japanese takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(rows: list[dict]) -> str:
    """The rows as aligned text."""
    cells = [COLUMNS, *(tuple(shown(column, row.get(column)) for column in COLUMNS) for row in rows)]
    widths = [max(width(line[i]) for line in cells) for i in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def main(arguments: list[str]) -> int:
    """Measure, print the table, and write JSON where asked ('-': standard output)."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--json",
        metavar="FILE",
        help="also write the figures as JSON ('-': standard output, and nothing else there)",
    )
    parser.add_argument("name", nargs="*")
    chosen = parser.parse_args(arguments)
    rows: list[dict] = []
    for name in modules(chosen.name):
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        for row in importlib.import_module(f"tests.bench.{name}").rows():
            surplus = set(row) - set(COLUMNS)
            assert not surplus and {"name", "value", "unit"} <= set(row), (name, row)
            rows.append({"bench": name, **{column: row.get(column) for column in COLUMNS}})
    document = json.dumps({"machine": machine(), "rows": rows}, ensure_ascii=False, indent=1)
    if chosen.json == "-":
        print(document)
        return 0
    print(table(rows))
    if chosen.json:
        Path(chosen.json).write_text(document + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    in_the_environment()
    sys.exit(main(sys.argv[1:]))
