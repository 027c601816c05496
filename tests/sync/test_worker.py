"""The process that touches the share: what it is asked it does, and when it hangs it is ended."""

from __future__ import annotations

import sys

import pytest

from sync import names
from sync.envelope import FILE_CAP
from sync.worker import Away, Worker

EPOCH = "0123456789abcdef"
PATH = names.batch("101", EPOCH, 1)


@pytest.fixture
def worker(tmp_path):
    made = Worker(str(tmp_path), patience=20)
    yield made
    made.close()


def test_a_file_goes_out_and_comes_back(worker):
    assert worker.read(PATH) is None
    assert worker.publish(PATH, b"data" * 100_000, "101", EPOCH).result == "published"
    assert worker.read(PATH) == b"data" * 100_000
    assert worker.names(PATH[:-1]) == (PATH[-1],)
    assert worker.publish(PATH, b"other", "101", EPOCH).result == "fork"
    worker.remove(PATH)
    worker.remove(PATH)
    assert worker.read(PATH) is None
    assert worker.sweep("101", EPOCH, 0.0) == 0


def test_a_file_beyond_the_measure_is_cut_and_not_brought_whole(worker, tmp_path):
    (tmp_path / "huge").write_bytes(b"\0" * (FILE_CAP + 5000))
    assert len(worker.read(("huge",))) == FILE_CAP + 1


def test_a_share_that_is_away_is_told_and_the_worker_lives_on(tmp_path):
    worker = Worker(str(tmp_path / "later"), patience=20)
    try:
        with pytest.raises(Away, match="away"):
            worker.publish(PATH, b"x", "101", EPOCH)
        (tmp_path / "later").mkdir()
        assert worker.publish(PATH, b"x", "101", EPOCH).result == "published"
    finally:
        worker.close()


HANGS = "import sys, time; sys.stdin.buffer.read(9); time.sleep(3600)"


def test_one_that_hangs_is_ended_and_the_next_question_starts_another(tmp_path):
    worker = Worker(str(tmp_path), command=(sys.executable, "-c", HANGS), patience=0.3)
    with pytest.raises(Away, match="frozen"):
        worker.read(PATH)
    assert worker._process is None
    worker._command = (sys.executable, "-m", "sync.worker")
    worker._patience = 20
    assert worker.read(PATH) is None
    worker.close()


@pytest.mark.parametrize("script", ["import sys; sys.exit(1)", "print('not a frame ' * 100)",
                                    "import sys; sys.stdin.buffer.read(9); sys.exit(0)"])
def test_one_that_dies_or_talks_nonsense_is_away(tmp_path, script):
    worker = Worker(str(tmp_path), command=(sys.executable, "-c", script), patience=20)
    with pytest.raises(Away, match="away"):
        worker.read(PATH)
    worker.close()


def test_a_program_that_cannot_be_started_is_away(tmp_path):
    with pytest.raises(Away, match="away"):
        Worker(str(tmp_path), command=(str(tmp_path / "none"),)).read(PATH)
