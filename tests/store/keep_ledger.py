"""Keeps a small ledger of the present format for the tests of all later ones: python -m tests.store.keep_ledger

To be run once when a step of the schema is new and nothing more will change in it; the test of old ledgers asks for it.
Of a desk on a share: names, papers, a bag on its way, one slip closed, one voided, a refusal, what other desks wrote.
"""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
LEFT_OUT = {"backup", "logs", "paper"}


def keep(folder: Path, target: Path | None = None) -> Path:
    """Makes it in `folder` and packs it."""
    from branch_desk.domain import era
    from branch_desk.services import slips
    from branch_desk.services.exchange_local import SHARE
    from branch_desk.services.slips import IssueRequest
    from branch_desk.store import migrations
    from branch_desk.store.ledger import Ledger
    from tests.domain.event_examples import EXAMPLES
    from tests.services.ward import Ward
    from tests.store.issuing import MORNING

    bodies = {example["type"]: example["body"] for example in EXAMPLES}
    ward = Ward(folder, ("900", "101", "102"), now=lambda: MORNING)
    ledger, who = ward["101"].ledger, ward["101"].who

    def record(event: str, slip: str | None = None, bag: str | None = None, **body: object) -> None:
        with ledger.transaction() as tx:
            tx.append(event, actor="12", slip=slip, bag=bag, body=body or None)

    def issue(code: str = "501", sheets: int = 3, **more: str) -> str:
        return slips.issue(ledger, who, IssueRequest(code, sheets, **more)).slip.number     # type: ignore[union-attr]

    held, closed, other, voided = issue(depositor="山田 太郎"), issue(), issue("101", 2, depositor="鈴木 花子"), issue("402", 1)
    for number in (held, closed, other):
        record("printed", number, copy="original", count=1, outcome="confirmed", paper="80mm")
    with ledger.transaction() as tx:
        bag = tx.draw_bag(era.fiscal_year(tx.now), "5").digits
    record("bag_opened", bag=bag, section="5")
    for number in (held, closed):
        record("bagged", number, bag)
    record("bag_closed", bag=bag, count=2)
    for number in (held, closed):
        record("checked", number, bag, result="agrees")
    record("bag_dispatched", bag=bag, route="internal_mail", count=2)
    for event, number in (("voided", voided), ("came_back", closed), ("closed", closed)):
        record(event, number, **bodies[event])
    record("refused", **bodies["refused"])
    slips.issue(ward["102"].ledger, ward["102"].who, IssueRequest("101", 1))
    ward.talk(2)
    ward.close()
    home = folder / "101"
    with Ledger.open(home, now=lambda: MORNING) as opened:
        with opened.transaction() as tx:       # no path of the machine where it was made
            tx.set_setting(SHARE, {**opened.setting(SHARE, {}), "folder": "share"})
        assert opened.verify().faults == (), opened.verify().faults
    target = target or FIXTURES / f"version_{len(migrations.steps())}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(path for path in home.rglob("*") if path.is_file() and not LEFT_OUT & set(path.parts)):
            packed.write(file, file.relative_to(home))
    return target


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ["BRANCH_DESK_STATE"] = str(Path(place, "state"))
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        Path(place, "state").mkdir()
        Path(place, "ward").mkdir()
        print(keep(Path(place, "ward"), *map(Path, sys.argv[1:])))
