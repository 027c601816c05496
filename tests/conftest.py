"""Rules for all tests: silence fails, nobody's own ledger or key store is touched, and long proofs run only
when asked for.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

# deadline=None: a slow machine is no defect. What hypothesis remembers (examples that failed once) stays out
# of the source tree.
set_hypothesis_home_dir(Path(__file__).parent.parent / ".scratch" / "hypothesis")
hypothesis.settings.register_profile("branch_desk", deadline=None, print_blob=True)
hypothesis.settings.load_profile("branch_desk")


# 小 and 大: one size is laid out as 標準, the other as 特大. Of those two the usual run takes every second case, always the
# same ones. The whole run has to end within 15 minutes on 2 cores.
SIZES_OF_LONG = frozenset({0, 2})


def pytest_addoption(parser: pytest.Parser) -> None:
    """--long, taken by pytest itself so that it works without build/test.py too."""
    parser.addoption("--long", action="store_true", help="also run the proofs that take minutes")


def pytest_report_header(config: pytest.Config) -> str:
    """Say in the output whether the long proofs are in it."""
    return "long proofs: " + (
        "included (--long)" if config.getoption("--long") else "left out (build/test.py --long runs them)"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is long, and keep each file of screen tests in one process: every process has a display of its own,
    with one Tk for all its tests."""
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long") or _size(item) in SIZES_OF_LONG
                    or (item.get_closest_marker("sampled") and zlib.crc32(item.nodeid.encode()) % 3)
                    or (_size(item) is not None and zlib.crc32(item.nodeid.encode()) % 2)]
        config.hook.pytest_deselected(items=left_out)
        out = set(left_out)
        items[:] = [item for item in items if item not in out]
    for item in items:
        if "screens" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group(f"screens-{item.path.stem}"))
            # Real keys go through xdotool and the X server: on a machine that is busy with other tests a burst may be
            # held up for longer than a scanner ever is (seen once in 7,000 tests). A second try is counted as a
            # rerun in the summary; a real fault fails twice.
            item.add_marker(pytest.mark.flaky(reruns=1))


def _size(item: pytest.Item) -> object:
    """The size of text that a screen test is for, where it is for one: its parameter `step`, or the first of `desk` or
    `look`."""
    given = getattr(getattr(item, "callspec", None), "params", {}) if "screens" in item.path.parts else {}
    size = next((given[name] for name in ("step", "desk", "look") if name in given), None)
    return size[0] if isinstance(size, tuple) else size


@pytest.fixture(scope="session", autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the ledger, settings or key store of whoever runs it; programs that a test
    starts inherit this.
    """
    place = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "HOME",
            "USERPROFILE",
            "LOCALAPPDATA",
            "PROGRAMDATA",
            "XDG_DATA_HOME",
            "XDG_CONFIG_HOME",
            "XDG_STATE_HOME",
        ):
            patch.setenv(name, str(place))
        for name in [name for name in os.environ if name.startswith("BRANCH_DESK_")]:
            patch.delenv(name)
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a desk that does not exist yet; the command line finds it too."""
    place = tmp_path / "home"
    monkeypatch.setenv("BRANCH_DESK_HOME", str(place))
    return place


@pytest.fixture(autouse=True)
def logged_errors_fail_the_test(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """What the program logs as an error is one, unless the test says that it provokes it:
    @pytest.mark.provokes_errors.
    """
    yield
    if request.node.get_closest_marker("provokes_errors"):
        return
    bad = [
        record.getMessage()
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelname in ("ERROR", "CRITICAL")
    ]
    assert not bad, bad


@pytest.fixture(autouse=True)
def no_thread_is_left_behind() -> Iterator[None]:
    """A thread that outlives its test would write into the next one. (One that fails is an error through
    pytest's own warning.)
    """
    before = set(threading.enumerate())
    yield
    late = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in late:
        thread.join(5)
    assert not [thread for thread in late if thread.is_alive()], late
