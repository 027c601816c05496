"""The starter bundle between real ledgers: over the share and on a stick."""

from __future__ import annotations

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.services import carrier, exchange, exchange_local
from tests.services.test_exchange import issue, stick_of
from tests.services.ward import DESKS, Ward


@pytest.fixture
def ward(tmp_path, monkeypatch):
    monkeypatch.setattr(exchange_local, "AT_ONCE", 1)
    made = Ward(tmp_path)
    yield made
    made.close()


@pytest.fixture
def new(ward):
    """A desk that has asked to be admitted and was."""
    def admitted() -> str:
        ward.open(Desk("103", "大師3", DESKS["101"].branch))
        ward.admit("103")
        return "103"

    return admitted


class Counting:
    """The share, and how many batches were asked for by name."""

    def __init__(self, share):
        self._share, self.asked = share, 0

    def __getattr__(self, name):
        return getattr(self._share, name)

    def read(self, path):
        self.asked += path[-1].endswith(".evt")
        return self._share.read(path)


def test_a_new_desk_has_everything_after_its_first_round_and_asks_for_no_batch_of_the_bundle(ward, new):
    numbers = [issue(ward["101"]) for _ in range(9)] + [issue(ward["201"])]
    ward.talk()
    office = ward["900"]
    done = ward.granted(exchange.lay_out(office.ledger, office.who, share=ward.share))
    assert done.bundles == 1 and done.batches >= 10
    again = ward.granted(exchange.lay_out(office.ledger, office.who, share=ward.share))
    assert again.bundles == 0
    desk = ward[new()]
    counting = Counting(ward.share)
    came = exchange.sync(desk.ledger, share=counting)
    assert came.state == "ok" and came.problems == () and counting.asked < 10 <= came.imported
    assert all(desk.ledger.slip(number) for number in numbers)
    ward.talk()
    assert len({found.state for found in ward.desks.values()}) == 1
    assert desk.ledger.verify().sound


def test_a_desk_lays_out_what_its_branch_has(ward, new):
    numbers = [issue(ward["101"]) for _ in range(3)]
    ward.talk()
    desk = ward["102"]
    assert ward.granted(exchange.lay_out(desk.ledger, desk.who, share=ward.share)).bundles == 1
    fresh = ward[new()]
    assert fresh.sync().state == "ok" and all(fresh.ledger.slip(number) for number in numbers)


def test_a_stick_for_a_new_desk(ward, new, tmp_path):
    numbers = [issue(ward["101"]) for _ in range(9)]
    ward.talk()
    code = new()
    stick, office = stick_of(tmp_path), ward["900"]
    carried = ward.granted(carrier.export(office.ledger, office.who, "stick", share=stick, start=True))
    assert carried.records >= 9 and stick.names(("boot",)) == ("n-000000000001.zip",)
    assert not list((tmp_path / "stick").rglob("*.evt"))
    more = issue(ward["101"])
    ward.talk()
    carried = ward.granted(carrier.export(office.ledger, office.who, "stick", share=stick, start=True))
    assert 1 <= carried.records < 9, "what a bundle on the stick has is not written again"
    desk = ward[code]
    done = ward.granted(carrier.take_in(desk.ledger, desk.who, "stick", share=stick))
    assert done.state == "ok" and all(desk.ledger.slip(number) for number in [*numbers, more])


def test_a_desk_that_is_not_admitted_lays_nothing_out(ward):
    ward.open(Desk("103", "大師3", DESKS["101"].branch))
    desk = ward["103"]
    ward.granted(exchange.enrol(desk.ledger, desk.who, str(ward.folder), share=ward.share))
    assert exchange.lay_out(desk.ledger, desk.who, share=ward.share).rule == "not_admitted"
    assert ward.share.names(("boot",)) == ()


def test_what_nobody_has_seen_on_the_share_is_in_no_bundle(ward):
    """Its bytes may be cut anew where its name there is taken."""
    desk = ward["101"]
    issue(desk)
    ward.talk()
    issue(desk)
    local = exchange.open_local(desk.ledger)
    assert local.seal() == 1
    kept = desk.ledger.db.execute("select count(*) from batch where published = 1").fetchone()[0]
    assert ward.granted(exchange.lay_out(desk.ledger, desk.who, share=ward.share)).batches == kept
