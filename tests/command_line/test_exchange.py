"""The exchange by commands alone, each a start of its own, over a real folder and its worker process."""

from __future__ import annotations

import pytest

from branch_desk import cli


@pytest.fixture
def at(tmp_path, capsys):
    """`at("101", "issue", …)`: a command at one desk of the ward."""
    def run(desk: str, *arguments: str, code: int = 0):
        import json

        capsys.readouterr()
        given = cli.main(("--home", str(tmp_path / desk), "--json", *arguments))
        caught = capsys.readouterr()
        assert given == code, caught
        return json.loads(caught.out)
    return run


def test_a_ward_is_set_up_and_exchanges(at, tmp_path):
    share = tmp_path / "share"
    share.mkdir()
    for desk, name, branch, role in (("900", "区役所", "川崎区役所", "office"), ("101", "大師1", "大師支所", "counter"),
                                     ("102", "大師2", "大師支所", "counter")):
        at(desk, "setup", "--desk", desk, "--name", name, "--branch", branch, "--role", role)
        at(desk, "staff", "add", "3", "岸 徹", "--responsible", "--pin", "2468")
    assert at("101", "sync", code=1)["refused"] == "not_enrolled"
    made = at("900", "share", "init", str(share))
    fingerprints = {}
    for desk in ("101", "102"):
        asked = at(desk, "enrol", str(share))
        fingerprints[desk] = asked["fingerprint"]
        assert asked["office_fingerprint"] == made["fingerprint"]
        assert asked["fingerprint"] in [row["fingerprint"] for row in at("900", "share", "requests")]
    for desk in ("101", "102"):
        waits = at(desk, "sync")
        assert (waits["approved"], waits["problems"]) == (False, []), "others that wait too are no trouble of this desk"
    for desk in ("101", "102"):
        at("900", "share", "approve", desk, "--fingerprint", fingerprints[desk])
    number = at("101", "issue", "501", "--sheets", "3")["number"]
    assert at("101", "sync")["published"] == 1
    assert at("102", "sync")["imported"] >= 1
    assert at("102", "show", number)["state"] == "held"
    assert at("101", "sync") == {"state": "ok", "approved": True, "published": 0, "imported": 0, "waiting": 0,
                                 "problems": []}
    stick = tmp_path / "stick"
    stick.mkdir()
    second = at("102", "issue", "502", "--sheets", "1")["number"]
    assert at("102", "carrier", "export", str(stick))["records"] == 2     # the office has not signed for the first either
    assert at("101", "carrier", "import", str(stick))["imported"] == 1
    assert at("101", "show", second)["label"].startswith("令8-大師2-502")
    share.rename(tmp_path / "away")
    done = at("101", "sync")
    assert done["state"] == "offline" and [item["problem"] for item in done["problems"]] == ["offline"]
    assert not share.exists()
