"""What an earlier program put on the share is read by all later ones; what a later one puts there asks for an update."""

from __future__ import annotations

import pytest

from sync import envelope
from sync.envelope import Broken
from tests.sync.kept_formats import FIXTURES, read, written


@pytest.mark.parametrize("format_", range(1, envelope.FORMAT + 1))
def test_files_of_every_format_up_to_ours_are_read(format_):
    read({path.name: path.read_bytes() for path in (FIXTURES / f"format_{format_}").iterdir()})


def test_what_is_written_now_is_of_the_format_that_is_kept():
    """A change of the bytes without a new number would leave desks behind that were not updated."""
    kept = {path.name: path.read_bytes() for path in (FIXTURES / f"format_{envelope.FORMAT}").iterdir()}
    assert {name: content(data) for name, data in written().items()} == {name: content(data) for name, data in kept.items()}


def content(data: bytes) -> tuple[bytes, object, object]:
    """Without what depends on how a system's zlib packs."""
    sealed = envelope.read(data)
    header = {name: value for name, value in sealed.header.items() if name not in ("body_len", "body_sha256")}
    return data.partition(b"\n")[0], header, envelope.lines(sealed)


@pytest.mark.parametrize("name", sorted(written()))
def test_a_file_of_a_later_format_asks_for_an_update_whatever_stands_in_it(name):
    start = b"write-once %d %d\n" % (envelope.FORMAT + 1, envelope.FORMAT + 1)
    with pytest.raises(Broken) as told:
        envelope.read(start + written()[name].partition(b"\n")[2][:40])
    assert (told.value.why, told.value.needs) == ("format", envelope.FORMAT + 1)
