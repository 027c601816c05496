"""domain <- store <- services <- ui and cli <- app; printing, sync and schemas know nobody. Kept true by
reading every import.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.arrows import OURS, offences

ROOT = Path(__file__).parent.parent.parent

CLEAN = {
    "branch_desk/__init__.py": "__version__ = '1'",
    "branch_desk/domain/slip.py": "import dataclasses\nfrom branch_desk.domain import era",
    "branch_desk/store/ledger.py": """
import sqlite3
from branch_desk.domain.slip import Slip
WHERE = 'select 1 from event'
""",
    "branch_desk/services/slips.py": """
import printing, sync
from branch_desk import __version__
from branch_desk.store import ledger
""",
    "branch_desk/ui/reception.py": """
import tkinter
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
from branch_desk.domain import words
from branch_desk.services.slips import issue
""",
    "branch_desk/cli.py": """
import click
from branch_desk.services import slips
from branch_desk.store.ledger import Ledger
""",
    "branch_desk/app.py": "import tkinter, branch_desk.store.ledger\nfrom branch_desk.ui import reception",
    "branch_desk/__main__.py": "from branch_desk import app, cli",
    "printing/slip_pdf.py": "import fpdf, printing.papers\nHELP = 'Select a printer from the list'",
    "sync/exchange.py": "import json",
    "schemas/__init__.py": "import importlib.resources",
}

PLANTED = [
    ("branch_desk/domain/x.py", "from branch_desk.store import ledger"),
    ("branch_desk/domain/x.py", "from branch_desk import store"),
    ("branch_desk/domain/x.py", "from . import slip"),
    ("branch_desk/domain/x.py", "import os"),
    ("branch_desk/domain/x.py", "import click"),
    ("branch_desk/domain/x.py", "import datetime\nT = datetime.datetime.now()"),
    ("branch_desk/domain/x.py", "def f():\n    open('a')"),
    ("branch_desk/domain/x.py", "import schemas"),
    ("branch_desk/store/x.py", "from branch_desk.services import slips"),
    ("branch_desk/store/x.py", "import printing"),
    ("branch_desk/services/x.py", "from branch_desk.ui import reception"),
    ("branch_desk/services/x.py", "import branch_desk.app"),
    ("branch_desk/services/x.py", "def f():\n    import sqlite3"),
    ("branch_desk/services/x.py", "Q = '''\n  select count(*)\n  from event'''"),
    ("branch_desk/ui/x.py", "Q = 'DELETE FROM event'"),
    ("branch_desk/services/x.py", "Q = f'update slip set state = {1}'"),
    ("branch_desk/services/x.py", "import tkinter.messagebox"),
    ("branch_desk/ui/x.py", "from branch_desk.store.ledger import Ledger"),
    ("branch_desk/ui/x.py", "if TYPE_CHECKING:\n    from branch_desk.store.keys import Keys"),
    ("branch_desk/ui/x.py", "if TYPE_CHECKING: pass\nelse:\n    from branch_desk.store.ledger import Ledger"),
    ("branch_desk/ui/x.py", "from branch_desk import app"),
    ("branch_desk/ui/x.py", "import branch_desk.cli"),
    ("branch_desk/cli.py", "from branch_desk.store import keys"),
    ("branch_desk/cli.py", "import tkinter"),
    ("branch_desk/cli.py", "from branch_desk import ui"),
    ("branch_desk/cli.py", "import sqlite_utils"),
    ("branch_desk/__init__.py", "from branch_desk import app"),
    ("printing/x.py", "from branch_desk.domain import numbers"),
    ("printing/x.py", "import tkinter"),
    ("sync/x.py", "import printing"),
    ("sync/x.py", "import branch_desk.services"),
    ("branch_desk/cli.py", "from branch_desk.app import main"),
    ("schemas/x.py", "import branch_desk.domain.events"),
]


def write(root: Path, files: dict[str, str]) -> None:
    """Lay a made-up house."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def test_the_arrows_hold_in_our_house():
    assert offences(ROOT) == []


def test_every_part_of_the_house_is_read():
    read = {path.relative_to(ROOT).parts[0] for top in OURS for path in (ROOT / top).rglob("*.py")}
    assert {"branch_desk", "printing"} <= read


def test_a_clean_house_passes(tmp_path):
    write(tmp_path, CLEAN)
    assert offences(tmp_path) == []


@pytest.mark.parametrize(("name", "text"), PLANTED)
def test_a_planted_breach_is_named(tmp_path, name, text):
    write(tmp_path, {**CLEAN, name: text})
    found = offences(tmp_path)
    assert len(found) == 1 and found[0].startswith(name + " line "), found
