"""Forms to PDF to exact dots. Knows nothing of branch_desk.

Importing this package is cheap: fpdf, PIL, pypdfium2 and uharfbuzz are imported by the first call that needs
them, or by `warm()` in a worker after the first window (their cold import costs about a second).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from printing.dots import Dots, png
from printing.fonts import FONT_FILES
from printing.forms import COPIES, DoesNotFit, RecoveryForm, Reissue, SlipForm, Unprintable
from printing.glyphs import Glyph, analyse, unprintable
from printing.language import BUILT_IN, Language, NotALanguage, load_translation
from printing.office_forms import (
    Badge,
    BadgeSheet,
    BagLabel,
    BinderCover,
    Call,
    Form,
    Guide,
    History,
    Inquiry,
    Manifest,
    ManifestRow,
    ReturnList,
    ReturnRow,
    SignOff,
    SignOffRow,
    SpareBook,
    SpareSlip,
    Step,
    Told,
    Trace,
    Way,
)
from printing.page import Page, draw, fits, pgm, raster
from printing.papers import PAPERS, Paper

if TYPE_CHECKING:
    from printing.job import Outcome, Patience, Why, print_dots, send
    from printing.printers import PRINTERS, Profile
    from printing.testprint import draw as draw_test

# The printers' side, imported when it is first asked for: a window opens without it.
_LATER = {
    "PRINTERS": ("printing.printers", "PRINTERS"),
    "Outcome": ("printing.job", "Outcome"),
    "Patience": ("printing.job", "Patience"),
    "Profile": ("printing.printers", "Profile"),
    "Why": ("printing.job", "Why"),
    "draw_test": ("printing.testprint", "draw"),
    "print_dots": ("printing.job", "print_dots"),
    "send": ("printing.job", "send"),
}

__all__ = [
    "BUILT_IN",
    "COPIES",
    "FONT_FILES",
    "PAPERS",
    "PRINTERS",
    "Badge",
    "BadgeSheet",
    "BagLabel",
    "BinderCover",
    "Call",
    "DoesNotFit",
    "Dots",
    "Form",
    "Glyph",
    "Guide",
    "History",
    "Inquiry",
    "Language",
    "Manifest",
    "ManifestRow",
    "NotALanguage",
    "Outcome",
    "Page",
    "Paper",
    "Patience",
    "Profile",
    "RecoveryForm",
    "Reissue",
    "ReturnList",
    "ReturnRow",
    "SignOff",
    "SignOffRow",
    "SlipForm",
    "SpareBook",
    "SpareSlip",
    "Step",
    "Told",
    "Trace",
    "Unprintable",
    "Way",
    "Why",
    "analyse",
    "draw",
    "draw_test",
    "fits",
    "load_translation",
    "pgm",
    "png",
    "print_dots",
    "raster",
    "send",
    "unprintable",
    "warm",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, there = _LATER[name]
    found = globals()[name] = getattr(import_module(module), there)
    return found


def warm() -> None:
    """Load libraries and fonts and run the self-test of the quick way.

    For a worker thread; the first paper is then as quick as the next.
    """
    import PIL.Image  # noqa: F401
    from barcode.codex import Code128  # noqa: F401

    form = SlipForm(
        copy="original",
        section="",
        type_name="",
        branch="",
        taken="",
        staff="",
        digits="1101265010004250",
        label="",
    )
    raster(draw(form, "80mm"))
