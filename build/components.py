"""What is inside the built program: every component with its version and its licence, as a folder LICENSES of their
texts and as a list for machines (CycloneDX 1.6, sbom.cdx.json).

It starts from the files that PyInstaller really took, not from a list of wishes: each file belongs to a component or the
build stops. So nothing of the tests, and nothing that came along by an import in passing, is delivered unseen.
"""

from __future__ import annotations

import csv
import importlib.metadata
import json
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tkinter
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import product

ROOT = product.ROOT
LIST = "sbom.cdx.json"
FOLDER = "LICENSES"

Collected = Iterable[tuple[str, str | None, str]]  # name in the program, where it was taken from, kind

# Where a distribution's own metadata name no identifier of the SPDX list, or only in prose.
IDENTIFIERS = {
    "backports.tarfile": "MIT",
    "click-default-group": "LicenseRef-Public-Domain",
    "defusedxml": "PSF-2.0",
    "jaraco.classes": "MIT",
    "pypdfium2": "(Apache-2.0 OR BSD-3-Clause)",
    "python-dateutil": "(Apache-2.0 OR BSD-3-Clause)",
    "pywin32": "PSF-2.0",
    "pywin32-ctypes": "BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
    "uharfbuzz": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
}
# Libraries that Debian's or the official Python brings, by the beginning of the file's name: (component, licence).
LIBRARIES = {
    "libtcl": ("Tcl", "TCL"), "tcl86": ("Tcl", "TCL"),
    "libtk": ("Tk", "TCL"), "tk86": ("Tk", "TCL"),
    "libsqlite3": ("SQLite", "blessing"), "sqlite3": ("SQLite", "blessing"),
    "libcrypto": ("OpenSSL", "Apache-2.0"), "libssl": ("OpenSSL", "Apache-2.0"),
    "libffi": ("libffi", "MIT"), "ffi": ("libffi", "MIT"),
    "libz.": ("zlib", "Zlib"), "zlib": ("zlib", "Zlib"),
    "libbz2": ("bzip2", "bzip2-1.0.6"), "liblzma": ("XZ Utils", "LicenseRef-Public-Domain"),
    "libexpat": ("Expat", "MIT"), "libuuid": ("util-linux libuuid", "BSD-3-Clause"),
    "libgcc_s": ("GCC runtime", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "libstdc++": ("GCC runtime", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "libX11": ("libX11", "MIT"), "libXext": ("libXext", "MIT"), "libXft": ("libXft", "HPND-sell-variant"),
    "libXrender": ("libXrender", "HPND-sell-variant"), "libXss": ("libXss", "MIT"), "libXau": ("libXau", "MIT-open-group"),
    "libXdmcp": ("libXdmcp", "MIT-open-group"), "libxcb": ("libxcb", "X11"),
    "libbsd": ("libbsd", "BSD-3-Clause"), "libmd": ("libmd", "BSD-3-Clause"),
    "libfontconfig": ("Fontconfig", "HPND-sell-variant"), "libfreetype": ("FreeType", "FTL"),
    "libpng": ("libpng", "libpng-2.0"), "libbrotli": ("Brotli", "MIT"), "libtommath": ("LibTomMath", "Unlicense"),
    "libmpdec": ("libmpdec", "BSD-2-Clause"), "libb2": ("libb2", "CC0-1.0"), "libnsl": ("libnsl", "LGPL-2.1-or-later"),
    "libtirpc": ("libtirpc", "BSD-3-Clause"), "libdb-": ("Berkeley DB", "BSD-3-Clause"),
    "vcruntime": ("Microsoft Visual C++ Runtime", "LicenseRef-Microsoft-Redistributable"),
    "msvcp": ("Microsoft Visual C++ Runtime", "LicenseRef-Microsoft-Redistributable"),
    "ucrtbase": ("Microsoft Visual C++ Runtime", "LicenseRef-Microsoft-Redistributable"),
    "api-ms-win-": ("Microsoft Visual C++ Runtime", "LicenseRef-Microsoft-Redistributable"),
    "mfc140": ("Microsoft Visual C++ Runtime", "LicenseRef-Microsoft-Redistributable"),
}  # fmt: skip


class Unknown(SystemExit):
    """Something inside the program of which nobody could say what it is or what it may be used for."""


@dataclass
class Component:
    """One thing inside, and the texts of its licence."""

    name: str
    version: str
    licence: str
    purl: str = ""
    kind: str = "library"
    texts: list[Path] = field(default_factory=list)
    within: str = ""  # its texts are those of this component

    def as_json(self) -> dict[str, object]:
        """As CycloneDX 1.6 wants it; an expression of SPDX, or one identifier of our own."""
        simple = self.licence.startswith("LicenseRef-")
        licence = {"license": {"name": self.licence.removeprefix("LicenseRef-")}} if simple else {"expression": self.licence}
        found: dict[str, object] = {
            "type": self.kind, "bom-ref": f"{self.name}@{self.version}", "name": self.name, "version": self.version,
            "licenses": [licence],
        }  # fmt: skip
        if self.purl:
            found["purl"] = self.purl
        return found


def write(folder: Path, collected: Collected) -> list[Component]:
    """LICENSES and the list into the folder of the built program."""
    found = look_through(collected)
    place = folder / FOLDER
    shutil.rmtree(place, ignore_errors=True)
    bare = [it.name for it in found if not it.texts and not it.within]
    if bare:
        raise Unknown(f"no text of a licence for: {', '.join(bare)}")
    for it in found:
        if it.within:
            continue
        own = place / _file_name(it.name)
        own.mkdir(parents=True, exist_ok=True)
        for text in it.texts:
            target = own / text.name
            while target.exists() and target.read_bytes() != text.read_bytes():
                target = target.with_name(f"{text.parent.name}-{target.name}")
            shutil.copyfile(text, target)
    (folder / LIST).write_text(json.dumps(document(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return found


def document(found: list[Component]) -> dict[str, object]:
    """The list for machines. Its number follows from what it says: the same program has the same list."""
    components = [it.as_json() for it in found]
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([product.NAME, product.VERSION, sys.platform, components]))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}", "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": f"{product.NAME}@{product.VERSION}", "name": product.NAME,
                "version": product.VERSION,
            },
        },
        "components": components,
    }  # fmt: skip


def look_through(collected: Collected) -> list[Component]:
    """The components that the files which were taken belong to."""
    owners = _owners()
    found: dict[str, Component] = {}
    strange = []
    for name, source, kind in collected:
        if source in (None, "", "-") or kind == "SYMLINK":  # which leads to another of these files
            continue
        path = Path(source)
        for it in _of(name, path, owners):
            found.setdefault(it.name, it)
            break
        else:
            strange.append(source)
    if strange:
        raise Unknown(f"nobody knows what these are: {', '.join(sorted(set(strange))[:20])}")
    for it in (_python(), _distribution("pyinstaller"), *_inside_wheels(found)):
        found.setdefault(it.name, it)
    found.pop(product.NAME, None)  # the program itself is what the list is of
    return sorted(found.values(), key=lambda it: it.name.lower())


def _of(name: str, path: Path, owners: dict[str, str]) -> Iterable[Component]:
    """What the file belongs to, or nothing."""
    real = path.resolve()
    # by folder, not by the checkout: PyInstaller's scratch and the environment lie in it too, with files of others
    if any(real.is_relative_to(ROOT / top) for top in (*product.OURS, "build")):
        yield _font(real) if real.suffix in (".ttf", ".otf") else Component(
            product.NAME, product.VERSION, "LicenseRef-own", within=product.NAME)
        return
    for key in (_key(path), _key(real)):
        if key in owners:
            yield _distribution(owners[key])
            return
    library = _library(path.name)
    if "localpycs" in path.parts:  # a package that PyInstaller was told to leave as files
        yield from map(_distribution, importlib.metadata.packages_distributions()[re.split(r"[\\/]", name)[0]])
    elif library and path.suffix != ".py" and "lib-dynload" not in path.parts:
        yield from _library_component(library, real)
    elif _is_tcl_data(name):
        yield from _library_component(LIBRARIES["libtk" if name.startswith("_tk") else "libtcl"], None)
    elif real.is_relative_to(Path(sys.base_prefix).resolve()) or "python3" in str(real).lower():
        yield _python()
    elif real.name == "base_library.zip":  # PyInstaller's own pack of the standard library
        yield _python()


def _is_tcl_data(name: str) -> bool:
    return re.match(r"(_tcl_data|_tk_data|tcl8)\b", name.replace("\\", "/")) is not None


def _library(name: str) -> tuple[str, str] | None:
    return next((known for start, known in LIBRARIES.items() if name.lower().startswith(start.lower())), None)


def _library_component(known: tuple[str, str], path: Path | None) -> Iterable[Component]:
    """One of the libraries that came with Python: its version asked of itself where it can say it, else of dpkg."""
    name, licence = known
    package, version = _of_dpkg(path) if path and sys.platform == "linux" else ("", "")
    texts = [text for text in (Path("/usr/share/doc", package, "copyright"),) if package and text.exists()]
    if sys.platform == "linux" and path and not texts:
        return
    tcl = tkinter.Tcl().call("info", "patchlevel")
    said = {"Tcl": tcl, "Tk": tcl, "SQLite": sqlite3.sqlite_version, "OpenSSL": _openssl()}
    if not texts:  # the official Python for Windows names them all in its own licence
        texts = [_python_licence()]
    yield Component(name, str(said.get(name) or re.sub(r"^\d+:|-[^-]*$", "", version) or platform.python_version()), licence,
                    purl=f"pkg:deb/debian/{package}@{version}" if package else "", texts=texts)


def _openssl() -> str:
    import ssl

    return ssl.OPENSSL_VERSION.split()[1]


@cache
def _of_dpkg(path: Path) -> tuple[str, str]:
    """Which of Debian's packages a file is from, and its version; nothing where it is from none."""
    for name in (str(path), re.sub(r"^/usr", "", str(path)), f"/usr{path}"):
        told = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if told.returncode == 0:
            package = told.stdout.split(":")[0]
            version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}\n", package], capture_output=True, text=True, check=True)
            return package, version.stdout.split()[0]
    return "", ""


def _python() -> Component:
    return Component("Python", platform.python_version(), "PSF-2.0", texts=[_python_licence()])


def _python_licence() -> Path:
    names = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt",
             *sorted(Path("/usr/share/doc").glob(f"*python{sys.version_info[0]}.{sys.version_info[1]}*/copyright"))]
    found = next((path for path in names if path.is_file()), None)
    if found is None:
        raise Unknown("the licence of Python itself was not found beside it")
    return found


@cache
def _font(path: Path) -> Component:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        names = font["name"]
        version = re.sub(r"^[^\d]*|[^\d.].*$", "", names.getDebugName(5) or "")
        return Component(names.getDebugName(4) or path.stem, version, "OFL-1.1", kind="data", texts=[path.parent / "OFL.txt"])


def _key(path: Path | str) -> str:
    return str(path).replace("\\", "/").lower() if sys.platform == "win32" else str(path)


@cache
def _owners() -> dict[str, str]:
    """Every file of every installed distribution, by its path. Its record is read as text: a path object each is 4 s."""
    found = {}
    for it in importlib.metadata.distributions():
        place, name = str(it.locate_file("")).rstrip("/\\"), it.metadata["Name"]
        for row in csv.reader((it.read_text("RECORD") or "").splitlines()):
            found[_key(f"{place}/{row[0]}")] = name
    return found


def _pinned() -> set[str]:
    """What may be inside: what the program runs with, and PyInstaller's own start."""
    lines = (ROOT / "build" / "pins.txt").read_text(encoding="utf-8").splitlines()
    return {_plain(line.split("==")[0]) for line in lines if "==" in line} | {"pyinstaller", "pyinstaller-hooks-contrib"}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _distribution(name: str) -> Component:
    """A distribution by its own metadata."""
    if _plain(name) not in _pinned():
        raise Unknown(f"{name} is inside the program and does not stand in pins.txt")
    it = importlib.metadata.distribution(name)
    texts = [
        Path(str(file.locate()))
        for file in it.files or ()
        if re.search(r"\.dist-info/(licenses?/.*|[^/]*(licen[cs]e|copying|notice|authors)[^/]*)$", str(file).replace("\\", "/"), re.IGNORECASE)
    ]
    licence = IDENTIFIERS.get(_plain(name)) or IDENTIFIERS.get(name) or it.metadata["License-Expression"] or it.metadata["License"]
    if not licence or not re.fullmatch(r"\(?[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*\)?", licence):
        raise Unknown(f"{name} does not say in a word under which licence it is: {licence!r}")
    return Component(name, it.version, licence, purl=f"pkg:pypi/{_plain(name)}@{it.version}", texts=texts)


def _inside_wheels(found: dict[str, Component]) -> list[Component]:
    """What wheels carry in themselves; their own licence texts name it. The version is asked of the thing itself."""
    inside = []
    if "cryptography" in found:
        from cryptography.hazmat.backends.openssl.backend import backend

        version = backend.openssl_version_text().split()[1]
        inside.append(Component("OpenSSL in cryptography", version, "Apache-2.0", within="cryptography"))
    if "pypdfium2" in found:
        import pypdfium2

        inside.append(Component("PDFium", pypdfium2.PDFIUM_INFO.tag, "BSD-3-Clause", within="pypdfium2"))
    if "uharfbuzz" in found:
        import uharfbuzz

        inside.append(Component("HarfBuzz", uharfbuzz.version_string(), "MIT-Modern-Variant", within="uharfbuzz"))
    if "pillow" in found:
        from PIL import features

        for name, feature, licence in (("libjpeg-turbo", "libjpeg_turbo", "IJG"), ("OpenJPEG", "jpg_2000", "BSD-2-Clause"),
                                       ("LibTIFF", "libtiff", "libtiff"), ("zlib-ng", "zlib_ng", "Zlib")):
            its = features.version(feature)
            if its:
                inside.append(Component(f"{name} in pillow", its, licence, within="pillow"))
    return inside


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.+-]+", "_", name)
