"""管理簿 as the screen and the command ask for it: filters, and a page of rows from any edge. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from branch_desk.domain import numbers
from branch_desk.domain.catalogue import DocumentType, search
from branch_desk.services import attention, book, catalogues, lookup
from branch_desk.services.lookup import Row
from branch_desk.store.ledger import At, BookFilter, Ledger, Span

MOST_BY_NAME = 500  # a text that fits a name and a type is answered from the newest of each


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a typed text, a section's digit, a state, a type, days of taking in (both
    included), and whether only what stands in 要対応.
    """

    text: str = ""
    section: str | None = None
    state: str | None = None
    type: str | None = None
    first: date | None = None
    last: date | None = None
    attention: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of lines. `span` counts all pages and is given back for the next one."""

    rows: tuple[Row, ...]
    span: Span
    above: bool
    below: bool


__all__ = ["FIRST", "NO_ROWS", "At", "Rows", "Span", "Wanted", "page"]    # At and Span: what a screen asks with

FIRST = At()
NO_ROWS = Rows((), Span(0), False, False)


def page(ledger: Ledger, wanted: Wanted, at: At = FIRST, limit: int = 25, known: Span | None = None) -> Rows:
    """A page of the 管理簿, newest first, names masked."""
    found = ledger.pages(filter_of(ledger, wanted), at, limit, known)
    return Rows(lookup.rows_of(ledger, found.slips), found.span, found.above, found.below)


def filter_of(ledger: Ledger, wanted: Wanted) -> BookFilter:
    """What is wanted, as the ledger is asked."""
    numbered = None
    if wanted.attention:
        numbered = {item.number for item in attention.list(ledger)}
    section, code = wanted.section, wanted.type
    plain = BookFilter(
        state=wanted.state, section=section, type=code, issued_from=wanted.first, issued_to=wanted.last
    )
    return _restricted(_by_text(ledger, plain, wanted.text.strip()), numbered)


def day_of(typed: str, today: date) -> date | None:
    """1124 is the latest 24 November that is not to come, 20261124 that day; None for anything else."""
    digits = numbers.normalise(typed)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (4, 8):
        return None
    years = [int(digits[:4])] if len(digits) == 8 else range(today.year, today.year - 5, -1)
    for year in years:
        try:
            day = date(year, int(digits[-4:-2]), int(digits[-2:]))
        except ValueError:
            continue  # 29 February of another year
        if len(digits) == 8 or day <= today:
            return day
    return None


def types_of(ledger: Ledger, section: str | None) -> tuple[DocumentType, ...]:
    """The types to choose among, those of a section where one is chosen, each code once."""
    known = {item.code: item for item in catalogues.of(ledger).types}
    return tuple(item for code, item in sorted(known.items()) if section in (None, item.section.code))


# ---- inside


def _restricted(found: BookFilter, numbered: set[str] | None) -> BookFilter:
    if numbered is None:
        return found
    kept = numbered if found.numbers is None else numbered & set(found.numbers)
    return replace(found, numbers=tuple(sorted(kept)))


def _named(ledger: Ledger, digits: str) -> tuple[str, ...]:
    """A slip by its own number or that of a copy; the slips of a bag."""
    parsed = numbers.parse(digits)
    if parsed is None:
        return ()
    if parsed.real_kind == numbers.BAG:
        bag = ledger.bag(digits)
        return bag.slips if bag is not None else ()
    return (parsed.original.digits,)


def _by_text(ledger: Ledger, plain: BookFilter, text: str) -> BookFilter:
    """A number or label of a slip or bag, a part of one, a type, or a part of a name."""
    if not text:
        return plain
    parsed = numbers.read(text)
    digits = parsed.digits if parsed is not None else book.number_of_label(ledger, text)
    if digits is not None:
        return replace(plain, numbers=_named(ledger, digits))
    part = book.number_part(text)
    if part is not None:
        return replace(plain, number_part=part)
    types = tuple(dict.fromkeys(item.code for item in search(catalogues.of(ledger).types, text)))
    named = ledger.names_containing(text, MOST_BY_NAME)
    if len(types) == 1 and not named and plain.type in (None, types[0]):
        return replace(plain, type=types[0])
    for code in types:
        if plain.type in (None, code):
            named += [
                slip.number for slip in ledger.pages(replace(plain, type=code), limit=MOST_BY_NAME).slips
            ]
    return replace(plain, numbers=tuple(dict.fromkeys(named)))
