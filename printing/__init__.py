"""Forms to PDF to exact dots. Knows nothing of branch_desk.

Importing this package is cheap: fpdf, PIL, pypdfium2 and uharfbuzz are imported by the first call that needs them, or by `warm()` in a
worker after the first window (their cold import costs about a second).
"""
from __future__ import annotations

from printing.forms import COPIES, DoesNotFit, RecoveryForm, Reissue, SlipForm, Unprintable
from printing.glyphs import Glyph
from printing.papers import PAPERS, Paper

__all__ = ["COPIES", "DoesNotFit", "Glyph", "PAPERS", "Paper", "RecoveryForm", "Reissue", "SlipForm", "Unprintable"]
