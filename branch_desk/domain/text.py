"""Japanese lines: Tk sets them solid and breaks before 。, click not at all; here they are broken by measure and by 禁則."""

from __future__ import annotations

from collections.abc import Callable

NO_START = frozenset("、。，．）」』】〕］｝)]}・ー～…！？：；々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")
NO_END = frozenset("（「『【〔［｛([{")


LEAST_LAST = 3  # characters: a lone へ on a line of its own reads badly


def wrap_ja(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines not wider than width, as measure tells it.

    A line never begins with a closing mark (it hangs at most one character over), never ends with an
    opening one, and a run of ASCII letters or digits is not torn unless it fills a whole line by itself.
    Where the last line would be a character or two, the lines before it are made a little shorter.
    """
    lines = _wrapped(text, width, measure)
    narrower = width
    while len(lines) > 1 and len(lines[-1]) < LEAST_LAST and narrower > width * 0.8:
        narrower -= width * 0.04
        shorter = _wrapped(text, narrower, measure)
        if len(shorter) > len(lines):
            break
        if len(shorter[-1]) >= LEAST_LAST:
            return shorter
    return lines


def _wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if line and measure(line + character) > width and character not in NO_START:
                cut = _cut(line, character)
                lines.append(line[:cut].rstrip(" "))
                line = line[cut:].lstrip(" ") + character
            else:
                line += character
        lines.append(line)
    return lines


def _cut(line: str, following: str) -> int:
    """Where a full line may be broken when this character follows it."""
    cut = len(line)
    while cut > 1 and (
        line[cut - 1] in NO_END or _one_word(line[cut - 1], line[cut] if cut < len(line) else following)
    ):
        cut -= 1
    return cut if cut > 1 else len(line)


def _one_word(left: str, right: str) -> bool:
    return (
        left.isascii()
        and right.isascii()
        and (left.isalnum() or left in "-./_")
        and (right.isalnum() or right in "-./_")
    )
