"""Strategies for what comes from outside: texts of people and scanners, JSON that was edited, bytes that were spoiled."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from hypothesis import strategies as st

from tests.domain.hostile_scans import GOOD, HOSTILE_SCANS

ODD = ("", " ", "-", "--", "0", "-1", "99999999999999999999", "1e9", "NaN", "令和8年", "１２３", "山田\u3000太郎", "\u202e", "\x00",
       "\ud83d", "=1+1", "%s", "{0}", "'; drop table event;--", "a" * 3000, "../../x", "\n", "\ufeff", "𠮷", "髙﨑",
       "08151230", "2026-02-30")


def texts(*known: str) -> st.SearchStrategy[str]:
    """What a person, a scanner or a program may give: known words, odd ones, any at all."""
    return st.one_of(st.sampled_from((*known, *ODD)), st.text(max_size=40),
                     st.sampled_from([scan.text for scan in HOSTILE_SCANS if len(scan.text) < 4000]),
                     st.text("0123456789 -１２", max_size=24), st.lists(st.sampled_from((*known, *ODD)), max_size=4).map("".join))


def scans(*numbers: str) -> st.SearchStrategy[str]:
    """Texts, and known numbers with a few signs changed, lost or doubled."""
    return st.one_of(texts(GOOD, *numbers), spoiled(*(number.encode() for number in (GOOD, *numbers))).map(
        lambda data: data.decode("utf-8", "replace")))


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2**70, 2**70), st.floats(allow_nan=False, allow_infinity=False),
              st.text(max_size=12), st.sampled_from(ODD)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)), max_leaves=6)


def spoiled(*good: bytes) -> st.SearchStrategy[bytes]:
    """Bytes that were right: flipped, cut, doubled, with others put in; and some that never were."""
    return st.one_of(st.binary(max_size=300), st.builds(_spoil, st.sampled_from(good), st.integers(0, 2**32)))


def _spoil(data: bytes, seed: int) -> bytes:
    chance, made = random.Random(seed), bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + chance.choice((1, 1, 4, 80))]
            case 2:
                made[at:at] = chance.randbytes(chance.choice((1, 2, 16)))
            case 3:
                made[at:at] = made[at : at + chance.choice((1, 80, 400))]
            case _ if at < len(made):
                made[at] = chance.choice(b"0123456789\"{}[],:\n\x00\xff ")
    return bytes(made)


def edited(*documents: Any) -> st.SearchStrategy[Any]:
    """A document that was right, with some of its values changed, gone or exchanged; and any JSON at all."""
    return st.one_of(VALUES, st.builds(_edit, st.sampled_from(documents), st.integers(0, 2**32),
                                       st.lists(VALUES, min_size=1, max_size=3)))


def _edit(document: Any, seed: int, values: list[Any]) -> Any:
    chance, made = random.Random(seed), copy.deepcopy(document)
    for value in values:
        inside, last = made, None
        while isinstance(inside, dict | list) and inside and (last is None or chance.random() < 0.8):
            last = (inside, chance.choice(list(inside)) if isinstance(inside, dict) else chance.randrange(len(inside)))
            inside = last[0][last[1]]
        if last is None:
            return value
        holder, key = last
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[chance.choice(("version", "x", ""))] = value
            case 2 if isinstance(holder, list):
                holder.insert(key, copy.deepcopy(holder[key]))
            case _:
                holder[key] = value
    return made


def written(value: Any) -> bytes:
    """Its bytes."""
    return json.dumps(value, ensure_ascii=True).encode()
