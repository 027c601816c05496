"""What the analysis of a text says about each of its characters."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as a reader sees it (a base with its variation selector is one).

    verdict: 'ok' drawn as written; 'variant' drawn in the asked variant; 'variant_lost' only the plain form can be drawn;
    'missing' no bundled font has it.
    """

    character: str
    verdict: str
