"""The built program does the whole work: issue, paper, bag, return, exchange, proof, window. Part of build/package.py, for
a build can be complete and die at its first paper.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageGrab

from tests.package.conftest import PICTURE, QUIET, Built, until

pytestmark = pytest.mark.long
RARE = "𠮷田 髙﨑"       # beyond the first plane; two that many fonts lack
VARIANT = "葛\U000e0100城"     # an ideographic variation sequence


def practice(built: Built, home: Path, desk: str = "101", name: str = "大師1") -> Path:
    """A practice ledger with two people."""
    built.run(home, "setup", "--desk", desk, "--name", name, "--branch", "大師支所", "--training")
    built.run(home, "staff", "add", "12", "佐野 恵", "--responsible")
    return home


@pytest.fixture(scope="module")
def desk(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk for the commands."""
    home = practice(built, tmp_path_factory.mktemp("desk") / "home")
    built.run(home, "staff", "add", "2", "三浦 光")
    return home


def test_a_slip_with_rare_kanji_goes_its_whole_way(built, desk, tmp_path):
    pdf, png = tmp_path / "slip.pdf", tmp_path / "slip.png"
    slip = built.run(desk, "--by", "12", "issue", "501", "--sheets", "3", "--depositor", f"{RARE} {VARIANT}", "--pdf", str(pdf))
    assert slip["state"] == "held" and "unprintable" not in slip
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[0].get_textpage().get_text_range()
        drawn = document[0].render(scale=203.2 / 72, grayscale=True).to_pil()
    finally:
        document.close()
    assert RARE in text and "城 様" in text
    built.run(desk, "--by", "12", "print", slip["number"], "--copy", "original", "--paper", "80mm", "--png", str(png),
              "--reason", "試し刷り")
    for paper in (drawn, Image.open(png)):
        assert [found.text for found in zxingcpp.read_barcodes(paper)] == [slip["number"]]
    bag = built.run(desk, "--by", "12", "bag", "open", "高齢・障害課")["number"]
    built.run(desk, "--by", "12", "bag", "add", bag, slip["number"])
    built.run(desk, "--by", "2", "bag", "check", bag, slip["number"])
    assert built.run(desk, "--by", "12", "bag", "dispatch", bag)["state"] == "dispatched"
    back = built.run(desk, "--by", "12", "return", slip["number"], "--received-at", slip["issued_at"])
    assert (back["verdict"], back["slip"]["state"]) == ("matched", "closed")
    assert built.run(desk, "verify")["faults"] == []


def test_two_desks_exchange_over_a_folder_by_the_programs_own_worker(built, tmp_path):
    """The share is read by a process of its own, which here is the built program again."""
    share = tmp_path / "share"
    share.mkdir()
    office, desks = tmp_path / "900", {code: tmp_path / code for code in ("101", "102")}
    built.run(office, "setup", "--desk", "900", "--name", "区役所", "--branch", "川崎区役所", "--role", "office", "--training")
    built.run(office, "staff", "add", "3", "岸 徹", "--responsible")
    made = built.run(office, "share", "init", str(share))
    for code, home in desks.items():
        practice(built, home, code, f"大師{code[-1]}")
        asked = built.run(home, "enrol", str(share))
        assert asked["office_fingerprint"] == made["fingerprint"]
        built.run(office, "share", "approve", code, "--fingerprint", asked["fingerprint"])
    slip = built.run(desks["101"], "issue", "501", "--sheets", "3", "--depositor", RARE)["number"]
    assert built.run(desks["101"], "sync")["state"] == "ok"
    assert built.run(desks["102"], "sync")["imported"] >= 1
    seen = built.run(desks["102"], "show", slip)
    assert seen["state"] == "held" and RARE not in json.dumps(seen, ensure_ascii=False)
    for home in desks.values():
        assert built.run(home, "verify")["faults"] == []


def test_the_demonstration_runs(built, tmp_path):
    out = tmp_path / "demo"
    told = built.run(tmp_path / "home", "demo", "--out", str(out))
    assert len(told["slips"]) >= 11 and all(slip["state"] == "closed" for slip in told["slips"])
    assert len(list(out.glob("*.pdf"))) >= 11


def test_what_is_wrong_is_said_as_by_the_source(built, tmp_path):
    home = tmp_path / "home"
    for arguments, code in ((("no-such-command",), 2), (("show", "1101265010000136"), 3), (("--help",), 0), (("-m", "os"), 2)):
        done = subprocess.run([built.console, "--home", str(home), *arguments], env=built.surroundings, capture_output=True,
                              text=True, encoding="utf-8", timeout=60)
        assert done.returncode == code and "Traceback" not in done.stderr, (arguments, done)


def test_programs_of_the_system_do_not_get_our_libraries(built, tmp_path):
    """Stand-ins for the commands of CUPS say what they were started with."""
    if sys.platform != "linux":
        pytest.skip("only there does the start of a built program change where libraries are looked for")
    said = tmp_path / "said"
    for name in ("lp", "lpstat", "cancel"):
        (tmp_path / name).write_text(f'#!/bin/sh\nenv > "{said}"\nexit 1\n', encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    home = practice(built, tmp_path / "home")
    path = {**built.surroundings, "PATH": f"{tmp_path}:/usr/bin:/bin"}
    with_path = Built(built.folder, path)
    with_path.run(home, "printers", "add", "事務室", "--profile", "sheet", "--cups", "office")
    slip = with_path.run(home, "issue", "501", "--sheets", "1")["number"]
    subprocess.run([built.console, "--home", str(home), "--json", "print", slip, "--copy", "binder", "--printer", "事務室"],
                   env=path, capture_output=True, timeout=60)
    surroundings = said.read_text(encoding="utf-8")
    assert "PATH=" in surroundings and "LD_LIBRARY_PATH" not in surroundings


@pytest.mark.skipif(sys.platform == "win32", reason="real keys come from xdotool; Windows is tried under tests/windows")
def test_the_window_opens_and_a_clerk_issues_with_real_keys(built, display, tmp_path):
    home = practice(built, tmp_path / "home")
    here = {**built.surroundings, "DISPLAY": display, "BRANCH_DESK_HOME": str(home)}
    program = subprocess.Popen([built.window], env=here, cwd=tmp_path, **QUIET)
    try:
        found = until("the window", lambda: [name for name in _asked(here, "search", "--onlyvisible", "--class", "branch_desk").split()
                                             if "大師1" in _asked(here, "getwindowname", name)])
        until("the first screen", lambda: len(_screen(display).getcolors(1 << 20)) > 200)
        subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], env=here, check=True, **QUIET)
        _press(here, "5", "0", "1", "Return", "3", "F12")
        slips = until("the slip", lambda: built.run(home, "ledger"))
        assert [(slip["type"], slip["sheets"]) for slip in slips] == [("501", 3)]
        _screen(display).save(PICTURE or tmp_path / "window.png")
    finally:
        program.kill()      # as when the plug is pulled: the slip is there all the same
        program.wait()
    assert [slip["number"] for slip in built.run(home, "ledger")] == [slips[0]["number"]]
    assert built.run(home, "verify")["faults"] == []


def test_everything_inside_is_named_with_its_version_and_licence(built):
    told = json.loads((built.folder / "sbom.cdx.json").read_text(encoding="utf-8"))
    inside = {it["name"]: it for it in told["components"]}
    assert {"Python", "Tcl", "Tk", "SQLite", "OpenSSL", "fpdf2", "cryptography", "pypdfium2", "PDFium", "HarfBuzz", "pyinstaller",
            "BIZ UDGothic", "BIZ UDPGothic Bold", "Azukari Gap Gothic", "Azukari Hans Gothic"} <= set(inside)
    assert not {"pytest", "hypothesis", "setuptools", "typing_extensions", "ruff"} & set(inside)
    assert all(it["version"] and it["licenses"] for it in inside.values())
    texts = [path for path in (built.folder / "LICENSES").rglob("*") if path.is_file()]
    assert len(texts) > 50 and all(path.stat().st_size > 30 for path in texts)
    assert any("SIL OPEN FONT LICENSE" in path.read_text(encoding="utf-8") for path in texts if path.name == "OFL.txt")


def _press(here: dict[str, str], *keys: str) -> None:
    for key in keys:
        subprocess.run(["xdotool", "key", "--delay", "40", key], env=here, check=True, **QUIET)


def _asked(here: dict[str, str], *arguments: str) -> str:
    return subprocess.run(["xdotool", *arguments], env=here, capture_output=True, text=True, encoding="utf-8").stdout


def _screen(display: str) -> Image.Image:
    return ImageGrab.grab(xdisplay=display)
