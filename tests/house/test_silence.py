"""The rules of tests/conftest.py bite: each kind of silent failure turns a green-looking test red."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def run(pytester: pytest.Pytester):
    """Run one made-up test file under our own conftest and settings."""
    (pytester.path / "tests").mkdir()
    for name in ("setup.cfg", "tests/conftest.py"):
        (pytester.path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")

    def go(body: str, *arguments: str) -> pytest.RunResult:
        (pytester.path / "tests" / "test_made_up.py").write_text(textwrap.dedent(body), encoding="utf-8")
        return pytester.runpytest_subprocess(*arguments)

    return go


def test_a_logged_error_fails_the_test(run):
    run(
        "import logging\ndef test_looks_green(): logging.getLogger('branch_desk').error('lost')"
    ).assert_outcomes(passed=1, errors=1)


def test_a_provoked_error_does_not(run):
    run("""
        import logging, pytest
        @pytest.mark.provokes_errors
        def test_green(): logging.getLogger('branch_desk').error('wanted')
    """).assert_outcomes(passed=1)


def test_a_dying_thread_fails_the_test(run):
    result = run("""
        import threading
        def test_looks_green():
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start(); thread.join()
    """)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*ZeroDivisionError*"])


def test_a_thread_left_behind_fails_the_test(run):
    run("""
        import threading, time
        def test_looks_green():
            threading.Thread(target=time.sleep, args=(7,)).start()
    """).assert_outcomes(passed=1, errors=1)


def test_an_unclosed_file_fails_the_test(run):
    result = run("import gc\ndef test_looks_green(tmp_path):\n    (tmp_path / 'a').open('w'); gc.collect()")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*unclosed file*"])


def test_a_long_proof_runs_only_when_asked_for(run):
    body = "import pytest\n@pytest.mark.long\ndef test_long(): pass\ndef test_short(): pass"
    left_out = run(body)
    left_out.assert_outcomes(passed=1, deselected=1)
    left_out.stdout.fnmatch_lines(["long proofs: left out*"])
    run(body, "--long").assert_outcomes(passed=2)


def test_no_test_reaches_the_ledger_or_key_store_of_who_runs_it(run):
    run("""
        import os, keyring, pytest
        from pathlib import Path
        def test_elsewhere(home, tmp_path):
            assert 'pytest' in str(Path.home()) and not home.exists()
            assert os.environ['BRANCH_DESK_HOME'] == str(home)
            with pytest.raises(keyring.errors.NoKeyringError): keyring.get_password('branch_desk', 'master')
    """).assert_outcomes(passed=1)
