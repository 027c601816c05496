"""Give Tk the fonts that the program carries, without installing them: this process alone sees them."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping

FR_PRIVATE = 0x10
FONTCONFIG = "libfontconfig.1.dylib" if sys.platform == "darwin" else "libfontconfig.so.1"


Paths = Iterable[str | os.PathLike[str]]


def register(paths: Paths | Mapping[str, os.PathLike[str]]) -> int:
    """Make the font files known to Tk and return how many were taken. Call before the first Tk() of the
    process.

    Tk on Linux reads the list of fonts from fontconfig when it opens the display, so a file added later is
    not seen.
    """
    if isinstance(paths, Mapping):
        paths = paths.values()
    files = [os.fspath(path) for path in paths if os.path.isfile(path)]
    if sys.platform == "win32":
        gdi = ctypes.WinDLL("gdi32")
        return sum(bool(gdi.AddFontResourceExW(ctypes.c_wchar_p(path), FR_PRIVATE, None)) for path in files)
    try:
        config = ctypes.CDLL(FONTCONFIG)  # by its name: find_library would start a compiler to look for it
        config.FcConfigAppFontAddFile.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        config.FcConfigAppFontAddFile.restype = ctypes.c_int
        # None is the current configuration, the one that Tk's libXft will use
        return sum(bool(config.FcConfigAppFontAddFile(None, os.fsencode(path))) for path in files)
    except (OSError, AttributeError):
        return 0
