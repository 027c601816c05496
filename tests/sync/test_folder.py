"""Publishing: one name, one content, for ever; an error never means that it did not happen."""

from __future__ import annotations

import errno
import multiprocessing
import os

import pytest

from sync import folder, names
from sync.folder import OsFolder, publish

EPOCH = "0123456789abcdef"
PATH = names.batch("101", EPOCH, 1)


def part():
    return names.part("101", EPOCH)


class Faulty:
    """A folder on which an operation fails the first so many times: before it is done, or after."""

    def __init__(self, inner, operation, error, times=1, *, after=False):
        self._inner, self._operation, self._error, self._times, self._after = inner, operation, error, times, after
        self.waited = []

    def __getattr__(self, name):
        def do(*arguments):
            if name == self._operation and self._times > 0:
                self._times -= 1
                if self._after:
                    getattr(self._inner, name)(*arguments)
                raise self._error
            return getattr(self._inner, name)(*arguments)

        return do


@pytest.fixture
def place(tmp_path):
    return OsFolder(str(tmp_path))


def parts_left(place):
    return place.names((*names.stream("101", EPOCH), "tmp"))


def test_a_file_appears_whole_and_its_part_is_gone(place):
    assert publish(place, PATH, b"data", part).result == "published"
    assert place.read(PATH, 100) == b"data"
    assert parts_left(place) == []


def test_the_same_bytes_again_are_already_there_and_other_bytes_are_a_fork(place):
    publish(place, PATH, b"data", part)
    assert publish(place, PATH, b"data", part).result == "already"
    assert publish(place, PATH, b"other", part).result == "fork"
    assert place.read(PATH, 100) == b"data"


@pytest.mark.parametrize("operation", ["claim", "write_new", "make", "read"])
def test_an_error_before_anything_happened_is_raised_and_leaves_no_file(place, operation):
    with pytest.raises(OSError, match="gone"):
        publish(Faulty(place, operation, OSError(errno.EHOSTDOWN, "gone"), times=9), PATH, b"data", part)
    assert not os.path.exists(place._at(PATH))
    assert publish(place, PATH, b"data", part).result == "published"


def test_an_error_after_the_rename_took_place_is_a_success(place):
    faulty = Faulty(place, "claim", OSError(errno.ECONNRESET, "reply lost"), after=True)
    assert publish(faulty, PATH, b"data", part).result == "published"


def test_a_file_held_by_a_scanner_is_waited_for_and_then_written_again(place):
    waited = []
    faulty = Faulty(place, "claim", PermissionError(errno.EACCES, "held"), times=6)
    assert publish(faulty, PATH, b"data", part, waited.append).result == "published"
    assert waited[:4] == list(folder.LADDER) and len(waited) == 5
    assert len(parts_left(place)) == 1      # of the first attempt; its name is never used again


def test_a_full_share_is_told_at_once_and_not_waited_for(place):
    waited = []
    with pytest.raises(OSError, match="full"):
        publish(Faulty(place, "write_new", OSError(errno.ENOSPC, "full"), times=9), PATH, b"data", part, waited.append)
    assert waited == []


def test_a_file_that_is_shorter_than_what_was_written_is_no_file(place, monkeypatch):
    monkeypatch.setattr(folder, "_size", lambda path: 4096)
    with pytest.raises(OSError, match="shorter"):
        publish(place, PATH, b"data" * 5000, part)
    assert not os.path.exists(place._at(PATH))


def test_a_root_that_is_away_is_never_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        publish(OsFolder(str(tmp_path / "away")), PATH, b"data", part)
    assert list(tmp_path.iterdir()) == []


ROUNDS = 25


def _race(root, number, together, results):
    for round_ in range(ROUNDS):
        together.wait(60)
        path = names.batch("101", EPOCH, round_ + 1)
        results.put((round_, publish(OsFolder(root), path, b"%d" % number, part).result))


def test_of_eight_that_write_one_name_exactly_one_wins(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    together, results = spawn.Barrier(8), spawn.Queue()
    racers = [spawn.Process(target=_race, args=(str(tmp_path), number, together, results)) for number in range(8)]
    for racer in racers:
        racer.start()
    told = sorted(results.get(timeout=60) for _ in range(8 * ROUNDS))
    for racer in racers:
        racer.join()
    assert told == sorted((round_, won) for round_ in range(ROUNDS) for won in ["fork"] * 7 + ["published"])


def test_a_name_that_is_taken_keeps_its_file(place):
    """Between looking and renaming somebody else may have been there."""
    publish(place, PATH, b"data", part)
    late = part()
    place.make(late[:-1])
    place.write_new(late, b"other")
    with pytest.raises(FileExistsError):
        place.claim(late, PATH)
    assert place.read(PATH, 100) == b"data"


def test_a_folder_whose_rename_replaces_is_found_out(place, monkeypatch):
    assert not folder.replaces(place, part(), part(), part())
    monkeypatch.setattr(folder, "rename_new", os.replace)
    assert folder.replaces(place, part(), part(), part())
    assert parts_left(place) == []


def test_a_rename_without_renameat2_does_not_replace_either(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "_renameat2", None)
    place = OsFolder(str(tmp_path))
    assert publish(place, PATH, b"data", part).result == "published"
    assert publish(place, PATH, b"other", part).result == "fork"


def test_old_parts_are_swept_by_the_server_s_clock_and_young_ones_stay(place):
    old, young = part(), part()
    place.make(old[:-1])
    place.write_new(old, b"x")
    place.write_new(young, b"y")
    os.utime(place._at(old), (0, 0))
    assert folder.sweep(place, names.stream("101", EPOCH), 3600, part()) == 1
    assert parts_left(place) == [young[-1]]


def test_a_path_never_leads_out_of_the_share(place):
    for path in (("..", "x"), ("a/b",), ("a\\b",), ("",)):
        with pytest.raises(ValueError, match="elsewhere"):
            place.read(path, 1)


@pytest.mark.parametrize(("code", "word"), [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EROFS, "read_only"),
                                            (errno.EACCES, "held"), (errno.EIO, "away"), (errno.ESTALE, "away")])
def test_errors_have_a_word(code, word):
    assert folder.trouble(OSError(code, "")) == word


@pytest.mark.parametrize(("code", "word"), [(5, "held"), (32, "held"), (33, "held"), (112, "full"), (53, "away")])
def test_errors_of_windows_have_a_word(code, word):
    error = OSError(errno.EINVAL, "")
    error.winerror = code
    assert folder.trouble(error) == word
