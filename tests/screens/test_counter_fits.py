"""What the counter meets beside the form, at every size of text, in practice and in high contrast: the other person's
approval, the visitor's paper, the panel of F4, the strip, and the line that says how long it takes."""

from __future__ import annotations

import pytest

from branch_desk.domain import words_screen as words
from branch_desk.domain.desk import Desk
from branch_desk.domain.numbers import Number
from branch_desk.services import desks, slips
from branch_desk.services.results import refuse
from branch_desk.services.slips import IssueRequest
from branch_desk.ui.approval import Approval
from branch_desk.ui.copy_panel import CitizenCopy, CopyPanel
from branch_desk.ui.fix_panel import FixPanel
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.settings import Settings
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, cut, opened, outside, squashed, texts

LOOKS = [(step, contrast, practice) for step in range(4) for contrast, practice in ((False, False), (True, False), (False, True))]
SENTENCE = "令8-大師1-501-00042が袋に見当たりません。係長の承認で、この1件を除いて発送します。理由は記録と集計に残ります。"


@pytest.fixture(params=LOOKS, ids=str)
def desk(request, root, home):
    step, contrast, practice = request.param
    settings = Settings(look=Look(step=step, contrast=contrast), typed_names=True)
    with opened(root, home, settings=settings, desk=desks.practice_desk() if practice else DESK) as found:
        yield found


@pytest.fixture
def fits(desk, wait_until):
    def check() -> None:
        wait_until(lambda: desk.session.idle)
        for _ in range(3):
            desk.window.root.update()
        content = desk.window.frame.content
        assert cut(desk.window.root) == []
        assert outside(content, content) == []
        assert squashed(desk.window.root) == []

    return check


def test_another_persons_approval(desk, fits):
    panel = Approval(desk.window, "例外の承認　袋 令8-大師1-500-00031", SENTENCE, lambda approver, done: None)
    desk.window.open_panel(panel)
    fits()
    panel.on_badge("12345")
    panel._pin.text = "123456789012"
    fits()
    panel._answered(refuse("not_responsible"))
    fits()


def test_the_visitors_paper_and_how_long_it_takes(desk, fits):
    form = desk.reception.form
    for item in desk.reception.side.lists.types:
        for days in (None, 0, 12):
            form.show_type(item, days)
            fits()
    for language in ("ja", "easy-ja", "en", "zh"):
        form.show_copy(words.citizen_copy(language, large=True))
        fits()
    for large in (True, False):
        panel = CopyPanel(desk.window, CitizenCopy("en", large), large=large, chosen=lambda copy: None)
        desk.window.open_panel(panel)
        fits()
        panel.close()


def test_everything_that_can_be_put_right(desk, fits):
    request = IssueRequest("402", 12, depositor="髙橋 花子", applicant="林 次郎")
    number = desk.ask(lambda ledger: slips.issue(ledger, desk.session.who, request)).slip.number

    def dispatched(ledger):
        with ledger.transaction() as tx:
            tx.append("received", actor=desk.session.who.code, slip=number,
                      body={"received_at": "2026-11-24T10:00:00+09:00", "source": "paper"})

    for step in (None, dispatched):
        if step is not None:
            desk.ask(step)
        slip = desk.ask(lambda ledger: ledger.slip(number))
        panel = FixPanel(desk.window, slip, "令8-大師1-402-00001")
        desk.window.open_panel(panel)
        fits()
        for n in range(1, len(panel.whats) + 1):
            panel._take_what(n)
            fits()
            panel._take_reason(len(panel.what.reasons))
            fits()
        panel.close()


def test_the_strip_over_whatever_stands_there(desk, fits, wait_until):
    who = desk.session.who
    number = desk.ask(lambda ledger: slips.issue(ledger, who, IssueRequest("402", 12))).slip.number

    def bagged(ledger):
        with ledger.transaction() as tx:
            bag = tx.draw_bag(2026, "4").digits
            tx.append("bag_opened", actor=who.code, bag=bag, body={"section": "4"})
            tx.append("bagged", actor=who.code, slip=number, bag=bag)
            tx.append("bag_closed", actor=who.code, bag=bag)
            tx.append("bag_dispatched", actor=who.code, bag=bag, body={"route": "internal_mail"})
        return bag

    bag = desk.ask(bagged)
    parsed = Number(int(number[0]), number[1:4], 2000 + int(number[4:6]), number[6:9], int(number[9:14]))
    for text in (number, parsed.copy.digits, bag, "1234567890123456"):
        desk.window.scans.take(Scan(Kind.NUMBER, text))
        wait_until(lambda: desk.window.strip.visible)
        fits()
    for kind in (Kind.OTHER, Kind.KANA):
        desk.window.scans.take(Scan(kind))
        fits()


def test_the_cover_lies_over_a_panel_and_shows_nothing_of_it(desk, fits):
    desk.window.open_panel(Approval(desk.window, "例外の承認", SENTENCE, lambda approver, done: None))
    desk.window.cover()
    fits()
    cover = desk.window.view.body
    outer = desk.window.frame.outer
    assert (cover.winfo_width(), cover.winfo_height()) == (outer.winfo_width(), outer.winfo_height())
    assert SENTENCE[:8] not in texts(cover)


def test_a_desk_of_the_longest_name_has_room(root, home, wait_until):
    with opened(root, home, desk=Desk("101", "大師分室第一1", "大師支所"), settings=Settings(look=Look(step=3))) as found:
        wait_until(lambda: found.session.idle)
        assert cut(found.window.root) == []
