"""要対応 where a destroyed key may still lie in a backup place: what it is, where, and what to do."""

from __future__ import annotations

import shutil

import pytest

from branch_desk.domain import words_attention as words
from branch_desk.store import key_copies
from branch_desk.ui.keys import Slot
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.late import LateDesk
from tests.screens.opened import cut, outside, texts


def key_left(counter):
    """A stick that was away when a name was erased; 30 days on."""
    ledger = counter.ledger
    made = {"slip": counter.issue("501", depositor="髙﨑 德次郎")}
    stick = ledger.home.parent / "USBメモリー（大師支所 予備）"
    stick.mkdir()
    key_copies.copy_to(ledger.keys, stick, ledger.now())
    shutil.move(stick, ledger.home.parent / "drawer")
    ledger.erasure.begin("12", "3", ledger.erasure.ids())
    made["place"] = ledger.erasure.waiting()[0].name
    counter.clock.forward(days=30)
    return made


@pytest.fixture(params=[(step, contrast) for step in range(4) for contrast in (False, True)], ids=str)
def desk(request, root, tmp_path, wait_until):
    step, contrast = request.param
    made = LateDesk(root, tmp_path / "home", key_left, settings=Settings(look=Look(step=step, contrast=contrast),
                                                                       volume=Volume.OFF))
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    yield made
    made.close()


def test_it_stands_there_with_what_to_do_and_no_key_that_is_for_slips(root, desk, wait_until):
    attention = desk.attention
    wait_until(lambda: len(attention.table.lines) == 2 and attention.card is not None)
    line = next(line for line in attention.table.lines if line.key.startswith(desk.made["place"]))
    attention.table._show(line.key)
    wait_until(lambda: attention.chosen is not None and attention.chosen.why == "key_left" and attention.card is not None
               and attention.card.item.why == "key_left")
    for _ in range(4):
        wait_until(lambda: desk.session.idle)
        root.update()
    shown = texts(root).replace("\n", "")
    assert words.WHY["key_left"] in shown and "鍵が残っている可能性" in shown
    assert desk.next_text == words.NEXT_KEY
    assert not [slot for slot in (Slot.FIX, Slot.PRINT, Slot.MORE, Slot.ON) if attention.keys()[slot].use]
    content = desk.window.frame.content
    assert cut(root) == [] and outside(content, content) == []
