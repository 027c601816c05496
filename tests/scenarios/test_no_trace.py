"""Whatever a person types about a citizen stands, readable, nowhere but where somebody asked for it.

A day at a counter and a section with texts of which each is unique, typed wherever a person can type; papers, exports,
backups, an exchange, a stick, failures on purpose and a killed program. Then every byte of every file is looked through.
What may hold what, and why, is MAY_HOLD: a file that holds more fails the test, and so does a place where nothing of it is
found, because then the look was not sharp enough.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
import tkinter
import urllib.parse
import zipfile
import zlib
from pathlib import Path

import pytest

from branch_desk import app, cli
from branch_desk.services import (
    attention,
    backup,
    binder_index,
    book,
    book_export,
    carrier,
    guide,
    history,
    inquiry,
    journal,
    lookup,
    office_papers,
    paper,
    people,
    printers,
    printjobs,
    receiving,
    retention,
    returns,
    settings,
    signoff,
    slips,
    statistics_papers,
)
from branch_desk.services.printers import Printer
from branch_desk.services.results import Refusal
from branch_desk.services.slips import Correction, IssueRequest
from branch_desk.store.ledger import BookFilter, Ledger
from branch_desk.ui import trouble
from tests.scenarios import traces
from tests.services.ward import PIN, Ward

ROOT = Path(__file__).parents[2]

# What is typed about citizens: each text stands for one field, and for nothing else in the world.
CITIZEN = {
    "痕跡髙﨑德次郎": "name", "コンセキタカサキ": "kana", "090-7316-5528": "phone", "痕跡申請花子": "applicant",
    "痕跡添付之証書": "enclosure in own words", "痕跡訂正後次郎": "corrected name", "070-8264-9931": "corrected phone",
    "痕跡訂正之由": "note to a correction", "痕跡取消之由": "void for a reason of one's own",
    "痕跡返却之由": "handed back for a reason of one's own", "痕跡調査之由": "note to an inquiry",
    "痕跡電話之記": "note to a call", "痕跡解決之記": "note to its end", "痕跡相違之記": "note to a returned slip",
    "痕跡受領之記": "note of the section", "痕跡案内之問": "asked at 別の窓口を案内", "痕跡検索之語": "looked for in 管理簿",
    "痕跡殺後太郎": "name in a program that was killed",
}
STAFF = {"痕跡職員零一": "a clerk", "痕跡職員零二": "a clerk of the section"}

# What of it may stand where. The rest of the world is silent.
CLERK, OTHER_CLERK = frozenset({"痕跡職員零一"}), frozenset({"痕跡職員零二"})
PAPER = frozenset({"痕跡訂正後次郎", "痕跡申請花子", "痕跡添付之証書"}) | CLERK
MAY_HOLD = {
    # a paper that somebody asked for shows the names that are to be on it
    "out/original.pdf": PAPER,
    # the papers that go to a section or into a file name no citizen, only who wrote them
    "out/history.pdf": CLERK,
    "out/inquiry.pdf": CLERK,
    # a printer that is a folder is a printer: what is printed there stands there
    "printer": PAPER,
    # The staff of a desk is in its ledger in the clear: who did what must be readable when no key is left, and a code
    # without a name would not say it. It is no citizen's data and never leaves the PC but in copies of the ledger.
    "101/ledger/ledger.db": CLERK,
    "501/ledger/ledger.db": OTHER_CLERK,
    "101/backup": CLERK,
    "second": CLERK,
}
WHILE_OPEN = {
    # the newest pages of the ledger, the same as above
    "101/ledger/ledger.db-wal": CLERK,
    "501/ledger/ledger.db-wal": OTHER_CLERK,
    # a paper that is open in a viewer; gone when the program ends, after a kill at its next start
    "101/paper": PAPER,
}


def granted(answer):
    assert not isinstance(answer, Refusal), answer
    return answer


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where all of it happens: also what the program thinks is the temporary folder of this PC."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "state"))
    return tmp_path


def the_counter(desk, place: Path) -> str:
    """Everything that can be typed at a counter, and every paper and list that can be asked for."""
    ledger, out = desk.ledger, place / "out"
    out.mkdir()
    clerk = granted(people.add(ledger, "77", "痕跡職員零一", pin=PIN))
    typed = IssueRequest("501", 3, other_enclosures=("痕跡添付之証書",), depositor="痕跡髙﨑德次郎", kana="コンセキタカサキ",
                         phone="090-7316-5528", applicant="痕跡申請花子")
    number = granted(slips.issue(ledger, clerk, typed)).slip.number
    granted(slips.correct(ledger, clerk, number, Correction(depositor="痕跡訂正後次郎", phone="070-8264-9931"), "other",
                          note="痕跡訂正之由"))
    for end, text in ((slips.void, "痕跡取消之由"), (slips.hand_back, "痕跡返却之由")):
        more = {"pin": PIN} if end is slips.void else {}
        granted(end(ledger, clerk, granted(slips.issue(ledger, clerk, IssueRequest("502", 1))).slip.number, text, **more))
    slips.turn_away(ledger, clerk, "999")
    guide.search(ledger, "痕跡案内之問")
    book.find(ledger, "痕跡検索之語")
    assert [slip.number for slip in book.find(ledger, "痕跡訂正後")] == [number]
    granted(book.open_with_names(ledger, clerk, number))
    book.names_of(ledger, clerk, (number,))
    lookup.scan(ledger, number)
    (place / "printer").mkdir()
    granted(printers.add(ledger, desk.who, Printer("隣の部屋", printers.SHEET, "folder", str(place / "printer"))))
    printjobs.in_turn(ledger, clerk, granted(printjobs.queue(ledger, clerk, number, ("original",), printer="隣の部屋")))
    granted(paper.into_files(ledger, clerk, number, "original", pdf=out / "original.pdf", reason="damaged"))
    granted(paper.into_files(ledger, clerk, number, "citizen", pdf=paper.paper_folder(ledger) / f"{number}.pdf"))
    granted(inquiry.open(ledger, clerk, number, "asked", note="痕跡調査之由"))
    granted(inquiry.contact(ledger, clerk, number, "section", note="痕跡電話之記"))
    granted(inquiry.close(ledger, clerk, number, "no_need", note="痕跡解決之記"))
    for sheet, name in ((history.paper(ledger, clerk, number), "history"), (inquiry.paper(ledger, clerk, number), "inquiry")):
        granted(office_papers.into_files(ledger, clerk, granted(sheet), pdf=out / f"{name}.pdf"))
    month = ledger.now()
    granted(binder_index.export_csv(ledger, clerk, out / "binder.csv", month.year, month.month))
    granted(book_export.export(ledger, clerk, BookFilter(), out / "ledger.csv"))
    granted(statistics_papers.save_csv(ledger, clerk, out / "statistics.csv", month.year))
    attention.list(ledger)
    signoff.of(ledger)
    settings.about(ledger)
    return number


def the_section(desk, number: str) -> None:
    """A slip arrives, with a word about it."""
    ledger = desk.ledger
    clerk = granted(people.add(ledger, "78", "痕跡職員零二", pin=PIN))
    granted(receiving.receive(ledger, clerk, number, received_at=ledger.now(), differs="other", sheets_found=2,
                              note="痕跡受領之記"))


def the_failures(ledger: Ledger, home: Path, monkeypatch, capfd) -> None:
    """A mistake of ours whose message holds what was typed: in the window, on a thread, and on the command line."""
    journal.start(home)
    try:
        try:
            raise KeyError("痕跡髙﨑德次郎")
        except KeyError as error:
            raise RuntimeError("090-7316-5528 コンセキタカサキ") from error
    except RuntimeError as error:
        journal.record(error)
        assert "痕跡" not in trouble.describe(error) and "7316" not in trouble.describe(error)
        logging.getLogger("branch_desk.ui").error("%s", trouble.describe(error))
    journal.stop()
    assert (home / "logs" / "branch_desk.log").stat().st_size > 100
    ledger.close()

    def fails(*_: object) -> None:
        raise RuntimeError("痕跡髙﨑德次郎 090-7316-5528")

    monkeypatch.setattr(slips, "issue", fails)
    assert cli.main(["--home", str(home), "--by", "77", "issue", "501", "--sheets", "1", "--depositor", "痕跡髙﨑德次郎"]) == 3
    said = capfd.readouterr()
    assert "予期しない誤り" in said.err and "痕跡" not in said.out + said.err
    monkeypatch.undo()


KILLED = """
import sys, time
from pathlib import Path
from branch_desk.services import paper, people, slips
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger
ledger = Ledger.open(Path(sys.argv[1]))
who = people.acting(ledger, "77")
number = slips.issue(ledger, who, IssueRequest("501", 1, depositor="痕跡殺後太郎")).slip.number
paper.into_files(ledger, who, number, "original", pdf=paper.paper_folder(ledger) / f"{number}.pdf")
(paper.paper_folder(ledger) / "recovery-key.pdf").write_text("痕跡殺後太郎")
transaction = ledger.transaction()
tx = transaction.__enter__()
tx.keep(tx.append("corrected", actor="77", slip=number, body={"name_changed": True}), 2026, 1, {"name": "痕跡殺後太郎"})
print("ready", flush=True)
time.sleep(60)
"""


def killed(home: Path) -> None:
    """A program that dies with papers open and a record half written."""
    program = subprocess.Popen([sys.executable, "-c", KILLED, str(home)], cwd=ROOT, stdout=subprocess.PIPE,
                               env=os.environ | {"PYTHONUTF8": "1"}, text=True)
    with program:
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
        program.kill()


@pytest.mark.provokes_errors
def test_nothing_typed_about_a_citizen_stands_anywhere_but_where_it_was_asked_for(place, monkeypatch, capfd):
    with monkeypatch.context() as state:
        state.setenv("BRANCH_DESK_STATE", str(place / "state"))
        ward = Ward(place, ("900", "101", "501"))
    counter, section, home = ward["101"], ward["501"], place / "101"
    number = the_counter(counter, place)
    for stick in ("second", "stick"):
        (place / stick).mkdir()
    granted(backup.set_second(counter.ledger, counter.who, place / "second", "3", PIN))
    assert backup.make(counter.ledger, "asked").ok and backup.drill(counter.ledger).ok
    ward.talk(2)
    the_section(section, number)
    ward.talk(2)
    granted(returns.come_back(counter.ledger, counter.who, number, "differs", reason="other", note="痕跡相違之記", accept=True))
    granted(carrier.export(counter.ledger, counter.who, str(place / "stick")))
    assert backup.make(counter.ledger, "asked").ok
    retention.classes(counter.ledger)
    # it is all there, for those who may read it: nothing below is silent because nothing was written
    kept = {text for fields in counter.ledger.notes(number).values() for line in fields.values() for text in line.split("\n")}
    assert {"痕跡髙﨑德次郎", "090-7316-5528", "痕跡電話之記", "痕跡相違之記", "痕跡訂正之由"} <= kept
    wal = home / "ledger" / "ledger.db-wal"
    assert wal.stat().st_size > 10_000
    silent(place, while_open=True)
    the_failures(counter.ledger, home, monkeypatch, capfd)
    killed(home)
    left = {path.name for path in (home / "paper").iterdir()}
    assert "recovery-key.pdf" in left and len(left) == 3
    again = app.Opening(tkinter_stand_in(), home)._open()       # what the next start does first
    assert list((home / "paper").iterdir()) == []
    again.close()
    for code in ("900", "501"):
        ward[code].ledger.close()
    silent(place)


def silent(place: Path, *, while_open: bool = False) -> None:
    """Every file of this PC, of the share and of the sticks, and what each may hold."""
    everywhere = traces.found([place], CITIZEN | STAFF)
    allowed = MAY_HOLD | (WHILE_OPEN if while_open else {})
    wrong = [(text, str(path.relative_to(place))) for text, paths in everywhere.items() for path in sorted(paths)
             if not any(text in texts for where, texts in allowed.items()
                        if path == place / where or place / where in path.parents)]
    assert wrong == []
    held = {where for where, texts in allowed.items() for text in texts for path in everywhere[text]
            if path == place / where or place / where in path.parents}
    assert held >= set(WHILE_OPEN if while_open else MAY_HOLD)      # the newest pages are not in the ledger's file yet
    assert all(place / where in everywhere[text] for where in ("out/original.pdf",) for text in PAPER)


def tkinter_stand_in() -> tkinter.Tk:
    """`_open` runs on the ledger's thread and never touches the window."""
    return None     # type: ignore[return-value]


# ---- the look itself is sharp


TEXT = "痕跡髙﨑 德次郎"


def as_pdf(text: str) -> bytes:
    from fpdf import FPDF

    from printing.fonts import FONT_FILES

    made = FPDF()
    made.add_font("face", fname=str(next(iter(FONT_FILES.values()))))
    made.add_page()
    made.set_font("face", size=12)
    made.cell(text=text)
    return bytes(made.output())


def as_zip(text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", text)
    return held.getvalue()


@pytest.mark.parametrize("data", [
    TEXT.encode(), TEXT.encode("utf-16-le"), b"..." + TEXT.replace(" ", "").encode("utf-16-be"), "山 痕跡髙﨑徳次郎".encode(),
    json.dumps(TEXT).encode(), urllib.parse.quote(TEXT).encode(), b"junk" + zlib.compress(TEXT.encode()) + b"junk",
    b"\0" * 7 + gzip.compress(TEXT.encode("utf-16-le")), base64.b64encode(b"xx" + TEXT.encode()),
    TEXT.encode().hex().encode(), gzip.compress(base64.b64encode(zlib.compress(TEXT.encode()))), as_zip(TEXT), as_pdf(TEXT),
], ids=range(13))
def test_a_text_is_found_however_it_is_packed(tmp_path, data):
    file = tmp_path / "file"
    file.write_bytes(data)
    wanted = "痕跡髙﨑徳次郎" if "徳".encode() in data else TEXT
    assert traces.found([tmp_path], {wanted: ""}) == {wanted: {file}}
    assert traces.found([tmp_path], {"痕跡何某": ""}) == {"痕跡何某": set()}


def test_a_text_is_found_in_the_name_of_a_file_and_in_a_database_that_is_open(tmp_path):
    (tmp_path / f"{TEXT}.txt").write_bytes(b"")
    db = sqlite3.connect(tmp_path / "held.db")
    db.execute("pragma journal_mode=wal")
    db.execute("create table typed(text)")
    with db:
        db.execute("insert into typed values(?)", (TEXT,))
    names = {path.name for path in traces.found([tmp_path], {TEXT: ""})[TEXT]}
    db.close()
    assert names == {f"{TEXT}.txt", "held.db-wal"}
