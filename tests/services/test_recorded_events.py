"""Whatever a service writes into the ledger is what schemas/events allows: codes, counts, numbers, times."""

from __future__ import annotations

import pytest

from branch_desk.domain.events import KINDS, Event, as_record
from branch_desk.services import book, paper, people, returns, slips
from branch_desk.services.results import Refusal
from branch_desk.services.slips import Correction, IssueRequest
from branch_desk.store.transaction import Transaction
from tests.domain.event_schemas import faults

from .conftest import PIN

NAMED = IssueRequest(
    "501",
    3,
    enclosures=("01",),
    other_enclosures=("母子手帳の写し",),
    depositor="髙﨑 德次郎",
    kana="タカサキ トクジロウ",
    phone="044-000-0000",
    applicant="髙﨑 花",
    request_id="window-1/7",
)
TYPED = ("髙﨑", "タカサキ", "044-000-0000", "母子手帳", "電話で聞いた")


@pytest.fixture
def recorded(monkeypatch) -> list[Event]:
    """Every event that is written while the test runs."""
    found: list[Event] = []
    append = Transaction.append

    def noting(self, *arguments, **more):
        event = append(self, *arguments, **more)
        found.append(event)
        return event

    monkeypatch.setattr(Transaction, "append", noting)
    return found


def done(result):
    assert not isinstance(result, Refusal)
    return result


def test_every_verb_writes_what_the_schemas_allow_and_nothing_that_was_typed(
    ledger, sano, kishi, tmp_path, recorded
):
    first = done(slips.issue(ledger, sano, NAMED)).slip.number
    second = done(slips.issue(ledger, sano, IssueRequest("502", sealed=True, visit=first))).slip.number
    third, fourth, fifth = (
        done(slips.issue(ledger, sano, IssueRequest("501", 1))).slip.number for _ in range(3)
    )
    slips.turn_away(ledger, sano, "501", business=True)
    slips.turn_away(ledger, sano, "999")
    for correction in (
        Correction(sheets=4),
        Correction(sealed=True),
        Correction(enclosures=("02",)),
        Correction(depositor="髙﨑 德一"),
        Correction(other_enclosures=("母子手帳の写し",)),
    ):
        done(slips.correct(ledger, sano, first, correction, "miscounted", note="電話で聞いた"))
    done(slips.undo(ledger, sano, first, "押し間違いと電話で聞いた"))
    done(slips.void(ledger, sano, second, "種類の選び違い", pin=PIN))
    done(slips.hand_back(ledger, sano, third, "髙﨑様のご都合と電話で聞いた"))
    for decision, more in (
        (returns.TIME_MISSING, {}),
        (returns.DIFFERS, {"reason": "一枚足りないと電話で聞いた"}),
        (returns.AGREE, {"received_at": ledger.now()}),
    ):
        done(returns.come_back(ledger, sano, fourth, decision, accept=True, **more))
    done(
        returns.come_back(
            ledger, sano, fifth, returns.DIFFERS, reason="sheets", received_at=ledger.now(), accept=True
        )
    )
    for reason in (None, "前の紙は見つからない", "電話で聞いた"):
        for copy in ("original", "citizen"):
            done(paper.into_files(ledger, sano, first, copy, pdf=tmp_path / "p.pdf", reason=reason))
    done(book.open_with_names(ledger, kishi, first))
    book.names_of(ledger, kishi, (first, fifth))
    done(people.sign_in(ledger, "3"))

    assert [fault for event in recorded for fault in faults(as_record(event))] == []
    assert [word for word in TYPED for event in recorded if word in repr(event)] == []
    assert {event.type for event in recorded} == {
        "issued",
        "refused",
        "corrected",
        "revoked",
        "voided",
        "handed_back",
        "came_back",
        "closed",
        "printed",
        "viewed",
        "signed_in",
    }
    assert {event.stream.value for event in recorded if KINDS[event.type].travels} == {"out"}
