"""The makers of the delivered program refuse what must not be delivered. No build is run here."""

from __future__ import annotations

import importlib.util
import json
import sys
import tarfile
from pathlib import Path

import pytest

import branch_desk

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"

# The component that starts the built program is only there after build/package.py.
needs_the_builder = pytest.mark.skipif(importlib.util.find_spec("PyInstaller") is None, reason="build/package.py was not run here")


@pytest.fixture(scope="module")
def makers():
    """The scripts of build/, which is no package: (package, components, product, icons)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)
        patch.syspath_prepend(str(BUILD))
        import components
        import icons
        import package
        import product

        yield package, components, product, icons
        for name in ("package", "components", "product", "icons", "environment"):
            sys.modules.pop(name, None)


def test_a_build_without_a_working_tk_is_a_failed_one(makers):
    """PyInstaller goes on after it and says that all is complete."""
    package, *_ = makers
    log = "100 INFO: Building\n200 WARNING: tkinter installation is broken. It will be excluded from the application\n300 INFO: Build complete!"
    assert package.faults(log) == [log.splitlines()[1]]
    assert package.faults("100 INFO: Building\n200 WARNING: Library user32 required via ctypes not found") == []


def test_the_version_is_the_programs_own(makers):
    _, _, product, _ = makers
    assert branch_desk.__version__ == product.VERSION
    assert product.four()[:3] == tuple(map(int, product.VERSION.split(".")))[:3] and len(product.four()) == 4
    from branch_desk.domain import words_start

    assert words_start.PROGRAM == product.TITLE


def test_what_nobody_knows_stops_the_build(makers, tmp_path):
    _, components, *_ = makers
    strange = tmp_path / "strange.bin"
    strange.write_bytes(b"?")
    with pytest.raises(components.Unknown, match=r"strange\.bin"):
        components.look_through([("strange.bin", str(strange), "DATA")])


@needs_the_builder
def test_nothing_is_taken_for_ours_because_it_lies_in_the_checkout(makers):
    """fpdf2 did, once: what PyInstaller compiles for it stands in our scratch folder."""
    _, components, *_ = makers
    scratch = ROOT / ".scratch" / "package" / "branch_desk"
    found = components.look_through([("fpdf/fpdf.pyc", str(scratch / "localpycs" / "0" / "fpdf" / "fpdf.pyc"), "DATA")])
    assert "fpdf2" in {it.name for it in found}
    with pytest.raises(components.Unknown, match="other"):
        components.look_through([("other", str(scratch / "other.bin"), "DATA")])


def test_what_only_the_tests_need_is_not_delivered(makers):
    _, components, *_ = makers
    import hypothesis

    with pytest.raises(components.Unknown, match="hypothesis"):
        components.look_through([("hypothesis", hypothesis.__file__, "PYMODULE")])


@needs_the_builder
def test_each_file_finds_its_component_and_the_list_is_the_same_each_time(makers, tmp_path):
    _, components, product, _ = makers
    import click

    files = [("click", click.__file__, "PYMODULE"), ("json", json.__file__, "PYMODULE"),
             ("branch_desk", branch_desk.__file__, "PYMODULE"),
             ("printing/fonts/x.ttf", str(ROOT / "printing" / "fonts" / "BIZUDGothic-Regular.ttf"), "DATA")]
    found = {it.name: it for it in components.write(tmp_path, files)}
    assert {"click", "Python", "BIZ UDGothic", "pyinstaller"} == set(found)
    assert found["click"].licence == "BSD-3-Clause" and found["BIZ UDGothic"].licence == "OFL-1.1"
    assert (tmp_path / "LICENSES" / "BIZ_UDGothic" / "OFL.txt").is_file()
    first = (tmp_path / "sbom.cdx.json").read_bytes()
    components.write(tmp_path, files)
    assert (tmp_path / "sbom.cdx.json").read_bytes() == first and json.loads(first)["specVersion"] == "1.6"
    assert json.loads(first)["metadata"]["component"]["name"] == product.NAME


@pytest.mark.skipif(sys.platform == "win32", reason="there the archive is a zip")
def test_the_archive_says_nothing_of_who_built_it_and_when(makers, tmp_path, monkeypatch):
    package, *_ = makers
    folder = tmp_path / "branch_desk"
    folder.mkdir()
    (folder / "branch-desk").write_text("x", encoding="utf-8")
    (folder / "branch-desk").chmod(0o700)
    monkeypatch.setattr(package, "DIST", tmp_path)
    monkeypatch.setattr(package, "FOLDER", folder)
    archive = package.pack()
    first = archive.read_bytes()
    with tarfile.open(archive) as packed:
        [member] = packed.getmembers()
    assert (member.name, member.mtime, member.uid, member.uname, member.mode) == ("branch_desk/branch-desk", 0, 0, "root", 0o755)
    (folder / "branch-desk").touch()
    assert package.pack().read_bytes() == first


def test_the_icon_has_the_sizes_that_windows_shows(makers, tmp_path):
    from PIL import Image

    *_, icons = makers
    icons.program_icon(tmp_path / "x.ico")
    with Image.open(tmp_path / "x.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in (16, 20, 24, 32, 48, 64, 128, 256)}


def test_the_spec_serves_every_system():
    text = (BUILD / "branch_desk.spec").read_text(encoding="utf-8")
    assert "console=False" in text and "upx=False" in text and "optimize=0" in text
    assert not [line for line in text.splitlines() if '"/usr' in line or '"/lib' in line or "C:\\" in line]
