"""同期 with real keys over a real folder and its worker process: joining, a round, a stick, and what is told."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from branch_desk.domain import words_exchange as words
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.services import exchange, slips
from branch_desk.ui import open_file
from branch_desk.ui.exchange import Exchange
from branch_desk.ui.exchange_office import RootKey
from branch_desk.ui.keys import Slot, say
from branch_desk.ui.reception import Reception
from branch_desk.ui.settings import Settings
from branch_desk.ui.theme import Look
from tests.screens.opened import Plain, cut, opened, outside, texts
from tests.services.ward import Ward

DESK = Desk("103", "大師3", "大師支所")


@pytest.fixture
def ward(tmp_path):
    made = Ward(tmp_path, ("900", "102"))
    yield made
    made.close()


@pytest.fixture
def desk(request, root, tmp_path, ward):
    """A window of 103, which has not joined yet, on 同期. Of 標準, and no test for a size where none is asked for: the usual run
    leaves those of 小 out."""
    settings = Settings(look=Look(step=getattr(request, "param", 1)), scanner_gap_ms=90)
    with opened(root, tmp_path / "103", desk=DESK, settings=settings, screens=(Reception, Exchange),
                role=StaffRole.RESPONSIBLE) as made:
        made.window.go(7)
        yield made


def settled(desk, root, wait_until):
    wait_until(lambda: desk.session.idle and not desk.window.exchange.under_way and desk.window.exchange.status is not None)
    root.update()


def join(desk, ward, press, root, wait_until):
    settled(desk, root, wait_until)
    press("F2")
    press("1")
    desk.window.view._field.text = str(ward.folder)
    press("F4")
    wait_until(lambda: desk.window.view.done is not None)
    told = texts(desk.window.frame.outer)
    press("Escape")
    return told


def test_a_desk_joins_by_its_folder_and_two_numbers_to_read_aloud(desk, ward, press, root, wait_until):
    told = join(desk, ward, press, root, wait_until)
    own = desk.ask(lambda ledger: exchange.status(ledger).fingerprint)
    assert own in told and exchange.status(ward["102"].ledger).office_fingerprint in told
    ward.granted(exchange.approve(ward["900"].ledger, ward["900"].who, "103", own, share=ward.share))
    settled(desk, root, wait_until)
    press("F12")
    settled(desk, root, wait_until)
    assert desk.window.exchange.status.approved
    assert "最終同期" in texts(desk.window.frame.outer)


def test_a_slip_of_this_window_reaches_another_desk_and_its_word_comes_back(desk, ward, press, root, wait_until):
    join(desk, ward, press, root, wait_until)
    own = desk.ask(lambda ledger: exchange.status(ledger).fingerprint)
    ward.granted(exchange.approve(ward["900"].ledger, ward["900"].who, "103", own, share=ward.share))
    who = desk.session.who
    number = desk.ask(lambda ledger: slips.issue(ledger, who, slips.IssueRequest("501", sheets=3)).slip.number)
    press("F12")
    settled(desk, root, wait_until)
    assert desk.window.exchange.status.waiting == 1
    ward.talk(1)
    assert ward["102"].ledger.slip(number) is not None
    press("F12")
    settled(desk, root, wait_until)
    assert desk.window.exchange.status.waiting == 0
    assert "ほかの窓口と内容が一致しています" in texts(desk.window.frame.outer) or "相手の受領" in texts(desk.window.frame.outer)


def test_a_share_that_went_away_is_told_and_work_goes_on(desk, ward, press, root, wait_until):
    join(desk, ward, press, root, wait_until)
    settled(desk, root, wait_until)
    ward.folder.rename(ward.folder.with_name("away"))
    press("F12")
    settled(desk, root, wait_until)
    said = texts(desk.window.frame.outer)
    assert "区役所の承認を待っています" in said or "共有フォルダーに届きません" in said
    press("ctrl+1")
    assert desk.window.screen_name == "reception"
    ward.folder.with_name("away").rename(ward.folder)


@pytest.mark.parametrize("desk", [0, 1, 2, 3], indirect=True)
def test_everything_has_its_room_at_every_size(desk, ward, press, root, wait_until):
    def fits():
        settled(desk, root, wait_until)
        assert cut(root) == []
        content = desk.window.frame.content
        assert outside(content, content) == []

    fits()
    press("F2")
    fits()
    press("Escape")
    join(desk, ward, press, root, wait_until)
    fits()
    own = desk.ask(lambda ledger: exchange.status(ledger).fingerprint)
    ward.granted(exchange.approve(ward["900"].ledger, ward["900"].who, "103", own, share=ward.share))
    press("F12")
    fits()
    press("F3")
    fits()
    press("Escape")
    ward.folder.rename(ward.folder.with_name("away"))
    press("F12")
    fits()
    ward.folder.with_name("away").rename(ward.folder)


OFFICE = Desk("900", "区役所", "川崎区役所", Role.OFFICE)


def test_the_office_admits_a_desk_by_the_number_that_it_hears(root, tmp_path, press, type_text, wait_until):
    ward = Ward(tmp_path, ("900",))
    new = ward.open(Desk("103", "大師3", "大師支所"))
    asked = ward.granted(exchange.enrol(new.ledger, new.who, str(ward.folder), share=ward.share))
    ward["900"].ledger.close()
    home = tmp_path / "900"
    with opened(root, home, desk=OFFICE, screens=(Plain, Exchange), known="3") as made:
        made.window.go(7)
        settled(made, root, wait_until)
        press("F4")
        wait_until(lambda: made.window.view.waiting)
        type_text("１０３")        # the input method was on
        press("Return")
        type_text("1234 56")
        press("F4")
        assert "今は3桁と6桁" in made.next_text and made.window.view._spoken.text == "1234 56"
        press("ctrl+slash")
        type_text("0000" + asked.fingerprint.replace(" ", "")[4:])
        press("F4")
        wait_until(lambda: made.window.view.fault)
        assert "確認番号が申込みと違います" in made.next_text
        press("ctrl+slash")        # selects all in an entry of Tk on X
        type_text(asked.fingerprint.replace(" ", "-"))
        press("F4")
        wait_until(lambda: made.window.view.waiting == () and not made.window.view.busy)
        assert made.next_text == "申込みはありません。"
        assert cut(root) == []
    new.sync()
    assert exchange.status(new.ledger).approved
    new.ledger.close()


def test_an_answer_that_comes_when_the_clerk_went_on_is_said_in_the_status_line(desk, ward, press, root, wait_until):
    settled(desk, root, wait_until)
    press("F2")
    press("1")
    panel = desk.window.view
    wait_until(lambda: panel.what)
    panel._field.text = str(ward.folder)
    panel.on_key(Slot.FIX)
    desk.window.go(1)
    wait_until(lambda: panel.done is not None)
    settled(desk, root, wait_until)
    assert desk.window.view.name == "reception" and words.ASKED in desk.window._told


def test_a_root_key_that_comes_under_the_cover_is_shown_to_nobody_but_who_takes_it_off(root, tmp_path, press, wait_until):
    (tmp_path / "place").mkdir()
    with opened(root, tmp_path / "900", desk=OFFICE, screens=(Plain, Exchange), role=StaffRole.RESPONSIBLE) as made:
        made.window.go(7)
        settled(made, root, wait_until)
        press("F2", "5")
        panel = made.window.view
        wait_until(lambda: panel.what)
        panel._field.text = str(tmp_path / "place")
        panel.on_key(Slot.FIX)
        made.window.cover()
        wait_until(lambda: made.session.idle and not panel.busy)
        assert made.window.view.covers_all
        press("Return")
        wait_until(lambda: isinstance(made.window.view, RootKey))
        assert made.window.view.made.root_code.split("-")[0] in texts(root)


def test_no_key_leads_away_from_a_root_key_that_nobody_wrote_down(root, tmp_path, press, type_text, wait_until):
    (tmp_path / "place").mkdir()
    with opened(root, tmp_path / "900", desk=OFFICE, screens=(Plain, Exchange), role=StaffRole.RESPONSIBLE) as made:
        made.window.go(7)
        settled(made, root, wait_until)
        press("F2", "5")
        press("ctrl+slash")
        type_text(str(tmp_path / "place"))
        press("F4")
        wait_until(lambda: isinstance(made.window.view, RootKey))
        panel, code = made.window.view, made.window.view.made.root_code
        for leave in (lambda: press("ctrl+4"), made.window.close):
            leave()
            assert made.window.view is panel and made.next_text.replace("\n", "") == words.ROOT_HOLDS and cut(root) == []
        press("F12")
        press("F12")        # nothing typed: said, and the first group has the focus
        assert made.next_text == say(words.ROOT_NEXT_TYPE)
        press("ctrl+4")
        assert made.window.view is panel and made.next_text.replace("\n", "") == words.ROOT_HOLDS
        for place in sorted(panel.fields):
            type_text(code.split("-")[place - 1])
            press("Return")        # to the other group, and never further
        press("F12")
        wait_until(lambda: made.window.view is not panel)
        press("ctrl+4")
        assert made.window.view.name == "book"


@pytest.mark.parametrize("look", [(1, False), (3, False), (1, True), (3, True)], ids=str)
def test_the_office_makes_the_share_and_its_root_key_goes_onto_paper(root, tmp_path, press, type_text, wait_until, look, monkeypatch):
    shown = []
    monkeypatch.setattr(open_file, "show", lambda path: shown.append(path) or True)
    (tmp_path / "place").mkdir()
    step, contrast = look
    with opened(root, tmp_path / "900", desk=OFFICE, screens=(Plain, Exchange), role=StaffRole.RESPONSIBLE,
                settings=Settings(Look(step=step, contrast=contrast))) as made:
        def fits():
            made.window.root.update()
            assert cut(root) == []
            content = made.window.frame.content
            assert outside(content, content) == []

        made.window.go(7)
        settled(made, root, wait_until)
        press("F2")
        fits()
        press("5")
        press("ctrl+slash")
        type_text(str(tmp_path / "place"))
        press("F4")
        wait_until(lambda: isinstance(made.window.view, RootKey))
        panel, code = made.window.view, made.window.view.made.root_code
        fits()
        said = texts(root)
        assert all(group in said for group in code.split("-")) and panel.made.fingerprint in said
        press("Escape")
        assert made.window.view is panel, "nobody leaves with a key that nobody wrote down"
        press("F5")
        wait_until(lambda: shown and made.window.view.form)
        assert "印刷して封筒に入れ" in made.next_text and shown[0].read_bytes().startswith(b"%PDF")
        press("F12")
        fits()
        assert not any(group in texts(root) for group in code.split("-")), "from the paper, not from the screen"
        for place in panel.fields:
            panel.fields[place].text = code.split("-")[place % 7]
        press("F12")
        assert made.window.view is panel and "組" in made.next_text
        press("Escape")
        assert panel.fields == {} and code.split("-")[0] in texts(root)
        press("F12")
        for place in sorted(panel.fields):
            type_text(code.split("-")[place - 1].lower())
            press("Tab")
        press("F12")
        wait_until(lambda: made.window.view is not panel)
        wait_until(lambda: not shown[0].exists())
        settled(made, root, wait_until)
        assert made.window.exchange.status.enrolled and made.window.exchange.status.approved
        press("F2")
        assert "init" not in made.window.view.choices, "once"
        press("Escape")
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and code.encode() in path.read_bytes()]


@pytest.mark.parametrize("step", [1, 3])
def test_the_office_sees_many_requests_in_order_and_is_told_to_admit_and_not_to_call_itself(root, tmp_path, wait_until, step):
    ward = Ward(tmp_path, ("900", "102"))
    ward["900"].ledger.close()
    with opened(root, tmp_path / "900", desk=OFFICE, screens=(Plain, Exchange), known="3", settings=Settings(look=Look(step=step))) as made:
        made.window.go(7)
        settled(made, root, wait_until)
        stranger = SimpleNamespace(word="stranger", title="題", sentence="文。", todo="区役所の担当者に連絡してください。")
        made.window.exchange.status = replace(made.window.exchange.status, problems=(stranger,))
        made.window.refresh()
        assert made.next_text.replace("\n", "") == say(words.OFFICE_TODO["stranger"])
        made.window._digit(4)
        made.window.press(Slot.FIX)
        wait_until(lambda: made.session.idle)
        facts = {"branch": "大師支所", "name": "大師"}
        made.window.view._have([SimpleNamespace(desk=f"{code}", facts=facts) for code in range(130, 110, -1)])
        root.update()
        said = texts(made.window.view.body)
        assert said.index("111") < said.index("112") and words.ADMIT_MORE.format(count=14) in said
        content = made.window.frame.content
        assert cut(root) == [] and outside(content, content) == []
    ward["102"].ledger.close()


def test_the_office_lets_a_desk_go(root, tmp_path, press, type_text, wait_until):
    ward = Ward(tmp_path, ("900", "102"))
    ward["900"].ledger.close()
    with opened(root, tmp_path / "900", desk=OFFICE, screens=(Plain, Exchange), known="3") as made:
        made.window.go(7)
        settled(made, root, wait_until)
        press("F4")
        wait_until(lambda: not made.window.view.busy)
        type_text("102")
        press("F3")
        assert "窓口 102　大師支所　大師2 を外します" in made.next_text
        for other in ("Return", "F4"):
            press(other)
            assert "外します" not in made.next_text and not made.window.view.leaving
            press("F3")
            assert "外します" in made.next_text, "asked anew, and seen"
        press("shift+Tab")
        type_text("10")        # over what is there: coming by Tab selects it
        assert "外します" not in made.next_text
        type_text("2")
        press("F3")
        press("F3")
        wait_until(lambda: not made.window.view.busy and made.window.view._desk.text == "")
        assert made.ask(lambda ledger: [row.active for row in exchange.status(ledger).desks if row.code == "102"]) == [False]
        type_text("102")
        press("F3")
        press("F3")
        wait_until(lambda: made.window.view.fault)
        assert "登録されていません" in made.next_text
    ward["102"].ledger.close()
