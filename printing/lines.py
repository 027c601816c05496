"""Breaking Japanese text into lines (禁則). Pure: the caller brings the function that measures.

fpdf2 has no kinsoku: lines that begin with 、 or consist of 。 were seen. So the lines are made here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Measure = Callable[[str], float]

NOT_FIRST = frozenset(
    "、。，．・：；？！,.:;?!）〕］｝〉》」』】)]}”’ー々ゝゞヽヾ〜～…‥ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ℃％%"
)
NOT_LAST = frozenset("（〔［｛〈《「『【([{“‘①②③④⑤⑥⑦⑧⑨⑩")
COUNTERS = frozenset("階枚点回件年月日時分名冊開約歳円号通")
_TAIL = re.compile("[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef\u200d]")
_KANA = re.compile("[ぁ-ゖ]")
_REQUEST = re.compile("(?<=で)(?=ください)")
_PARTICLES = frozenset("のをにはがとへもでやおご")
_ENDS = frozenset("、。")
_WORD = re.compile(r"[!-~\u00a1-\u024f\u1e00-\u1eff]")


def atoms(text: str) -> list[str]:
    """Pieces that must not be parted.

    These are a word or number with its counter, one character with what clings to it, one blank.
    """
    out: list[str] = []
    i = 0
    while i < len(text):
        j = i + 1
        if _WORD.match(text[i]):
            while j < len(text) and _WORD.match(text[j]):
                j += 1
            if j < len(text) and text[j] in COUNTERS and text[i:j].isdigit():
                j += 1
        while j < len(text) and _TAIL.match(text[j]):
            j += 1
        piece = text[i:j]
        clings = (
            out and out[-1] != " " and piece != " " and (piece[0] in NOT_FIRST or out[-1][-1] in NOT_LAST)
        )
        if clings:
            out[-1] += piece
        else:
            out.append(piece)
        i = j
    return out


def _letters(text: str) -> list[str]:
    """Characters, each with the marks that belong to it."""
    out: list[str] = []
    for character in text:
        if out and _TAIL.match(character):
            out[-1] += character
        else:
            out.append(character)
    return out


def _cut(piece: str, width: float, measure: Measure) -> list[str]:
    """A piece wider than the line, cut between characters, keeping kinsoku where there is room for it."""
    out: list[str] = []
    line: list[str] = []
    for letter in _letters(piece):
        if line and measure("".join(line) + letter) > width + 0.01:
            carry: list[str] = []
            while len(line) > 1 and (
                (carry[0] if carry else letter)[0] in NOT_FIRST or line[-1][0] in NOT_LAST
            ):
                carry.insert(0, line.pop())
            if measure("".join(carry) + letter) > width + 0.01:  # nothing but such marks: the width wins
                line, carry = line + carry, []
            out.append("".join(line))
            line = carry
        line.append(letter)
    out.append("".join(line))
    return out


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width`. Nothing is lost but blanks at the turn of a line."""
    out: list[str] = []
    line = ""
    for piece in atoms(text):
        if line and measure((line + piece).rstrip(" ")) > width + 0.01:
            out.append(line.rstrip(" "))
            line = ""
        if piece == " " and not line and out:
            continue
        line += piece
        if measure(line.rstrip(" ")) > width + 0.01:
            *whole, line = _cut(line, width, measure)
            out += whole
    if line.strip(" ") or not out:
        out.append(line.rstrip(" "))
    return out


def even_lines(text: str, width: float, measure: Measure, step: float) -> list[str]:
    """A paragraph, turned between phrases where that costs no line.

    Its last line has not one to three characters where that can be had for nothing.
    """
    plain = break_lines(text, width, measure)
    turned = _pack(_phrases(text), width, measure)
    ragged = turned and any(measure(line) < 0.35 * width for line in turned[:-1])
    best = turned if turned and not ragged and len(turned) <= len(plain) else plain
    narrow = width
    while len(best) > 1 and len(best[-1]) < 4 and narrow > 0.7 * width:
        narrow -= step
        trial = break_lines(text, narrow, measure)
        if len(trial) > len(best):
            break
        best = trial
    return best


def _phrases(text: str) -> list[str]:
    """Pieces that read as one.

    Turned after 、 and 。 and where kana ends and a new word begins (担当課に / お尋ねください。).
    """
    out: list[str] = []
    for piece in atoms(text):
        last = out[-1] if out else ""
        if not last or not _word_begins(last, piece):
            out[-1:] = [last + piece]
        elif last[-1] in "おご" and len(last) > 1 and _KANA.match(last[-2]):
            out[-1:] = [last[:-1], last[-1] + piece]
        elif last in ("お", "ご"):
            out[-1] += piece
        else:
            out.append(piece)
    return [part for phrase in out for part in _REQUEST.split(phrase)]


def _word_begins(before: str, piece: str) -> bool:
    """Whether a word begins with this piece.

    One kana between two kanji belongs to the word (問い合わせ) unless it is a particle.
    """
    if before[-1] in _ENDS:
        return True
    if piece == " " or _KANA.match(piece[0]) or not _KANA.match(before[-1]):
        return False
    return before[-1] in _PARTICLES or bool(_KANA.match(before[-2:-1])) or before in ("お", "ご")


def _pack(phrases: list[str], width: float, measure: Measure) -> list[str] | None:
    """Phrases set line by line; None when one of them is wider than the line."""
    out: list[str] = []
    for phrase in phrases:
        if measure(phrase.rstrip(" ")) > width + 0.01:
            return None
        if out and measure((out[-1] + phrase).rstrip(" ")) <= width + 0.01:
            out[-1] += phrase
        else:
            out.append(phrase)
    return [line.rstrip(" ") for line in out]


def phrase_lines(text: str, width: float, measure: Measure, extra: int = 0) -> list[str]:
    """As break_lines, but turned after ・ 、 or a blank or before （ when that costs no more than `extra` lines.

    For names and lists of names.
    """
    plain = break_lines(text, width, measure)
    turned = _pack(
        [p for p in re.split(r"(?<=[・、 　）])(?![、。・） 　])|(?<![（「])(?=（)", text) if p],
        width,
        measure,
    )
    return turned if turned and len(turned) <= len(plain) + extra else plain
