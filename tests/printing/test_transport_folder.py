"""A job in a folder is whole or not there, and no file is ever replaced."""

from __future__ import annotations

import errno
import os
import random

import pytest

from printing import escpos
from printing.dots import Dots
from printing.job import Why, print_dots, send
from printing.printers import PRINTERS
from printing.transport.folder import Folder
from tests.printing.escpos_reader import rasters

DOTS = Dots(576, 300, random.Random(1).randbytes(72 * 300))
TM = PRINTERS["epson-tm-m30"]


def test_the_file_is_the_job_without_a_ticket_that_nobody_would_read(tmp_path):
    outcome = print_dots(DOTS, TM, Folder(tmp_path, "slip.bin"))
    data = (tmp_path / "slip.bin").read_bytes()
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("doubtful", Why.FILED, len(data))
    assert data == escpos.encode(DOTS, head=576) and len(rasters(data)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["slip.bin"]


def test_a_file_that_is_there_stays(tmp_path):
    (tmp_path / "slip.bin").write_bytes(b"first")
    outcome = print_dots(DOTS, TM, Folder(tmp_path, "slip.bin"))
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", Why.EXISTS, 0)
    assert (tmp_path / "slip.bin").read_bytes() == b"first" and len(list(tmp_path.iterdir())) == 1


def test_a_file_that_appears_meanwhile_stays_too(tmp_path):
    def pieces():
        yield b"ours"
        (tmp_path / "slip.bin").write_bytes(b"theirs")

    outcome = send(pieces(), Folder(tmp_path, "slip.bin"))
    assert (outcome.state, outcome.why) == ("failed", Why.EXISTS)
    assert (tmp_path / "slip.bin").read_bytes() == b"theirs" and len(list(tmp_path.iterdir())) == 1


def test_no_folder(tmp_path):
    outcome = print_dots(DOTS, TM, Folder(tmp_path / "stick", "slip.bin"))
    assert (outcome.state, outcome.why) == ("failed", Why.NO_FOLDER)


@pytest.mark.parametrize(
    ("number", "why"), [(errno.ENOSPC, Why.DISK_FULL), (errno.EROFS, Why.DENIED), (errno.EIO, Why.NO_FOLDER)]
)
def test_a_disk_that_fails_leaves_no_half_file(tmp_path, monkeypatch, number, why):
    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    outcome = print_dots(DOTS, TM, Folder(tmp_path, "slip.bin"))
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", why, 0)
    assert not list(tmp_path.iterdir())


def test_a_pdf_goes_the_same_way(tmp_path):
    assert send([b"%PDF-1.7 ..."], Folder(tmp_path, "slip.pdf")).why == Why.FILED
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
