"""操作手引 and the practice month on the command line."""

from __future__ import annotations

import pypdfium2


def test_the_manual_is_made_without_a_ledger(run, home, tmp_path):
    file = tmp_path / "manual.pdf"
    told = run("manual", "--pdf", str(file), "--json")
    assert told.code == 0 and told.json == {"pdf": str(file)}
    assert not home.exists()
    assert len(pypdfium2.PdfDocument(file)) > 20


def test_where_it_cannot_be_written_that_is_said(run, tmp_path):
    told = run("manual", "--pdf", str(tmp_path / "nowhere" / "manual.pdf"))
    assert told.code == 3 and "Traceback" not in told.err and told.err


def test_a_practice_ledger_is_empty_unless_the_month_is_asked_for(run, home, tmp_path):
    given = ("--desk", "999", "--name", "練習1", "--branch", "練習支所", "--training")
    assert run("setup", *given, "--home", str(tmp_path / "empty")).code == 0
    assert run("setup", *given, "--month", "--home", str(tmp_path / "full")).code == 0
    assert run("attention", "--json", "--home", str(tmp_path / "empty")).json == []
    assert len(run("attention", "--json", "--home", str(tmp_path / "full")).json) > 5


def test_only_a_practice_ledger_gets_the_month(run, home):
    told = run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--month")
    assert told.code == 1 and "練習用の台帳だけ" in told.err and not home.exists()
