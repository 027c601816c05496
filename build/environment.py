"""What run.py, test.py and package.py stand on: the environment in .venv and the pieces of the system that pip cannot
bring.

Standard library only, and nothing of ours: this runs on a PC that has Python and nothing else. Every step may
be repeated; a stamp written last says that all steps were done, so the second start costs one short look
(about 0.05 s) and a broken first one is mended.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRATCH = ROOT / ".scratch"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
PURPOSES = ("run", "test", "package")

# Asked of a Python in its own process: importing is the only honest test (Debian ships venv without
# ensurepip, pyenv tkinter without _tkinter).
LOOK = """
import json, sys
def has(*names):
    try:
        for name in names: __import__(name)
        return True
    except ImportError:
        return False
can = {"venv": has("venv", "ensurepip"), "tk": has("tkinter")}
print(json.dumps({"version": sys.version_info[:3], "prefix": sys.prefix, **can}))
"""


@dataclass(frozen=True)
class Piece:
    """Something of the operating system: what for, how to see that it is there, Debian's name for it."""

    purpose: str
    program: str
    packages: tuple[str, ...]


TEST_PIECES = (
    Piece("a display for the screen tests", "Xvfb", ("xvfb",)),
    Piece("a window manager, without which Tk gives no focus", "openbox", ("openbox",)),
    Piece("real key presses", "xdotool", ("xdotool",)),
    Piece("the recorder of the power-cut proof", "cc", ("gcc", "libc6-dev")),
    # smbd itself lies outside of a plain user's PATH; smbstatus comes with it.
    Piece("a file server of the tests' own", "smbstatus", ("samba",)),
    Piece("folders that fail by rule", "fusermount3", ("fuse3", "libfuse3-3")),
    # cupsd itself lies outside of a plain user's PATH; ppdc comes with it.
    Piece("a print server of the tests' own", "ppdc", ("cups", "cups-client")),
)

# What PyInstaller reads and writes libraries with.
PACKAGE_PIECES = (Piece("what reads libraries", "objdump", ("binutils",)),)

# For the proofs that take minutes: the kernel's own CIFS client in an emulated machine.
LONG_PIECES = (
    Piece("an emulated machine", "qemu-system-x86_64", ("qemu-system-x86",)),
    Piece("what the emulated machine starts with", "busybox", ("busybox-static",)),
    Piece("what packs its first files", "cpio", ("cpio",)),
    Piece("what finds the kernel's modules", "kmod", ("kmod",)),
    # mount.cifs too; cifscreds comes with it.
    Piece("what mounts a share", "cifscreds", ("cifs-utils",)),
)


def say(japanese: str, english: str) -> None:
    """One thing, in the office's language and in the developer's, on standard error."""
    print(f"{japanese}\n{english}", file=sys.stderr, flush=True)


def stop(japanese: str, english: str) -> NoReturn:
    """End with exit code 3: the surroundings, not the program, are at fault."""
    say(japanese, english)
    raise SystemExit(3)


def look(python: str | Path) -> dict | None:
    """What this Python can do, or None where it does not even start."""
    try:
        answer = subprocess.run([str(python), "-I", "-c", LOOK], capture_output=True, text=True, timeout=60)
        return json.loads(answer.stdout) if answer.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def started(python: str | Path) -> dict:
    """What a Python can do that was just made; it starts, or all is lost."""
    found = look(python)
    if found is None:
        stop(f"Python が起動しません: {python}", f"This Python does not start: {python}")
    return found


def display_named() -> bool:
    """Windows and macOS always have a screen; elsewhere X says where it is."""
    return os.name == "nt" or sys.platform == "darwin" or bool(os.environ.get("DISPLAY"))


def window_opens() -> bool:
    """Whether a window can really be opened: DISPLAY may name a screen that is gone or closed to us."""
    probe = [str(PYTHON), "-I", "-c", "import tkinter; tkinter.Tk().destroy()"]
    return subprocess.run(probe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def install_system(packages: tuple[str, ...], why: str) -> None:
    """Let apt bring the packages where we may (root); else name the one command that does, and end."""
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        other = {"dnf": "sudo dnf install", "zypper": "sudo zypper install", "pacman": "sudo pacman -S"}
        how = next(
            (f"{verb} …" for tool, verb in other.items() if shutil.which(tool)),
            "the system's package manager",
        )
        stop(
            f"必要な部品がありません: {', '.join(packages)}（Debianでの名前）。{how} で入れてください。",
            f"Missing for {why}: {', '.join(packages)} (Debian's names). Install them with {how}.",
        )
    if os.geteuid() != 0:
        stop(
            f"必要な部品がありません。次を実行してから、もう一度お試しください:\n    sudo {command}",
            f"Missing for {why}. Run the command above, then run this again.",
        )
    say(f"必要な部品を入れています: {' '.join(packages)}", f"Installing for {why}: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    lists = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
    tries = (
        [[command], ["apt-get update", command]] if lists else [["apt-get update", command]]
    )  # old lists can name versions that are gone
    for steps in tries:
        done = [subprocess.run(step.split(), env=quiet, capture_output=True, text=True) for step in steps]
        if done[-1].returncode == 0:
            return
    stop(f"部品を入れられませんでした: {command}", f"This failed: {command}\n{done[-1].stderr.strip()}")


def base_python(tk: bool) -> str:
    """The Python to build on: the one running, else the system's own, completed with apt where that is
    allowed.
    """
    running = (
        getattr(sys, "_base_executable", None) or sys.executable
    )  # not the one in .venv, which may be about to be made anew
    system = "/usr/bin/python3"
    found = {python: look(python) for python in dict.fromkeys((running, system))}
    able = {python: it for python, it in found.items() if it and tuple(it["version"]) >= OLDEST}
    for python, it in able.items():
        if it["venv"] and (it["tk"] or not tk):
            return python
    if system in able:
        lacking = able[system]
        install_system(
            ("python3-venv",) * (not lacking["venv"]) + ("python3-tk",) * (tk and not lacking["tk"]),
            "the program",
        )
        return system
    if not able:
        stop(
            "Python 3.11以降が必要です。",
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.",
        )
    stop(
        "このPythonには画面の部品（Tk）または仮想環境の部品（venv）がありません。"
        "Windowsでは公式のインストーラーで「tcl/tk and IDLE」を選び、"
        "macOSでは brew install python-tk を実行してください。",
        f"{running} lacks tkinter or venv. Windows: the official installer with 'tcl/tk and IDLE'; "
        "macOS: brew install python-tk; pyenv: install tk-dev first, then build this Python again.",
    )


def fingerprint(version: list[int], pins: list[Path]) -> str:
    """What the environment was made from; the folder belongs to it, since its scripts name it."""
    made_from = hashlib.sha256(f"{ROOT} {version}".encode())
    for path in [*pins, ROOT / "setup.cfg", ROOT / "pyproject.toml"]:
        made_from.update(path.read_bytes())
    return made_from.hexdigest()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two starts at once (a second double click) must not build the same environment; the second waits."""
    SCRATCH.mkdir(exist_ok=True)
    with open(SCRATCH / "environment.lock", "a+b") as lock:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def pip(*arguments: str) -> None:
    """pip in the environment, without what a user's own settings could break."""
    plain = {
        k: v
        for k, v in os.environ.items()
        if k not in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX")
    }
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "-qq",
        "install",
        "--no-deps",
        *arguments,
    ]
    if subprocess.run(
        command, cwd=ROOT, env={**plain, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    ).returncode:
        stop(
            "部品を取り寄せられませんでした。ネットワークを確かめて、もう一度実行してください。",
            "Installing the pinned packages failed (see above). Check the network and run this again.",
        )


def pins_for(purpose: str) -> list[Path]:
    """The files of pins that a purpose installs; each purpose brings what those before it need too."""
    names = ("pins.txt", "pins-test.txt", "pins-build.txt")[: PURPOSES.index(purpose) + 1]
    return [ROOT / "build" / name for name in names]


def ready(purpose: str, *, tk: bool) -> None:
    """Make .venv hold what `purpose` (of PURPOSES) needs; returns at once when it already does."""
    pins = pins_for(purpose)
    stamps = {name: VENV / f"ready-for-{name}" for name in PURPOSES}
    try:
        with alone():
            now = look(PYTHON)
            fit = (
                now
                and Path(now["prefix"]) == VENV
                and tuple(now["version"]) >= OLDEST
                and (now["tk"] or not tk)
            )
            # No stamp at all means that the first start was cut off: pip would take a half-copied package for
            # a whole one.
            whole = fit and any(stamp.exists() for stamp in stamps.values())
            if (
                whole
                and now
                and stamps[purpose].exists()
                and stamps[purpose].read_text() == fingerprint(now["version"], pins)
            ):
                return
            base = None if whole else base_python(tk)
            say(
                "実行環境を用意しています（初回のみ、1分ほど）…",
                f"Preparing {VENV.name} (the first time only, about a minute) ...",
            )
            if base:
                subprocess.run([base, "-m", "venv", "--clear", str(VENV)], check=True)
            for stamp in stamps.values():
                stamp.unlink(missing_ok=True)
            pip(*(part for path in pins for part in ("-r", str(path))))
            # "compat" is a plain .pth to the checkout, so a package added later is found; setuptools' finder
            # would fix today's list.
            pip("--no-build-isolation", "--config-settings", "editable_mode=compat", "-e", str(ROOT))
            version = started(PYTHON)["version"]
            for name in PURPOSES[: PURPOSES.index(purpose) + 1]:
                stamps[name].write_text(fingerprint(version, pins_for(name)))
    except OSError as error:
        stop(
            f"実行環境を用意できませんでした。書き込めるか、空きがあるかを確かめてください: {ROOT}",
            f"Cannot prepare {VENV}: {error}",
        )
    except subprocess.CalledProcessError as error:
        stop("実行環境を作れませんでした。", f"Making {VENV} failed: {error}")


def complete(pieces: tuple[Piece, ...]) -> None:
    """See that every piece of the system is there."""
    missing = [piece for piece in pieces if not shutil.which(piece.program)]
    if missing:
        install_system(
            tuple(name for piece in missing for name in piece.packages),
            "; ".join(piece.purpose for piece in missing),
        )


MACHINE_ID = Path("/etc/machine-id")


def identify_machine() -> None:
    """An identity of the system, which every Debian that boots has from its first start and a bare root folder or a container
    has not: without it the tests' second home on one PC looks like another PC, and a ledger asks before it goes on.
    """
    with contextlib.suppress(OSError):
        if MACHINE_ID.read_text(encoding="ascii").strip():
            return
    try:
        MACHINE_ID.write_text(uuid.uuid4().hex + "\n", encoding="ascii")
    except OSError:
        stop(
            "この Linux には /etc/machine-id がありません。sudo systemd-machine-id-setup を実行してください。",
            "this system has no /etc/machine-id: run systemd-machine-id-setup as root",
        )


def library_of_python() -> None:
    """The shared library of this Python, which the built program starts. Debian's own Python does without it, so it is
    a package of its own there.
    """
    look_for = "import ctypes, sysconfig; ctypes.CDLL(sysconfig.get_config_var('INSTSONAME'))"
    if subprocess.run([str(PYTHON), "-I", "-c", look_for], capture_output=True).returncode == 0:
        return
    version = started(PYTHON)["version"]
    install_system((f"libpython{version[0]}.{version[1]}",), "the built program")


def unpack_kernel() -> None:
    """The files of Debian's newest kernel, unpacked beside the rest and never installed. Where they cannot be had the
    proof that needs them says so and is left out.
    """
    place = SCRATCH / "kernel"
    if list(place.glob("boot/vmlinuz-*")) or not shutil.which("apt-get"):
        return
    found = subprocess.run(["apt-cache", "depends", "linux-image-amd64"], capture_output=True, text=True).stdout
    names = [line.split()[-1] for line in found.splitlines() if "Depends: linux-image-" in line]
    if not names:
        return
    with tempfile.TemporaryDirectory(dir=SCRATCH) as beside:
        subprocess.run(["apt-get", "download", names[0]], cwd=beside, capture_output=True)
        for package in Path(beside).glob("*.deb"):
            if subprocess.run(["dpkg-deb", "-x", str(package), f"{beside}/tree"]).returncode == 0:
                Path(beside, "tree").rename(place)
