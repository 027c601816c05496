#!/usr/bin/env python3
"""Make the program that is delivered: python3 build/package.py [--fast]

PyInstaller lays one folder with everything (dist/branch_desk), the tests of tests/package try it as a clerk would, and
it is packed: a portable zip on Windows, a tar.xz on Linux. Sizes, and the seconds of each step, are printed and kept in
dist/branch_desk.json. On Windows the installer is made too, where Inno Setup is there. --fast leaves the try out.
What comes of Wine is for tests only and says so in its name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True  # build/ is source: nothing is left in it
sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment  # noqa: E402  (lives beside this script, which is no package)
import product  # noqa: E402

ROOT = environment.ROOT
DIST = ROOT / "dist"
SCRATCH = environment.SCRATCH / "package"
FOLDER = DIST / product.NAME
GOAL_MB = 45.0  # packed, as in DESIGN
# Lines after which PyInstaller goes on, and says "complete", with a program that opens no window.
FATAL = ("tkinter installation is broken", "Tcl/Tk data directory", "failed to collect")
# Looks 64 MB back instead of 8: the faces of one family share most of their outlines and lie further apart than that.
XZ = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 64 << 20}]
INSTALLER = ROOT / "build" / "installer" / "branch_desk.iss"


def build() -> None:
    """The folder, by PyInstaller."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    SCRATCH.mkdir(parents=True, exist_ok=True)
    command = [
        str(environment.PYTHON), "-B", "-m", "PyInstaller", "--noconfirm", "--log-level", "INFO",
        "--workpath", str(SCRATCH), "--distpath", str(DIST), str(ROOT / "build" / "branch_desk.spec"),
    ]  # fmt: skip
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYINSTALLER_CONFIG_DIR": str(SCRATCH / "cache")}
    done = subprocess.run(command, cwd=ROOT, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    log = SCRATCH / "pyinstaller.log"
    log.write_text(done.stdout, encoding="utf-8")
    broken = faults(done.stdout)
    if done.returncode or broken:
        last = "\n".join(broken or done.stdout.splitlines()[-12:])
        environment.stop(
            f"プログラムを作れませんでした。記録: {log}", f"Building failed; the log is {log}. It ends:\n{last}"
        )
    shutil.copyfile(ROOT / "build" / "delivered.txt", FOLDER / "README.txt")


def faults(log: str) -> list[str]:
    """The lines of PyInstaller's log after which nothing good comes, whatever its exit code says."""
    return [line for line in log.splitlines() if any(word.lower() in line.lower() for word in FATAL)]


def tried() -> None:
    """The built program, tried by the tests."""
    environment.complete(environment.TEST_PIECES[:3] if sys.platform == "linux" else ())
    command = [str(environment.PYTHON), "-m", "pytest", "-q", "--long", "tests/package"]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, "BRANCH_DESK_BUILT": str(FOLDER)}).returncode:
        environment.stop(
            "作ったプログラムが試験に通りません。", "The built program failed its tests; nothing was packed."
        )


def name() -> str:
    """What the archive is called: program, version, system."""
    system = {"win32": "windows", "linux": "linux", "darwin": "macos"}[sys.platform]
    machine = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    tests_only = "-wine-for-tests-only" if product.under_wine() else ""
    return f"{product.NAME}-{product.VERSION}-{system}-{machine}{tests_only}"


def pack() -> Path:
    """The archive: the same bytes for the same folder, so that whoever builds it again can compare."""
    inside = sorted(path for path in FOLDER.rglob("*") if path.is_file() or path.is_symlink())
    if sys.platform == "win32":
        archive = DIST / f"{name()}.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path in inside:
                packed.write(path, path.relative_to(DIST))
        return archive
    archive = DIST / f"{name()}.tar.xz"
    with lzma.open(archive, "wb", filters=XZ) as squeezed, tarfile.open(fileobj=squeezed, mode="w") as packed:
        for path in inside:
            packed.add(path, str(path.relative_to(DIST)), filter=_plain)
    return archive


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of who built it, or when."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = 0
    member.mode = 0o755 if member.mode & 0o100 else 0o644
    return member


def install_maker() -> Path | None:
    """The installer, where this is Windows and Inno Setup is there."""
    compiler = shutil.which("iscc") or next(
        (str(path) for path in _inno_folders() if path.exists()), None
    )
    if sys.platform != "win32" or compiler is None:
        return None
    SCRATCH.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [compiler, "/Qp", f"/DVersion={product.VERSION}", f"/DSource={FOLDER}", f"/DOut={DIST}", f"/DScratch={SCRATCH}", str(INSTALLER)],
        check=True,
    )
    return DIST / f"{product.NAME}-{product.VERSION}-setup.exe"


def _inno_folders() -> Iterator[Path]:
    for variable in ("ProgramFiles(x86)", "ProgramFiles"):
        if variable in os.environ:
            yield Path(os.environ[variable]) / "Inno Setup 6" / "ISCC.exe"


def facts(made: list[Path], seconds: dict[str, float]) -> dict[str, Any]:
    """What was made, how large it is, and out of what."""
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    components = json.loads((FOLDER / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    return {
        "version": product.VERSION,
        "system": name(),
        "python": platform.python_version(),
        "installed_mb": round(sum(path.stat().st_size for path in files) / 1e6, 1),
        "files": len(files),
        "components": len(components),
        "goal_packed_mb": GOAL_MB,
        "packed": [
            {"file": path.name, "mb": round(path.stat().st_size / 1e6, 1), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in made
        ],
        "seconds": {what: round(took, 1) for what, took in seconds.items()},
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    """Build, try, pack, weigh."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="do not try the built program")
    chosen = parser.parse_args(arguments)
    seconds: dict[str, float] = {}

    def timed(what: str, do, *given):
        began = time.monotonic()
        answer = do(*given)
        seconds[what] = time.monotonic() - began
        print(f"{seconds[what]:6.1f} s  {what}", flush=True)
        return answer

    timed("environment", lambda: environment.ready("package", tk=True))
    if sys.platform == "linux":
        environment.complete(environment.PACKAGE_PIECES)
        environment.library_of_python()
    timed("build", build)
    if not chosen.fast:
        timed("tried", tried)
    made = [timed("packed", pack)]
    installer = timed("installer", install_maker)
    if installer:
        made.append(installer)
    found = facts(made, seconds)
    (DIST / f"{product.NAME}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    for it in found["packed"]:
        verdict = "within" if it["mb"] <= GOAL_MB else "OVER"
        print(f"{it['file']}: {it['mb']} MB packed, {verdict} the goal of {GOAL_MB:g} MB; {found['installed_mb']} MB unpacked")
    if not installer:
        print("no installer: it is made on Windows, with Inno Setup 6 (build/installer/branch_desk.iss)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
