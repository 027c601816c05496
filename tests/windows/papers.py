"""What a paper is made of, as one value each, to be compared between systems: python -m tests.windows.papers FILE"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import printing
from printing import escpos
from tests.printing.examples import COPIES, LONG, PLAIN, copy_of

FORMS = [(f"{name} {copy} {paper}", copy_of(form, copy), paper)
         for name, form in (("plain", PLAIN), ("long", LONG))
         for copy in COPIES for paper in ("80mm", "58mm", "A5", "A4")
         if printing.fits(copy_of(form, copy), paper) is None]


def dots_of(form: printing.SlipForm, paper: str) -> printing.Dots:
    """The dots that a printer burns."""
    return printing.raster(printing.draw(form, paper))


def job_of(form: printing.SlipForm, paper: str) -> bytes:
    """The bytes that a receipt printer is sent."""
    dots = dots_of(form, paper)
    return escpos.encode(dots, head=dots.width)


def digests() -> dict[str, str]:
    """Of every paper: what stands in its PDF, what a printer burns, and on rolls what it is sent."""
    found = {}
    for name, form, paper in FORMS:
        found[f"{name} dots"] = hashlib.sha256(dots_of(form, paper).rows).hexdigest()
        if paper.endswith("mm"):
            found[f"{name} job"] = hashlib.sha256(job_of(form, paper)).hexdigest()
    return found


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(digests()), encoding="utf-8", newline="\n")
