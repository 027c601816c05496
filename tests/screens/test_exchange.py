"""同期 with real keys over a real folder and its worker process: joining, a round, a stick, and what is told."""

from __future__ import annotations

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.services import exchange, slips
from branch_desk.ui.exchange import Exchange
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


@pytest.fixture(params=[0])
def desk(request, root, tmp_path, ward):
    """A window of 103, which has not joined yet, on 同期."""
    settings = Settings(look=Look(step=request.param), scanner_gap_ms=90)
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
        type_text("103")
        press("Tab")
        type_text("0000" + asked.fingerprint.replace(" ", "")[4:])
        press("F4")
        wait_until(lambda: made.window.view.fault)
        assert "確認番号が申込みと違います" in made.next_text
        press("ctrl+slash")        # selects all in an entry of Tk on X
        type_text(asked.fingerprint.replace(" ", ""))
        press("F4")
        wait_until(lambda: made.window.view.waiting == () and not made.window.view.busy)
        assert made.next_text == "申込みはありません。"
        assert cut(root) == []
    new.sync()
    assert exchange.status(new.ledger).approved
    new.ledger.close()
