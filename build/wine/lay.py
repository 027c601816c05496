"""Lays a Windows Python under Wine: a prefix, python.exe with its library, and the packages that ../pins*.txt name."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from display import HERE, PLACE, Unfit, environment, screen
from environment import Piece

PIECES = (
    Piece("a display for Windows programs", "Xvfb", ("xvfb",)),
    Piece("Windows programs on Linux", "wine", ("wine", "wine64")),
    Piece("a compiler for Windows", "x86_64-w64-mingw32-gcc", ("gcc-mingw-w64-x86-64-win32",)),
    Piece("what lists the names in a DLL", "gendef", ("mingw-w64-tools",)),
)
# The DLLs of CPython 3.11.9 with Tcl/Tk 8.6.12, SQLite and OpenSSL as their makers signed them; this one wheel carries them.
CARRIER = "panda3d==1.10.16"
CARRIER_SHA256 = "37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"
CARRIED = ("tcl86t", "tk86t", "sqlite3", "libffi-8", "libssl-3", "libcrypto-3")
TCL_SCRIPTS = Path("/usr/share/tcltk")      # of Debian's libtcl8.6 and libtk8.6, which python3-tk brings
# The version that the scripts ask for, and that the DLLs are.
SCRIPTS_ARE, DLLS_ARE = "8.6.13", "8.6.12"
RECIPE = [Path(__file__), *sorted(HERE.glob("*.c"))]
FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:")
ONLY_HERE = frozenset({"mypy", "ruff"})      # they read the source, on whatever system
PIN_FILES = (HERE.parent / "pins.txt", HERE.parent / "pins-test.txt", HERE.parent / "pins-build.txt")


def obstacle() -> str | None:
    """Why Wine cannot be had on this machine, or None."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        return "Wine is used on Linux on x86-64 only"
    lacking = sorted({name for piece in PIECES if not shutil.which(piece.program) for name in piece.packages})
    if lacking and not (shutil.which("apt-get") and os.geteuid() == 0):
        return f"missing: {' '.join(lacking)}"
    return None


def ready() -> None:
    """Lays what is missing or was laid from other sources. Raises Unfit."""
    if (why := obstacle()) is not None:
        raise Unfit(why)
    environment.ready("test", tk=True)      # its pip fetches, its standard library is copied
    environment.complete(PIECES)
    base, packages = PLACE / "base-laid", PLACE / "packages-laid"
    if not base.exists() or base.read_text() != _digest(RECIPE):
        environment.say("Windows の動作確認の環境を用意しています（初回のみ、数分）…",
                        f"Laying a Windows Python under Wine in {PLACE.name} (the first time only, some minutes) ...")
        for stamp in (base, packages):
            stamp.unlink(missing_ok=True)
        _lay_prefix()
        _lay_python()
        base.write_text(_digest(RECIPE))
    if not packages.exists() or packages.read_text() != _digest(list(PIN_FILES)):
        packages.unlink(missing_ok=True)
        _lay_packages()
        packages.write_text(_digest(list(PIN_FILES)))


def _digest(files: list[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _lay_prefix() -> None:
    """A Windows 10 with an empty disk."""
    shutil.rmtree(PLACE / "prefix", ignore_errors=True)
    with screen() as around:
        for command in (["wineboot", "-i"], ["wine", "winecfg", "-v", "win10"]):
            subprocess.run(command, env=around, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        subprocess.run(["wineserver", "-w"], env=around, check=True)


def _lay_python() -> None:
    """python.exe and what belongs to it: DLLs from the carrier, the standard library from here, Tcl's scripts from
    Debian."""
    home = PLACE / "python"
    shutil.rmtree(home, ignore_errors=True)
    for name in ("DLLs", "Lib/site-packages", "tcl"):
        (home / name).mkdir(parents=True)
    _fetch_dlls(home)
    _copy_library(home / "Lib")
    for name, word in (("tcl8.6/init.tcl", "Tcl"), ("tk8.6/tk.tcl", "Tk")):
        shutil.copytree(TCL_SCRIPTS / name.split("/")[0], home / "tcl" / name.split("/")[0])
        script = home / "tcl" / name
        text = script.read_text(encoding="utf-8")
        asked = re.compile(rf"(-exact\s+{word}\s+){re.escape(SCRIPTS_ARE)}")
        if not asked.search(text):
            raise Unfit(f"{name} does not ask for {word} {SCRIPTS_ARE}")
        script.write_text(asked.sub(rf"\g<1>{DLLS_ARE}", text), encoding="utf-8")
    _compile(home)


def _fetch_dlls(home: Path) -> None:
    fetched = PLACE / "fetched"
    subprocess.run([str(environment.PYTHON), "-m", "pip", "-qq", "--disable-pip-version-check", "download", "--no-deps",
                    *FOR_WINDOWS, "-d", str(fetched), CARRIER], check=True)
    [wheel] = fetched.glob("*.whl")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != CARRIER_SHA256:
        raise Unfit(f"{wheel.name} is another file than the one that was looked at")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            folder, _, file = name.partition("/")
            if folder != "deploy_libs":
                continue
            if file in ("python311.dll", "VCRUNTIME140.dll"):
                (home / file).write_bytes(archive.read(name))
            elif file.endswith(".pyd") or file.removesuffix(".dll") in CARRIED:
                (home / "DLLs" / file).write_bytes(archive.read(name))


def _copy_library(target: Path) -> None:
    """The modules written in Python are the same on every system."""
    asked = [str(environment.PYTHON), "-I", "-c", "import sys, sysconfig; print(*sys.version_info[:2], sysconfig.get_path('stdlib'))"]
    major, minor, source = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split(maxsplit=2)
    if (major, minor) != ("3", "11"):
        raise Unfit(f"the DLLs are of Python 3.11, the standard library here of {major}.{minor}")
    without = shutil.ignore_patterns("site-packages", "dist-packages", "lib-dynload", "test", "__pycache__", "config-3*",
                                     "_sysconfigdata*", "*.so", "EXTERNALLY-MANAGED")
    shutil.copytree(source.strip(), target, ignore=without, dirs_exist_ok=True)


def _compile(home: Path) -> None:
    """The programs and the two DLLs that are missing."""
    compiler = "x86_64-w64-mingw32-gcc"
    made = PLACE / "compiled"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    names = subprocess.run(["gendef", "-", str(home / "python311.dll")], check=True, capture_output=True, text=True).stdout
    (made / "python311.def").write_text(names)
    library = made / "libpython311.a"
    steps = [["x86_64-w64-mingw32-dlltool", "-d", str(made / "python311.def"), "-D", "python311.dll", "-l", str(library)]]
    for name, more in (("python.exe", []), ("pythonw.exe", ["-mwindows"])):
        steps.append([compiler, "-municode", *more, "-O2", "-o", str(home / name), str(HERE / "python.c"), str(library)])
    (made / "python3.def").write_text(_forwarded(names))
    steps.append([compiler, "-shared", "-nostdlib", "-e", "DllMain", "-o", str(home / "python3.dll"),
                  str(HERE / "forwarder.c"), str(made / "python3.def")])
    system = PLACE / "prefix" / "drive_c" / "windows" / "system32"
    steps.append([compiler, "-shared", "-O2", "-o", str(system / "bcryptprimitives.dll"),
                  str(HERE / "bcryptprimitives.c"), "-ladvapi32"])
    for step in steps:
        subprocess.run(step, check=True)


def _forwarded(names: str) -> str:
    """The .def file of python3.dll: each name of python311.dll that extensions may use, led there."""
    lines = names.partition("EXPORTS")[2].splitlines()
    words = [line.split() for line in lines if re.match(r"_?Py", line)]
    return "LIBRARY python3.dll\nEXPORTS\n" + "".join(
        f"{it[0]} = python311.{it[0]}{' DATA' if it[1:2] == ['DATA'] else ''}\n" for it in words)


def wanted(pins: str) -> list[str]:
    """The pins of a file that hold for Windows with Python 3.11, without their conditions."""
    found = []
    for line in pins.splitlines():
        pin, _, condition = (part.strip() for part in line.partition(";"))
        if pin and not pin.startswith("#") and (not condition or _holds(condition)):
            found.append(pin)
    return [pin for pin in found if pin.partition("==")[0] not in ONLY_HERE]


def _holds(condition: str) -> bool:
    """pip judges a condition by the system that it runs on, not by the one it is told to fetch for."""
    name, compare, quoted = condition.split()
    value = quoted.strip('"')
    if name == "sys_platform":
        return (value == "win32") is (compare == "==")
    if (name, compare) == ("python_version", "<"):
        return tuple(map(int, value.split("."))) > (3, 11)
    raise Unfit(f"a condition that nobody here understands: {condition}")


def _lay_packages() -> None:
    packages = PLACE / "python" / "Lib" / "site-packages"
    shutil.rmtree(packages, ignore_errors=True)
    pins = [pin for file in PIN_FILES for pin in wanted(file.read_text(encoding="utf-8"))]
    subprocess.run([str(environment.PYTHON), "-m", "pip", "-qq", "--disable-pip-version-check", "install", "--no-deps",
                    "--no-compile", "--target", str(packages), *FOR_WINDOWS, *pins], check=True)
    for file in (packages / "pywin32_system32").glob("*.dll"):     # what pywin32's own script would do after installing
        shutil.copyfile(file, PLACE / "python" / file.name)
