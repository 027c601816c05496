"""Where a desk's folder is looked for, on each system."""

from __future__ import annotations

import pytest

from branch_desk.services import home


@pytest.fixture
def windows(monkeypatch, tmp_path):
    """The surroundings of a Windows PC."""
    monkeypatch.setattr(home.sys, "platform", "win32")
    monkeypatch.delenv("BRANCH_DESK_HOME", raising=False)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    monkeypatch.setenv("PROGRAMDATA", str(tmp_path / "common"))
    return tmp_path


def test_on_windows_it_is_the_users_own(windows):
    assert home.default_home() == windows / "local" / "branch_desk" / "home"


def test_on_windows_a_ledger_for_all_accounts_goes_first(windows):
    (windows / "common" / "branch_desk" / "home").mkdir(parents=True)
    assert home.default_home() == windows / "local" / "branch_desk" / "home"
    (windows / "common" / "branch_desk" / "home" / "ledger").mkdir()
    assert home.default_home() == windows / "common" / "branch_desk" / "home"


def test_what_is_named_goes_before_everything(windows, monkeypatch):
    monkeypatch.setenv("BRANCH_DESK_HOME", str(windows / "named"))
    assert home.default_home() == windows / "named"


def test_elsewhere_it_is_the_place_for_data(monkeypatch, tmp_path):
    monkeypatch.setattr(home.sys, "platform", "linux")
    monkeypatch.delenv("BRANCH_DESK_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home.default_home() == tmp_path / "branch_desk"
