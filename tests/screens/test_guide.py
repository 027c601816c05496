"""案内, the list of keys and 操作手引 by real keys: found while typing, told in one order, a slip of paper by one key."""

from __future__ import annotations

from datetime import datetime

import pytest

from branch_desk import app
from branch_desk.domain import era, words_guide, words_screen
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role
from branch_desk.services import catalogues, desks, guide, printers
from branch_desk.ui import keys, office_print, open_file
from branch_desk.ui.guide import Guide
from branch_desk.ui.key_sheet import KeySheet
from branch_desk.ui.keys import Slot
from branch_desk.ui.manual import Manual
from branch_desk.ui.reception import Reception
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, cut, opened, outside, texts

SCREENS = (Reception, Guide)
SECTION_DESK = Desk("201", "高齢1", "川崎区役所", role=Role.SECTION, section="5")


def with_folder(tmp_path):
    """A printer that puts what it is sent into a folder."""
    def before(ledger, who):
        (tmp_path / "out").mkdir()
        printers.add(ledger, who, printers.Printer("受付", "80mm", "folder", str(tmp_path / "out")))
    return before


@pytest.fixture
def desk(root, home, tmp_path):
    with opened(root, home, screens=SCREENS, before=with_folder(tmp_path)) as found:
        yield found


@pytest.fixture
def screen(desk, press, wait_until):
    """案内, opened by its key."""
    press("ctrl+8")
    found = desk.window.view
    assert isinstance(found, Guide)
    wait_until(lambda: found.found)
    return found


def names(screen):
    return [answer.name for answer in screen.found]


def test_it_finds_while_typing_and_tells_the_ways_in_order(desk, screen, type_text, wait_until):
    assert desk.window.root.focus_get() is screen.field.entry
    type_text("ひとり親")
    wait_until(lambda: names(screen)[:1] == ["児童扶養手当関連の相談"])
    shown = texts(desk.window.frame.content)
    places = [shown.index(word) for word in ("区役所の担当課窓口", "電話", "オンライン相談", "予約の対面相談")]
    assert places == sorted(places) and "ご相談は担当課で承ります" in shown.replace("\n", "")
    assert "郵送" not in shown


def test_arrows_choose_what_is_told(desk, screen, type_text, press, wait_until):
    type_text("ひとり親")
    wait_until(lambda: len(screen.found) == 3)
    press("Down", "Down")
    assert screen.chosen.taken == "401"
    assert "支所でお預かりできます。受付は Ctrl+1、種類は 401" in texts(desk.window.frame.content).replace("\n", "")
    press("Down")
    assert screen.at == 2


def test_nothing_found_says_whom_to_telephone(desk, screen, type_text, wait_until):
    desk.ask(lambda ledger: catalogues.set_sections(ledger, ledger.staff()[0], {"5": ("3階", "044-000-0005")}))
    type_text("zzzz")
    wait_until(lambda: screen.found == ())
    assert desk.next_text == words_guide.NEXT_NOTHING
    assert "044-000-0005" in texts(desk.window.frame.content)
    assert not screen.keys()[Slot.PRINT].use


def test_f5_prints_the_slip_to_the_printer_of_the_originals(desk, screen, type_text, press, wait_until, tmp_path):
    type_text("保育園")
    wait_until(lambda: names(screen)[:1] == ["保育所等利用関連の相談"])
    press("F5")
    wait_until(lambda: list((tmp_path / "out").iterdir()))
    wait_until(lambda: desk.ask(lambda ledger: ledger.event_counts(*[ledger.now().date()] * 2)).get("printed"))
    assert "案内票" in texts(desk.window.frame.outer)
    assert desk.slips() == []


def test_without_a_printer_the_slip_is_a_file_and_that_is_said(root, home, press, type_text, wait_until, monkeypatch):
    shown = []
    monkeypatch.setattr(office_print.open_file, "show", lambda file: shown.append(file) or True)
    with opened(root, home, screens=SCREENS) as desk:
        press("ctrl+8")
        type_text("年金")
        wait_until(lambda: names(desk.window.view)[:1] == ["国民年金保険料免除・納付猶予申請"])
        press("F5")
        wait_until(lambda: shown)
        assert shown[0].read_bytes().startswith(b"%PDF")


def test_f2_takes_another_word(desk, screen, type_text, press, wait_until):
    type_text("年金")
    wait_until(lambda: names(screen)[:1] == ["国民年金保険料免除・納付猶予申請"])
    press("F2")
    type_text("介護")
    wait_until(lambda: names(screen)[:1] == ["介護保険の相談"])
    assert screen.field.text == "介護"


def test_enter_and_f12_do_nothing_at_standard(desk, screen, type_text, press, wait_until, tmp_path):
    type_text("介護")
    wait_until(lambda: names(screen)[:1] == ["介護保険の相談"])
    press("Return", "F12", "F4", "F3")
    assert list((tmp_path / "out").iterdir()) == [] and screen.field.text == "介護"


def test_a_scan_does_not_disturb_the_half_typed_word(desk, screen, type_text, scan, wait_until):
    from branch_desk.services import slips

    number = desk.ask(lambda ledger: slips.issue(ledger, ledger.staff()[0], slips.IssueRequest("501", 1)).slip.number)
    type_text("介")
    wait_until(lambda: desk.window.router.scanner._timer is None)   # a hand and a scanner are never within one gap
    scan(number, ms=8)
    wait_until(lambda: desk.window.strip.visible)
    assert screen.field.text == "介"


def test_edited_data_is_shown_at_once(desk, screen, wait_until, tmp_path):
    def take(ledger, who):
        guide.export_file(ledger, tmp_path / "g.json")
        text = (tmp_path / "g.json").read_text(encoding="utf-8").replace("こどもに関する相談", "お子さんの相談")
        (tmp_path / "g.json").write_text(text, encoding="utf-8")
        return guide.import_file(ledger, who, tmp_path / "g.json")

    desk.session.act(take)
    wait_until(lambda: "お子さんの相談" in names(screen))


def test_at_large_letters_enter_opens_and_esc_goes_back(root, home, press, type_text, wait_until):
    with opened(root, home, screens=SCREENS, settings=Settings(Look(step=3), Volume.OFF, scanner_gap_ms=90)) as desk:
        press("ctrl+8")
        screen = desk.window.view
        type_text("ひとり親")
        wait_until(lambda: len(screen.found or ()) == 3)
        press("Down", "Return")
        assert screen.opened and "予約の対面相談" in texts(desk.window.frame.content)
        press("Escape")
        assert not screen.opened and screen.at == 1


def test_what_is_typed_stays_when_the_size_changes(desk, screen, type_text, wait_until):
    type_text("介護")
    wait_until(lambda: names(screen)[:1] == ["介護保険の相談"])
    desk.window.wear(Settings(Look(step=3)))
    assert screen.field.text == "介護" and screen.chosen.name == "介護保険の相談"


# ---- room


def in_season(ledger, text):
    class March:
        def __getattr__(self, name):
            return getattr(ledger, name)

        def now(self):
            return datetime(2027, 3, 20, 10, tzinfo=era.JST)

    return guide.search(March(), text), catalogues.of(ledger).sections, guide.of(ledger).not_for_online


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_nothing_is_cut_in_any_state(root, home, wait_until, monkeypatch, step, practice, contrast):
    from branch_desk.ui import guide as module

    look = Look(step=step, contrast=contrast, plain=contrast)
    where = desks.practice_desk() if practice else DESK
    with opened(root, home, desk=where, screens=SCREENS, settings=Settings(look, Volume.OFF)) as desk:
        monkeypatch.setattr(module, "_search", in_season)
        desk.window.go(8)
        screen = desk.window.view
        for text in ("", "ひとり親", "zzzz", "障害", "重度", "おむつ", "証明願"):
            screen.field.text = text
            wait_until(lambda: desk.session.idle)
            fits(root, desk)
            if screen.theme.narrow and screen.chosen is not None:
                desk.window.press(Slot.ON)
                fits(root, desk)
                desk.window.press(Slot.BACK)
        screen.field.text = ""
        wait_until(lambda: desk.session.idle)
        while desk.window._arrow("down"):
            fits(root, desk)
        assert screen.at == len(screen.found) - 1


def fits(root, desk):
    root.update()
    root.update()
    frame = desk.window.frame.content
    assert cut(root) == []
    assert outside(frame, frame) == []


# ---- キーの一覧 and 操作手引


def test_ctrl_0_then_1_opens_the_working_guide_and_esc_returns_to_the_typed_word(desk, screen, type_text, press, wait_until):
    type_text("介護")
    press("ctrl+0")
    assert isinstance(desk.window.view, KeySheet) and desk.next_text.endswith("1で操作手引")
    press("1")
    wait_until(lambda: isinstance(desk.window.view, Manual))
    press("5")
    wait_until(lambda: desk.window.view.at == 4)
    assert "袋入れと2人目の確認" in texts(desk.window.frame.content)
    press("Return")
    assert desk.window.view.at == 5
    press("F3")
    assert "送付票を出し忘れた" in texts(desk.window.frame.content)
    press("Escape")
    assert desk.window.view.at is None
    press("Down", "Down", "Return")
    assert desk.window.view.at == 7 and "返送照合" in texts(desk.window.frame.content)
    press("Escape")
    press("Escape", "Escape")
    assert desk.window.view is screen and screen.field.text == "介護"


def test_enter_goes_through_every_page_and_stops_at_the_last(desk, press, wait_until):
    press("ctrl+0", "1")
    wait_until(lambda: isinstance(desk.window.view, Manual))
    pages = desk.window.view.pages
    press(*["Return"] * (len(pages) + 3))
    assert desk.window.view.at == len(pages) - 1


def test_f5_makes_the_whole_guide_as_pdf_and_opens_it(desk, press, wait_until, monkeypatch):
    shown = []
    monkeypatch.setattr(open_file, "show", lambda path: shown.append(path) or True)
    press("ctrl+0", "1")
    wait_until(lambda: isinstance(desk.window.view, Manual))
    press("F5")
    wait_until(lambda: shown, timeout=60)
    assert shown[0].read_bytes().startswith(b"%PDF") and "PDFを開きました" in desk.next_text
    press("Down")
    assert desk.window.view.mark == 1


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("role", ["counter", "section"])
def test_every_page_of_keys_and_guide_fits(root, home, wait_until, role, step, practice):
    where = SECTION_DESK if role == "section" else desks.practice_desk() if practice else DESK
    if role == "section" and practice:
        where = Desk("201", "高齢1", "川崎区役所", role=Role.SECTION, section="5", practice=True)
    with opened(root, home, desk=where, screens=app._screens(Role(role)), settings=Settings(Look(step), Volume.OFF)) as desk:
        desk.window._go_or_sheet(0)
        sheet, shown = desk.window.view, ""
        for _ in range(sheet.pages):
            fits(root, desk)
            shown += texts(desk.window.frame.content)
            desk.window.press(Slot.ON)
        assert sheet.page == 0
        for name in desk.window.screen_names:
            assert words_screen.SCREENS[name] in shown.replace("\n", ""), name
        desk.window._digit(1)
        manual = desk.window.view
        fits(root, desk)
        for n, task in enumerate(manual.pages):
            manual._turn(n)
            fits(root, desk)
            told = texts(desk.window.frame.content).replace("\n", "")
            assert task.title in told and all(step.sentence in told for step in task.steps)
            desk.window.press(Slot.MORE)
            fits(root, desk)
            told = texts(desk.window.frame.content).replace("\n", "")
            assert all(keys.say(text) in told for pair in task.wrong for text in pair)


@pytest.mark.parametrize("role", ["counter", "section"])
def test_the_list_of_keys_names_every_key_that_a_screen_has(root, home, wait_until, role):
    slots = (Slot.FIND, Slot.MORE, Slot.FIX, Slot.PRINT, Slot.FINISH)
    where = SECTION_DESK if role == "section" else DESK
    with opened(root, home, desk=where, screens=app._screens(Role(role))) as desk:
        for name in desk.window.screen_names:
            desk.window.go(keys.PLACES[name])
            wait_until(lambda: desk.session.idle)
            labels = desk.window.view.keys()
            said = dict(zip(slots, words_guide.SCREEN_KEYS[name], strict=False))
            for slot in slots:
                assert bool(said[slot]) or not (slot in labels and labels[slot].label), (name, slot)
