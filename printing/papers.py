"""The papers and heads that forms are laid out for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll (`dots` wide, length as needed) or a sheet (`dots` None, fixed size).

    `title` is for the screen.
    """

    name: str
    title: str
    dpi: float
    width_mm: float
    height_mm: float | None = None
    dots: int | None = None

    @property
    def roll(self) -> bool:
        """True for paper that is cut where the form ends."""
        return self.dots is not None

    @property
    def tall(self) -> bool:
        """A4: room for two slips, one above the other."""
        return self.height_mm is not None and self.height_mm > 200


# 203.2 dpi is 8 dots a millimetre: 576 dots are the 72 mm an 80 mm printer can reach, 384 the 48 mm of a 58
# mm one.
PAPERS: dict[str, Paper] = {
    "80mm": Paper("80mm", "レシート用紙 80ミリ", 203.2, 72.0, dots=576),
    "58mm": Paper("58mm", "レシート用紙 58ミリ", 203.2, 48.0, dots=384),
    "80mm-180dpi": Paper("80mm-180dpi", "レシート用紙 80ミリ（180dpi）", 180.0, 512 / 180 * 25.4, dots=512),
    "A5": Paper("A5", "A5 横", 300.0, 210.0, 148.0),
    "A4": Paper("A4", "A4 縦", 300.0, 210.0, 297.0),
}
