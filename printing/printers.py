"""The printers we know, as data. What is said of a model stands in its maker's papers; the source is beside
it.

No real printer has been tried so far. Whatever the table says, the test print decides: it shows the true
width of the head.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from printing import escpos
from printing.dots import Dots


@dataclass(frozen=True, slots=True)
class Profile:
    """A family of printers that need the same bytes.

    `answers`: can be asked for its state (DLE EOT). `confirms`: sends a ticket back when the paper is printed
    (GS ( H). `papers`: names of printing.PAPERS that fit, the usual one first. `documented`: False where no
    paper of the maker says that it speaks ESC/POS; then only the test print can tell. `tail`: dots to feed
    for tearing where there is no cutter.
    """

    name: str
    maker: str
    model: str
    dots: int
    dpi: float
    papers: tuple[str, ...]
    cutter: bool = True
    answers: bool = True
    confirms: bool = False
    documented: bool = True
    band: int = escpos.BAND
    tail: int = 0

    def job(self, dots: Dots, ticket: bytes | None = None) -> Iterator[bytes]:
        """The bytes that print this raster on such a printer; a ticket only where `confirms`."""
        if ticket is not None and not self.confirms:
            raise ValueError(f"{self.name} takes no ticket")
        return escpos.chunks(
            dots, head=self.dots, band=self.band, cutter=self.cutter, tail=self.tail, ticket=ticket
        )

    def new_ticket(self) -> bytes | None:
        """A ticket for the next job, None where the printer would not send it back."""
        return escpos.new_ticket() if self.confirms else None


# Epson's ESC/POS reference (download4.epson.biz/sec_pubs/pos/reference_en/escpos) lists for GS ( H function
# 48: TM-m30, m30II, m30III (and -H, -S, -NT), TM-T20, T20II, T20III, T20X, TM-T88IV, T88V, T88VI, T88VII.
# DLE EOT, GS V and the obsolete GS v 0 were not looked up for each model.
_ALL = (
    # 512 dots over 72.0 mm at 180 dpi: Epson, "512-dot print data for TM-T88 series"; python-escpos,
    # capabilities TM-T88II to V.
    Profile("epson-tm-t88", "Epson", "TM-T88V / VI / VII", 512, 180.0, ("80mm-180dpi",), confirms=True),
    # 203 dpi, 80 mm: 72 mm = 576 dots, 58 mm: 52.5 mm = 420 dots: Epson, TM-m30II Technical Reference Guide,
    # rev. G.
    Profile("epson-tm-m30", "Epson", "TM-m30 / II / III", 576, 203.2, ("80mm", "58mm"), confirms=True),
    # 576 dots over 72 mm, 203 dpi: python-escpos, capabilities TM-T20II.
    Profile("epson-tm-t20", "Epson", "TM-T20II / III", 576, 203.2, ("80mm",), confirms=True),
    # Star's list of models for its ESC/POS mode does not name mC-Print (starmicronics.com, ESC/POS Mode
    # Command Specifications; escpos-php issue 1391), and in StarPRNT mode an mC-Print3 prints the @ of ESC @.
    # So nothing is taken for granted here; the dots are those of any 80 mm and 58 mm head of 203 dpi.
    Profile(
        "star-mc-print3",
        "Star",
        "mC-Print3 (ESC/POS)",
        576,
        203.2,
        ("80mm",),
        answers=False,
        documented=False,
    ),
    Profile(
        "star-mc-print2",
        "Star",
        "mC-Print2 (ESC/POS)",
        384,
        203.2,
        ("58mm",),
        answers=False,
        documented=False,
    ),
    Profile("80mm", "", "80 mm 203 dpi", 576, 203.2, ("80mm",)),
    Profile("80mm-180dpi", "", "80 mm 180 dpi", 512, 180.0, ("80mm-180dpi",)),
    # python-escpos, capabilities POS-5890, ZJ-5870, NT-5890K: 384 dots, no cutter. The 12 mm to the tearing
    # edge are a guess.
    Profile("58mm", "", "58 mm 203 dpi", 384, 203.2, ("58mm",), cutter=False, answers=False, tail=96),
)
PRINTERS: dict[str, Profile] = {profile.name: profile for profile in _ALL}
