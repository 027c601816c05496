"""データの管理 by real keys: backups, proof, audit, erasing, the recovery key, and the cover when nobody is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from branch_desk.domain import era
from branch_desk.domain import words_care as words
from branch_desk.domain.events import Stream
from branch_desk.domain.rights import StaffRole
from branch_desk.services import audit, backup, care, catalogues, desk_lock, desks, people, slips
from branch_desk.services.results import Refusal
from branch_desk.services.retention import Class, Waiting
from branch_desk.services.slips import IssueRequest
from branch_desk.store import clock
from branch_desk.store.ledger import Ledger
from branch_desk.ui import care_panels, open_file
from branch_desk.ui.approval import Approval
from branch_desk.ui.care_panel import Told
from branch_desk.ui.cover import Cover
from branch_desk.ui.keys import Slot
from branch_desk.ui.reception import Reception
from branch_desk.ui.settings import Settings
from branch_desk.ui.settings_care import PANELS
from branch_desk.ui.settings_screen import SettingsScreen
from branch_desk.ui.sounds import Volume
from branch_desk.ui.staff_tasks import StaffTasks
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, PIN, cut, opened, outside, texts

SCREENS = (Reception, SettingsScreen)
SECOND_PIN = "1357"


def issue_three(ledger, who):
    for sheets in (1, 2, 3):
        slips.issue(ledger, who, IssueRequest("501", sheets))
    people.add(ledger, "34", "三浦 章", pin=SECOND_PIN)


@pytest.fixture
def desk(root, home):
    with opened(root, home, screens=SCREENS, role=StaffRole.RESPONSIBLE, before=issue_three) as found:
        yield found


@pytest.fixture
def row(desk, press, wait_until):
    """A line of the list, opened by keys."""
    def go(name):
        press("ctrl+9")
        screen = desk.window.view
        wait_until(lambda: screen.about and desk.session.idle)
        press("Escape", "0")
        wait_until(lambda: screen.section == "care" and screen.part.found and desk.window.root.focus_get() is screen.part.table)
        names = list(words.ROWS)
        steps = names.index(name) - names.index(screen.part.row)
        press(*["Down" if steps > 0 else "Up"] * abs(steps), "Return")
        wait_until(lambda: desk.window.view is not screen)
        return desk.window.view
    return go


def last_setting(desk, name):
    return desk.ask(lambda ledger: ledger.setting(name, None))


def approve(desk, press, type_text, wait_until, code, pin):
    wait_until(lambda: isinstance(desk.window.view, Approval))
    panel = desk.window.view
    type_text(code)
    press("Tab")
    type_text(pin)
    wait_until(lambda: panel.complete)
    press("F4")


# ---- backups


def test_a_backup_is_made_and_said_to_be_read_back(desk, row, press, wait_until):
    panel = row("backup")
    press("Return", "F12")
    assert panel.done is None and not panel.busy
    press("F4")
    wait_until(lambda: panel.done)
    (place,) = desk.ask(backup.places)
    assert place.made_at is not None and place.fault is None
    assert "読み返して確認しました" in texts(desk.window.frame.content).replace("\n", "")
    press("F4")
    assert desk.session.idle
    press("Escape")
    screen = desk.window.view
    assert isinstance(screen, SettingsScreen)
    wait_until(lambda: screen.part.found.backup.made_at)
    assert "復元の確認はまだ" in screen.part.table.set("backup", "now")


def test_a_second_place_wants_the_approval_of_a_responsible_person_and_takes_the_next_backup(
        desk, row, press, type_text, wait_until, tmp_path):
    place = tmp_path / "server"
    place.mkdir()
    panel = row("second")
    type_text(str(place))
    wait_until(lambda: panel.ready)
    press("F4")
    approve(desk, press, type_text, wait_until, "12", "9999")
    wait_until(lambda: desk.window.view.fault)
    assert last_setting(desk, backup.SETTING) is None
    type_text(PIN)
    wait_until(lambda: desk.window.view.complete)
    press("F4")
    wait_until(lambda: panel.done)
    assert last_setting(desk, backup.SETTING) == {"second": str(place)}
    press("Escape")
    panel = row("backup")
    press("F4")
    wait_until(lambda: panel.done)
    assert list(place.glob("*.db"))


def test_a_place_that_is_not_there_is_said_at_once(desk, row, press, type_text, wait_until, tmp_path):
    panel = row("second")
    type_text(str(tmp_path / "nowhere"))
    press("F4")
    approve(desk, press, type_text, wait_until, "12", PIN)
    wait_until(lambda: desk.window.view is panel and panel.fault)      # nobody else's PIN would make that folder
    assert "フォルダーとして使えません" in panel.fault and panel.value("path") == str(tmp_path / "nowhere")


def test_a_long_place_that_is_refused_leaves_room_to_say_what_to_do(root, home, wait_until, tmp_path):
    long = str(tmp_path / ("長い名前のフォルダー/" * 9))
    with opened(root, home, screens=SCREENS, role=StaffRole.RESPONSIBLE, settings=Settings(Look(3), Volume.OFF)) as desk:
        panel = care_panels.Second(desk.window, desk.ask(care.of))
        desk.window.open_panel(panel)
        panel.fields["path"].text = long
        panel.refused(people.refuse("backup_place", path=long.rstrip("/")))
        fits(root, desk)
        assert "指定してください。" in desk.next_text and panel.value("path") == long


def test_a_time_that_may_not_be_is_said_where_it_was_typed(desk, row, press, type_text, wait_until):
    panel = row("lock")
    press("BackSpace", "BackSpace")
    type_text("0")
    press("F4")
    approve(desk, press, type_text, wait_until, "12", PIN)
    wait_until(lambda: desk.window.view is panel and panel.fault)
    assert "1分から60分" in panel.fault and panel.value("minutes") == "0"
    press("BackSpace")
    type_text("x")
    press("F4")
    wait_until(lambda: panel.fault == words.MINUTES_FORM)


def test_the_screen_names_no_command(desk, row, press, type_text, wait_until):
    panel = row("at_start")
    type_text(PIN)
    press("F4")
    wait_until(lambda: panel.fault)
    assert words.ROWS["recovery"] in panel.fault and "recovery-key" not in panel.fault


def test_the_newest_copies_are_opened_and_proved(desk, row, press, wait_until):
    desk.ask(backup.make)
    panel = row("drill")
    press("F4")
    wait_until(lambda: panel.done)
    assert panel.done.sentence == words.WORK_DONE["drill"]
    assert desk.ask(backup.status).tested_at is not None


def test_the_desk_makes_its_backup_and_its_proof_by_itself_and_says_so_in_the_status_line(desk, wait_until):
    for _ in range(2):      # first the copy, then its proof
        desk.window.care.look()
        wait_until(lambda: desk.session.idle and not desk.window.care.under_way)
    tested = desk.window.care.status.tested_at
    assert tested is not None
    wait_until(lambda: words.STATUS_TESTED.format(at=era.slashed(tested)) in texts(desk.window.frame.outer))
    before = desk.ask(backup.places)
    desk.window.care.look()
    wait_until(lambda: desk.session.idle and not desk.window.care.under_way)
    assert desk.ask(backup.places) == before      # nothing was recorded since


def test_a_backup_that_fails_is_said_in_the_status_line(desk, home, wait_until):
    folder = home / "backup"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("a file where the folder should be")
    desk.window.care.look()
    wait_until(lambda: desk.session.idle and not desk.window.care.under_way and desk.window.care.status.wrong)
    assert words.STATUS_WRONG in texts(desk.window.frame.outer)


@pytest.mark.parametrize("name", [pytest.param("backup", marks=pytest.mark.long), "verify"])     # a result in the panel, and one on a page of its own
def test_what_came_of_it_while_the_window_was_covered_is_shown_when_it_is_seen_again(desk, row, press, wait_until, name):
    panel = row(name)
    panel.on_key(Slot.FIX)
    desk.window.cover()
    wait_until(lambda: desk.session.idle and not panel.busy)
    assert isinstance(desk.window.view, Cover), "nothing lies over the cover"
    press("Return")
    wait_until(lambda: not desk.window.covered)
    wait_until(lambda: panel.done or isinstance(desk.window.view, Told))


# ---- proof and audit


def test_the_ledger_is_examined_beside_the_work_and_gives_the_line_to_sign(desk, row, press, wait_until):
    row("verify")
    press("F4")
    wait_until(lambda: isinstance(desk.window.view, Told))
    shown = texts(desk.window.frame.content).replace("\n", "")
    assert "台帳の点検: 異常なし" in shown and words.SIGN in shown
    press("Escape")
    assert isinstance(desk.window.view, SettingsScreen)


def test_what_was_changed_by_hand_is_shown_by_the_examination(desk, row, press, wait_until):
    desk.ask(lambda ledger: ledger.db.execute("update staff set role = 'responsible' where code = '34'"))
    row("verify")
    press("F4")
    wait_until(lambda: isinstance(desk.window.view, Told))
    assert any("34" in line for line in desk.window.view.all[2:4])


def test_numbers_are_drawn_and_their_papers_named(desk, row, press, type_text, wait_until):
    panel = row("sample")
    panel.fields["count"].text = ""
    type_text("x")
    press("F4")
    wait_until(lambda: panel.fault == words.COUNT_FORM)
    press("BackSpace")
    type_text("2")
    press("F4")
    wait_until(lambda: isinstance(desk.window.view, Told))
    shown = texts(desk.window.frame.content)
    assert shown.count("控え:") == 2 and shown.count("原本:") == 2
    assert len(desk.window.view.all) == 2, "what belongs to one number stays on one page"


def test_the_audits_file_is_written_without_a_name(desk, row, press, type_text, wait_until, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Documents").mkdir()
    panel = row("export")
    type_text("2026")
    press("F4")
    wait_until(lambda: panel.fault == words.DAY_FORM)
    press(*["BackSpace"] * 4)
    press("F4")
    wait_until(lambda: panel.done)
    (file,) = (tmp_path / "Documents").glob("*.csv")
    content = file.read_text(encoding="utf-8-sig")
    assert "職員・役割" in content


def test_who_held_which_role_is_listed(desk, row, wait_until):
    row("roles")
    wait_until(lambda: "佐野 恵" in texts(desk.window.frame.content))
    assert "責任者" in texts(desk.window.frame.content)


# ---- personal data and the recovery key


def test_nothing_is_erased_before_its_time(desk, row, press):
    row("erase")
    assert words.ERASE_NONE in texts(desk.window.frame.content)
    press("F4")
    assert not isinstance(desk.window.view, Approval)
    press("Escape")
    row("waiting")
    assert words.WAITING_NONE in texts(desk.window.frame.content)


def test_what_is_due_is_erased_by_two_people(root, home, press, type_text, wait_until):
    # a slip of the year before the last, ended then; it is kept for a year
    past = [datetime(2025, 2, 3, 10, tzinfo=era.JST)]
    made = Ledger.create(home, DESK, now=lambda: past[0], keep_key_in="file")
    with made.ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    sano = people.add(made.ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin=PIN)
    people.add(made.ledger, "34", "三浦 章", pin=SECOND_PIN)
    number = slips.issue(made.ledger, sano, IssueRequest("501", 2, depositor="某 名子", kana="ぼう", phone="044-999-0000")).slip.number
    slips.hand_back(made.ledger, sano, number, "withdrawn")
    past[0] = datetime.now(era.JST)
    made.ledger.settle_clock("12")
    made.ledger.close()
    with opened(root, home, screens=SCREENS, known="12") as desk:
        desk.window.go(9)
        screen = desk.window.view
        wait_until(lambda: screen.about and desk.session.idle)
        press("Escape", "0")
        wait_until(lambda: screen.section == "care" and screen.part.found and root.focus_get() is screen.part.table)
        press(*["Down"] * list(words.ROWS).index("erase"), "Return")
        panel = desk.window.view
        assert isinstance(panel, care_panels.Erase) and "令和6年度" in texts(desk.window.frame.content)
        press("F4")
        assert desk.window.view is panel        # not without the own PIN
        type_text(PIN)
        press("F4")
        approve(desk, press, type_text, wait_until, "12", PIN)
        wait_until(lambda: isinstance(desk.window.view, Approval) and desk.window.view.fault)    # not the same person
        desk.window.view._number.text = ""
        desk.window.view._number.focus()
        approve(desk, press, type_text, wait_until, "34", SECOND_PIN)
        wait_until(lambda: panel.done)
        assert desk.ask(lambda ledger: ledger.personal(number)) == {}
        assert desk.ask(lambda ledger: ledger.verify().sound)


def test_parts_of_the_recovery_key_are_typed_back_from_the_paper(root, home, press, type_text, wait_until):
    made = desks.set_up(home, DESK)
    people.add(made.ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin=PIN)
    made.ledger.close()
    groups = made.recovery_key.split("-")
    with opened(root, home, screens=SCREENS, known="12") as desk:
        panel = care_panels.Recovery(desk.window)
        desk.window.open_panel(panel)
        wait_until(lambda: panel.fields and root.focus_get() is panel.first_focus())
        asked = [int(name) for name in panel.fields]
        assert 0 < len(asked) < len(groups)
        for n, group in enumerate(asked):
            type_text("22222" if n == 0 else groups[group - 1])
            press("Return")
        press("F4")
        wait_until(lambda: panel.fault)
        assert desk.ask(desks.recovery_checked) is None
        panel.fields[str(asked[0])].text = groups[asked[0] - 1]
        press("F4")
        wait_until(lambda: panel.done)
        assert desk.ask(desks.recovery_checked).by == "12"


def test_the_key_is_asked_for_at_the_start_only_after_its_paper_was_checked(root, home, press, type_text, wait_until):
    made = desks.set_up(home, DESK)
    sano = people.add(made.ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin=PIN)
    made.ledger.close()
    with opened(root, home, screens=SCREENS, known="12") as desk:
        panel = care_panels.AtStart(desk.window, desk.ask(care.of))
        desk.window.open_panel(panel)
        type_text(PIN)
        press("F4")
        wait_until(lambda: panel.fault)
        typed = dict(enumerate(made.recovery_key.split("-"), 1))
        desk.ask(lambda ledger: desks.check_recovery(ledger, sano, typed))
        type_text(PIN)
        wait_until(lambda: panel.ready)
        press("F4")
        wait_until(lambda: panel.done)
        assert desk.ask(care.of).key_at_start


# ---- nobody is there


def test_the_window_is_covered_when_nobody_has_touched_a_key_and_the_next_one_says_who_they_are(desk, press, type_text, wait_until):
    now = [0.0]
    watch = desk.window.care
    watch._monotonic = lambda: now[0]
    wait_until(lambda: watch.minutes == desk_lock.USUAL)
    press("5")
    wait_until(lambda: desk.reception.form.fields["type"].text == "5")
    watch.touched()
    now[0] += 60 * desk_lock.USUAL - 1
    watch.watch()
    assert not desk.window.covered
    now[0] += 1
    watch.watch()
    assert desk.window.covered and desk.session.who is None
    wait_until(lambda: desk.session.idle)
    assert desk.ask(lambda ledger: [event.value("why") for event in of_kind(ledger, "desk_locked")]) == ["idle"]
    press("Return")
    assert desk.window.covered          # nobody said who they are
    type_text("34")
    press("Return")
    wait_until(lambda: not desk.window.covered)
    assert desk.session.who.code == "34" and desk.reception.form.fields["type"].text == "5"


def test_a_key_keeps_the_window_open(desk, press, wait_until):
    now = [0.0]
    watch = desk.window.care
    watch._monotonic = lambda: now[0]
    watch.touched()
    wait_until(lambda: watch.minutes)
    now[0] = 60 * watch.minutes - 1
    press("Down")
    wait_until(lambda: watch._touched == now[0])
    now[0] += 60
    watch.watch()
    assert not desk.window.covered


def test_covering_by_hand_is_recorded_as_asked(desk, press, wait_until):
    press("F11")
    wait_until(lambda: isinstance(desk.window.view, Cover) and desk.session.idle)
    assert desk.ask(lambda ledger: [event.value("why") for event in of_kind(ledger, "desk_locked")]) == ["asked"]
    press("Return")
    wait_until(lambda: not desk.window.covered)
    assert desk.session.who.code == "12"


def test_the_minutes_are_changed_by_a_responsible_person(desk, row, press, type_text, wait_until):
    panel = row("lock")
    press("BackSpace", "BackSpace")
    type_text("5")
    press("F4")
    approve(desk, press, type_text, wait_until, "12", PIN)
    wait_until(lambda: panel.done)
    assert desk.ask(desk_lock.minutes) == 5
    wait_until(lambda: desk.window.care.minutes == 5)


def of_kind(ledger, kind):
    today = ledger.now().date()
    return ledger.trail.between(Stream.OWN, today - timedelta(days=1), today, (kind,))


def test_a_clock_set_back_while_the_window_runs_is_said_and_approved_there(root, home, press, type_text, wait_until, monkeypatch):
    real = clock.machine_now
    away = [timedelta()]
    monkeypatch.setattr(clock, "machine_now", lambda: real() + away[0])
    with opened(root, home, screens=SCREENS, role=StaffRole.RESPONSIBLE, before=issue_three) as desk:
        desk.window.care.look()
        wait_until(lambda: desk.session.idle)
        assert words.STATUS_CLOCK not in texts(desk.window.frame.outer)
        away[0] = -timedelta(days=400)
        desk.window.care.look()
        wait_until(lambda: words.STATUS_CLOCK in texts(desk.window.frame.outer) and desk.sounds)
        desk.window.go(9)
        screen = desk.window.view
        wait_until(lambda: screen.about and desk.session.idle)
        press("Escape", "0")
        wait_until(lambda: screen.section == "care" and screen.part.found and root.focus_get() is screen.part.table)
        press(*["Down"] * list(words.ROWS).index("clock"), "Return")
        wait_until(lambda: isinstance(desk.window.view, care_panels.Clock))
        panel = desk.window.view
        press("F4")
        approve(desk, press, type_text, wait_until, "12", PIN)
        wait_until(lambda: panel.done)
        wait_until(lambda: words.STATUS_CLOCK not in texts(desk.window.frame.outer))


# ---- who works here


@pytest.fixture
def tasks(desk, press, wait_until):
    """The tasks of 三浦."""
    press("ctrl+9")
    screen = desk.window.view
    wait_until(lambda: screen.about and desk.session.idle)
    press("Escape", "5")
    wait_until(lambda: screen.section == "staff" and desk.window.root.focus_get() is screen.part.table)
    press("Down", "F3")
    wait_until(lambda: isinstance(desk.window.view, StaffTasks))
    assert desk.window.view.member.code == "34"
    return desk.window.view


def test_a_role_is_changed_with_the_own_pin_and_by_nothing_less(desk, tasks, press, type_text, wait_until):
    press("Return", "F12", "F4")
    assert desk.window.view is tasks
    press("1")      # 責任者: the own role is not offered
    wait_until(lambda: tasks.chosen == "responsible")
    type_text("9999")
    press("F4")
    wait_until(lambda: tasks.fault)
    type_text(PIN)
    press("F4")
    wait_until(lambda: desk.window.view is not tasks)
    assert desk.ask(lambda ledger: ledger.member_of_staff("34")).role is StaffRole.RESPONSIBLE
    assert "責任者" in desk.window.view.part.table.set("34", "role")


def test_who_left_no_longer_acts(desk, tasks, press, type_text, wait_until):
    press("3")
    wait_until(lambda: tasks.chosen == "end")
    type_text(PIN)
    press("F4")
    wait_until(lambda: desk.window.view is not tasks)
    assert isinstance(desk.ask(lambda ledger: people.acting(ledger, "34")), Refusal)
    press("F11")
    type_text("34")
    press("Return")
    wait_until(lambda: desk.session.idle)
    assert desk.window.covered and desk.session.who.code == "12"


# ---- room


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_the_list_and_every_panel_fit(root, home, wait_until, step, practice):
    where = desks.practice_desk() if practice else DESK
    with opened(root, home, desk=where, screens=SCREENS, role=StaffRole.RESPONSIBLE, settings=Settings(Look(step), Volume.OFF)) as desk:
        desk.window.go(9)
        screen = desk.window.view
        wait_until(lambda: screen.about)
        desk.window._digit(0)
        wait_until(lambda: screen.part.found and desk.session.idle)
        fits(root, desk)
        found = with_everything(screen.part.found)
        for kind, given in PANELS.values():
            panel = getattr(care_panels, kind)(desk.window, *([found] if given else []))
            desk.window.open_panel(panel)
            wait_until(lambda: desk.session.idle)
            fits(root, desk)
            panel = desk.window.view
            if panel is not screen:
                panel.close()
        desk.window.open_panel(StaffTasks(desk.window, desk.session.who))
        desk.window._digit(1)
        fits(root, desk)
        desk.window.view.close()
        told = Told(desk.window, "抽出点検 12345678-1234（20件）", [f"{n:>2}. 令8-大師1-501-00042  発送済" for n in range(40)])
        desk.window.open_panel(told)
        wait_until(lambda: len(told._pages) > 1)
        fits(root, desk)
        last = 0
        while told.page + 1 < len(told._pages):
            desk.window._arrow("down")
            fits(root, desk)
            assert told.page == last + 1
            last = told.page


def with_everything(found):
    """Something due, and places that are waited for."""
    due = tuple(Class(2020 + n, 3, 1234, 0, 0, date(2024 + n, 3, 31), ("k",)) for n in range(3))
    path, day = "E:\\branch_desk_backup" * 2, "令和8年11月24日（火）"
    waiting = tuple(Waiting(str(n), path, day, ("令和2年度 保存3年",), "", "") for n in range(3))
    doubt = "PCの時計は 令和7年11月24日（月） 10:45 ですが、最後の記録は 令和8年11月24日（火） 10:45 です。日付と時刻を確認し、違うときは直してください。"
    return replace(found, clock=doubt, due=due, waiting=waiting)


def fits(root, desk):
    root.update()
    content = desk.window.frame.content
    assert cut(desk.window.frame.outer) == []
    assert outside(content, content) == []


def test_care_tells_only_what_it_is(home):
    made = desks.set_up(home, DESK)
    with made.ledger as ledger:
        found = care.of(ledger)
        assert (found.due, found.waiting, found.checked, found.second) == ((), (), None, None)
        assert care.work_due(ledger, ledger.now()) == "backup"
        backup.make(ledger)
        assert care.work_due(ledger, ledger.now()) == "drill"
        backup.drill(ledger)
        assert care.work_due(ledger, ledger.now()) == ""


def test_every_line_of_the_list_has_its_panel():
    assert PANELS.keys() == words.ROWS.keys()
    assert {kind for kind, _ in PANELS.values()} <= set(vars(care_panels))


@pytest.mark.parametrize("role", [pytest.param(StaffRole.RESPONSIBLE, marks=pytest.mark.long), StaffRole.AUDITOR])
def test_the_sample_goes_onto_paper_with_its_number_and_auditors_may_too(root, home, press, wait_until, monkeypatch, role):
    shown = []
    monkeypatch.setattr(open_file, "show", lambda path: shown.append(path) or True)

    def filled(ledger, who):
        issue_three(ledger, ledger.member_of_staff("34") or people.add(ledger, "35", "岸 一", pin=SECOND_PIN))

    with opened(root, home, screens=SCREENS, role=role, before=filled) as desk:
        desk.window.open_panel(care_panels.Draw(desk.window))
        press("F4")
        wait_until(lambda: isinstance(desk.window.view, Told))
        panel = desk.window.view
        assert words.SAMPLE_PAPER in desk.next_text
        press("F5")
        wait_until(lambda: shown and panel.said.sentence)
        assert shown[0].read_bytes().startswith(b"%PDF") and panel.said.tone == "green"
        assert [event.value("copy") for event in desk.ask(lambda ledger: of_kind(ledger, "printed"))] == ["sample"]
        seed = panel.paper.asked[1]
        again = desk.ask(lambda ledger: audit.paper(ledger, ledger.member_of_staff("12"), *panel.paper.asked))
        assert again.form.seed == seed and seed in panel.heading and len(again.form.rows) == 3
        fits(root, desk)
