"""python3 -m tests.bench: every row reaches the table and the JSON, and a name that does not exist is
refused.
"""

from __future__ import annotations

import json
import sys
import types

import pytest

from tests.bench import __main__ as bench

ROWS = [
    {
        "name": "発行",
        "value": 0.25,
        "unit": "ms",
        "goal": "<= 0.5",
        "ok": True,
        "beside": "one fdatasync 0.06 ms",
    },
    {"name": "find", "value": 1200, "unit": "rows", "ok": False},
]


@pytest.fixture
def made_up(monkeypatch):
    """One benchmark that needs no time."""
    module = types.ModuleType("tests.bench.made_up")
    module.rows = lambda: ROWS
    monkeypatch.setitem(sys.modules, "tests.bench.made_up", module)
    monkeypatch.setattr(bench, "modules", lambda names: ["made_up"])


def test_the_table_stands_in_columns_also_with_japanese(made_up, capsys):
    assert bench.main([]) == 0
    head, first, second = capsys.readouterr().out.splitlines()
    assert (
        bench.width(head[: head.index("value")])
        == bench.width(first[: first.index("0.25")])
        == bench.width(second[: second.index("1200")])
    )
    assert "yes" in first and "NO" in second and "one fdatasync" in first


def test_json_holds_every_row_and_the_machine(made_up, capsys, tmp_path):
    assert bench.main(["--json", "-"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (
        [row["value"] for row in document["rows"]] == [0.25, 1200]
        and document["rows"][0]["bench"] == "made_up"
        and document["machine"]["cores"]
    )
    assert bench.main(["--json", str(tmp_path / "figures.json")]) == 0
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["rows"] == document["rows"]


def test_an_unknown_name_is_an_error():
    with pytest.raises(SystemExit, match="no such benchmark: nix"):
        bench.modules(["nix"])
