"""The log of what went wrong: there when it is needed, silent about what was typed, and never in the way."""

from __future__ import annotations

import os
import sys

import pytest

from branch_desk.services import journal

pytestmark = pytest.mark.provokes_errors


@pytest.fixture
def logs(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    journal.start(tmp_path)
    yield folder
    journal.stop()


def fail(what: str) -> None:
    try:
        raise ValueError(what)
    except ValueError as error:
        journal.record(error)


def test_kind_and_place_are_written_and_never_what_was_typed(logs):
    fail("髙橋 太郎")
    text = (logs / "branch_desk.log").read_text(encoding="utf-8")
    assert "ERROR ValueError" in text and "test_journal.py" in text and "髙橋" not in text


def test_no_file_is_made_before_something_is_written(logs):
    assert list(logs.iterdir()) == []


def test_it_turns_over_and_keeps_a_few(logs, monkeypatch):
    monkeypatch.setattr(journal, "SIZE", 200)
    for _ in range(40):
        fail("x")
    assert sorted(path.name for path in logs.iterdir()) == ["branch_desk.log", *(f"branch_desk.log.{n}" for n in range(1, 6))]


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of a folder bind otherwise there")
def test_a_log_that_cannot_be_written_is_no_reason_to_fail(logs):
    (logs / "branch_desk.log").mkdir()
    fail("x")
    assert os.listdir(logs / "branch_desk.log") == []
