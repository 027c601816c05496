"""Forms to PDF to exact dots. Knows nothing of branch_desk.

Importing this package is cheap: fpdf, PIL, pypdfium2 and uharfbuzz are imported by the first call that needs
them, or by `warm()` in a worker after the first window (their cold import costs about a second).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from printing.binder_forms import BinderIndex, IndexNote, IndexRow
    from printing.dots import Dots, png
    from printing.figure_forms import Bar, Figure, Gaps, Statistics
    from printing.fonts import FONT_FILES
    from printing.forms import (
        COPIES,
        DoesNotFit,
        RecoveryForm,
        Reissue,
        SlipForm,
        Unprintable,
    )
    from printing.glyphs import Glyph, analyse, unprintable
    from printing.job import Outcome, Patience, Why, print_dots, send
    from printing.language import BUILT_IN, Language, NotALanguage, load_translation
    from printing.manual_forms import Manual, ManualDesk, ManualHeadings, ManualStep, ManualTable, ManualTask
    from printing.office_forms import (
        Badge,
        BadgeSheet,
        BagLabel,
        BinderCover,
        Call,
        Form,
        Guide,
        History,
        Inquiries,
        Inquiry,
        Manifest,
        ManifestRow,
        ReturnList,
        ReturnRow,
        Sample,
        SampleRow,
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
    from printing.printers import PRINTERS, Profile
    from printing.testprint import draw as draw_test

# Name and where it stands. Each is imported when it is first asked for: a window opens without any of them.
_STANDS_IN = {
    "Dots": "dots",
    "png": "dots",
    "FONT_FILES": "fonts",
    "COPIES": "forms",
    "DoesNotFit": "forms",
    "RecoveryForm": "forms",
    "Reissue": "forms",
    "SlipForm": "forms",
    "Unprintable": "forms",
    "Glyph": "glyphs",
    "analyse": "glyphs",
    "unprintable": "glyphs",
    "Outcome": "job",
    "Patience": "job",
    "Why": "job",
    "print_dots": "job",
    "send": "job",
    "BUILT_IN": "language",
    "Language": "language",
    "NotALanguage": "language",
    "load_translation": "language",
    "Badge": "office_forms",
    "BadgeSheet": "office_forms",
    "BagLabel": "office_forms",
    "BinderCover": "office_forms",
    "BinderIndex": "binder_forms",
    "Bar": "figure_forms",
    "Figure": "figure_forms",
    "Gaps": "figure_forms",
    "Statistics": "figure_forms",
    "Call": "office_forms",
    "Form": "office_forms",
    "Guide": "office_forms",
    "History": "office_forms",
    "IndexNote": "binder_forms",
    "IndexRow": "binder_forms",
    "Inquiries": "office_forms",
    "Inquiry": "office_forms",
    "Manual": "manual_forms",
    "ManualDesk": "manual_forms",
    "ManualHeadings": "manual_forms",
    "ManualStep": "manual_forms",
    "ManualTable": "manual_forms",
    "ManualTask": "manual_forms",
    "Manifest": "office_forms",
    "ManifestRow": "office_forms",
    "ReturnList": "office_forms",
    "ReturnRow": "office_forms",
    "Sample": "office_forms",
    "SampleRow": "office_forms",
    "SignOff": "office_forms",
    "SignOffRow": "office_forms",
    "SpareBook": "office_forms",
    "SpareSlip": "office_forms",
    "Step": "office_forms",
    "Told": "office_forms",
    "Trace": "office_forms",
    "Way": "office_forms",
    "Page": "page",
    "draw": "page",
    "fits": "page",
    "pgm": "page",
    "raster": "page",
    "PAPERS": "papers",
    "Paper": "papers",
    "PRINTERS": "printers",
    "Profile": "printers",
    "draw_test": "testprint",
}
_OTHER_NAME = {"draw_test": "draw"}

__all__ = [
    "BUILT_IN",
    "COPIES",
    "FONT_FILES",
    "PAPERS",
    "PRINTERS",
    "Badge",
    "BadgeSheet",
    "BagLabel",
    "Bar",
    "BinderCover",
    "BinderIndex",
    "Call",
    "DoesNotFit",
    "Dots",
    "Figure",
    "Form",
    "Gaps",
    "Glyph",
    "Guide",
    "History",
    "IndexNote",
    "IndexRow",
    "Inquiries",
    "Inquiry",
    "Language",
    "Manifest",
    "ManifestRow",
    "Manual",
    "ManualDesk",
    "ManualHeadings",
    "ManualStep",
    "ManualTable",
    "ManualTask",
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
    "Sample",
    "SampleRow",
    "SignOff",
    "SignOffRow",
    "SlipForm",
    "SpareBook",
    "SpareSlip",
    "Statistics",
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
    if name not in _STANDS_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module(f"printing.{_STANDS_IN[name]}")
    found = globals()[name] = getattr(module, _OTHER_NAME.get(name, name))
    return found


def warm() -> None:
    """Load libraries and fonts and run the self-test of the quick way.

    For a worker thread; the first paper is then as quick as the next.
    """
    import PIL.Image  # noqa: F401
    from barcode.codex import Code128  # noqa: F401

    from printing.forms import SlipForm
    from printing.page import draw, raster

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
