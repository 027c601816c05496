"""The process that touches the share, on Windows: started without a window, asked, hung, killed."""

from __future__ import annotations

import sys

import pytest

from sync import names
from sync.worker import Away, Worker
from tests.sync.test_worker import HANGS

EPOCH = "0123456789abcdef"
PATH = names.batch("101", EPOCH, 1)


@pytest.fixture
def worker(tmp_path):
    made = Worker(str(tmp_path), patience=60)
    yield made
    made.close()


def test_files_go_out_and_come_back_byte_for_byte(worker):
    """Frames hold every byte: a pipe in text mode would end at 1A and double each 0A."""
    data = bytes(range(256)) * 400
    assert worker.publish(PATH, data, "101", EPOCH).result == "published"
    assert worker.read(PATH) == data
    assert worker.publish(PATH, data, "101", EPOCH).result == "already"
    assert worker.publish(PATH, b"other", "101", EPOCH).result == "fork"
    assert worker.names(PATH[:-1]) == (PATH[-1],)
    assert worker.replaces("101", EPOCH) is False


def test_one_that_is_killed_is_started_again_by_the_next_question(worker):
    assert worker.read(PATH) is None
    worker._process.kill()
    with pytest.raises(Away):
        worker.read(PATH)
    assert worker.publish(PATH, b"x", "101", EPOCH).result == "published"


def test_one_that_hangs_is_ended(tmp_path):
    worker = Worker(str(tmp_path), command=(sys.executable, "-c", HANGS), patience=0.5)
    with pytest.raises(Away, match="frozen"):
        worker.read(PATH)
    assert worker._process is None


def test_a_folder_that_is_not_there_is_away(tmp_path):
    worker = Worker(str(tmp_path / "none"), patience=60)
    with pytest.raises(Away, match="away"):
        worker.publish(PATH, b"x", "101", EPOCH)
    worker.close()
