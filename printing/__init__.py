"""Forms to PDF to exact dots. Knows nothing of branch_desk.

Importing this package is cheap: fpdf, PIL, pypdfium2 and uharfbuzz are imported by the first call that needs
them, or by `warm()` in a worker after the first window (their cold import costs about a second).
"""

from __future__ import annotations

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
    SpareBook,
    SpareSlip,
    Step,
    Told,
    Trace,
    Way,
)
from printing.page import Page, draw, fits, pgm, raster
from printing.papers import PAPERS, Paper

__all__ = [
    "BUILT_IN",
    "COPIES",
    "FONT_FILES",
    "PAPERS",
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
    "Page",
    "Paper",
    "RecoveryForm",
    "Reissue",
    "ReturnList",
    "ReturnRow",
    "SlipForm",
    "SpareBook",
    "SpareSlip",
    "Step",
    "Told",
    "Trace",
    "Unprintable",
    "Way",
    "analyse",
    "draw",
    "fits",
    "load_translation",
    "pgm",
    "png",
    "raster",
    "unprintable",
    "warm",
]


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
