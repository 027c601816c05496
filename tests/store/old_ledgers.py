"""Ledgers as earlier versions of the program made them, and what nothing may change in them."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from pathlib import Path

from branch_desk.store import migrations
from branch_desk.store.folders import Folders

FIXTURES = Path(__file__).parent / "fixtures"
RECORDED = ("event", "audit", "pii", "request", "counter", "epoch")
# version_1: made before there were print jobs (commit be1c2b7): four slips, two names, five `printed` events,
# a second epoch.
# version_2: made before there were rows of bags (commit 2d544f3): six slips; one bag of two of them that was
# dispatched, one slip taken out of it again, one closed, one back without its time, one voided, one in inquiry;
# a section desk is known.
# Steps 3 to 5 changed until step 6 was finished: no program with only those was ever done.
# version_6 and later: by keep_ledger.py with the code of their time: four slips, two names, three `printed`, a bag on its
# way, one slip closed, one voided, one refusal; on a share, with what another desk wrote.
VERSIONS = tuple(f"version_{n}" for n in (1, 2, *range(6, len(migrations.steps()) + 1)))


def unpack(name: str, home: Path) -> Path:
    """The ledger of that version, in its folder."""
    Folders(home).make()        # with the rights that a desk's folders have; unpacking gives them none on Windows
    with zipfile.ZipFile(FIXTURES / f"{name}.zip") as archive:
        archive.extractall(home)
    for file in Folders(home).keys.iterdir():
        os.chmod(file, 0o600)
    return home


def recorded(home: Path) -> list[list[tuple]]:
    """Every row of what is recorded and never made again."""
    db = sqlite3.connect(Folders(home).ledger)
    try:
        return [db.execute(f"select * from {table} order by 1, 2, 3").fetchall() for table in RECORDED]
    finally:
        db.close()
