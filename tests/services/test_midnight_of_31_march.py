"""An issue that begins at 23:59:59 on 31 March and is written at 00:00:01: number, record and key have one year, whenever
in between the clock turns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.staff import Staff
from branch_desk.services import bags, catalogues, people, slips, spare
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger

NEW_YEAR = datetime(2027, 4, 1, tzinfo=era.JST)


class Turning:
    """A clock that turns the year after it was looked at so often."""

    def __init__(self) -> None:
        self.looks: int | None = None

    def __call__(self) -> datetime:
        if self.looks is None or self.looks > 0:
            self.looks = self.looks if self.looks is None else self.looks - 1
            return NEW_YEAR - timedelta(seconds=1)
        return NEW_YEAR + timedelta(seconds=1)


def issue(ledger: Ledger, who: Staff) -> str:
    made = slips.issue(ledger, who, IssueRequest("501", 1, depositor="山田 花子"))
    assert not isinstance(made, Refusal)
    return made.slip.number


def reserve(ledger: Ledger, who: Staff) -> str:
    made = spare._draw(ledger, who, 1)
    assert not isinstance(made, Refusal)
    return made[0].digits


def open_bag(ledger: Ledger, who: Staff) -> str:
    made = bags.open_bag(ledger, who, "5")
    assert not isinstance(made, Refusal)
    return made.view.number


@pytest.mark.parametrize("verb", [issue, reserve, open_bag])
def test_number_and_record_have_the_same_year(home: Path, verb: Callable[[Ledger, Staff], str]) -> None:
    clock = Turning()
    with Ledger.create(home, Desk("101", "大師1", "大師支所"), now=clock, keep_key_in="file").ledger as ledger:
        with ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
        who = people.add(ledger, "12", "佐野 恵")
        assert isinstance(who, Staff)
        seen = set()
        for looks in range(5):
            clock.looks = looks
            parsed = numbers.parse(verb(ledger, who))
            clock.looks = None
            assert parsed is not None
            written = ledger.db.execute(
                "select at from event where coalesce(slip, bag) = ? order by id limit 1", (int(parsed.digits),)
            ).fetchone()[0]
            assert era.fiscal_year(era.moment(written)) == parsed.fy, looks
            seen.add(parsed.fy)
        assert seen == {2026, 2027}
        keys = dict(ledger.db.execute("select slip, key from pii").fetchall())
        assert all(key.startswith(f"20{str(slip)[4:6]}-") for slip, key in keys.items())
        assert ledger.verify().faults == ()
