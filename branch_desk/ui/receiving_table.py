"""受領, the table: what is in the bag that is open, or which bags have arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from branch_desk.domain import words as codes
from branch_desk.domain import words_section as words
from branch_desk.services import arriving
from branch_desk.services.arriving import Arriving, Found, Inbox
from branch_desk.ui.packing_table import Column, Line

STANDS = {
    "waiting": ("arrow", "blue"),
    "read": ("diamond", "blue"),
    "received": ("house", "blue"),
    "missing": ("flag", "amber"),
    "redirected": ("signpost", "amber"),
}
LABEL = "令8-大師1-501-00042"
BAG_WORDS = tuple(words.STANDS.values())
INBOX_WORDS = (words.ARRIVED, words.RECEIVING)


def bag_columns(view: Arriving, narrow: bool) -> tuple[Column, ...]:
    """Enclosures have no column of their own at 大 and 特大; the card says them where they are counted."""
    heading = words.COLUMNS
    cells = [
        Column("stands", heading["stands"], None),
        Column("label", heading["label"], _widest(row.label for row in view.rows)),
        Column("type", heading["type"], None),
        Column("sheets", heading["sheets"], "9999", True),
    ]
    if not narrow:
        cells.append(Column("enclosures", heading["enclosures"], "99", True))
    return (*cells, Column("check", heading["check"], words.EXTRA))


def bag_lines(view: Arriving, found: Found | None) -> list[Line]:
    """The slip that was read and nobody decided yet is 番号確認; in an unknown bag it stands on top."""
    read = found if found is not None and found.takes else None
    lines = []
    if read is not None and read.number not in {row.number for row in view.rows}:
        lines.append(
            Line(
                read.number or "",
                *STANDS["read"],
                words.STANDS["read"],
                {
                    "label": read.label or "",
                    "type": read.type_name,
                    "sheets": read.sheets,
                    "enclosures": read.enclosures,
                    "check": words.CHECKS["read"],
                },
            )
        )
    for row in view.rows:
        stands = "read" if read is not None and row.number == read.number else row.stands
        (shape, tone), check = STANDS[stands], words.CHECKS[stands]
        if stands == "received" and row.differs:
            shape, tone, check = "differs", "amber", codes.DIFFERS_REASONS[row.differs]
        elif stands == "received" and row.extra:
            check = words.EXTRA
        lines.append(
            Line(
                row.number,
                shape,
                tone,
                words.STANDS[stands],
                {
                    "label": row.label,
                    "type": row.type_name,
                    "sheets": row.sheets,
                    "enclosures": row.enclosures,
                    "check": check,
                },
            )
        )
    return lines


def inbox_columns(inbox: Sequence[Inbox]) -> tuple[Column, ...]:
    """Of all desks of all branches."""
    heading = words.COLUMNS
    return (
        Column("stands", heading["stands"], None),
        Column("bag", heading["bag"], _widest(item.label for item in inbox)),
        Column("branch", heading["branch"], None),
        Column("count", heading["count"], words.BY_PAPER, True),
        Column("sent", heading["sent"], "11/20 16:30"),
    )


def inbox_lines(inbox: Sequence[Inbox]) -> list[Line]:
    """Oldest first, as the inbox has them."""
    lines = []
    for item in inbox:
        word, shape = (words.RECEIVING, "house") if item.open else (words.ARRIVED, "bag")
        count = words.BY_PAPER if item.count is None else words.COUNT.format(count=item.count)
        lines.append(
            Line(
                item.bag,
                shape,
                "blue",
                word,
                {"bag": item.label, "branch": item.branch, "count": count, "sent": arriving.slashed(item.since)},
            )
        )
    return lines


def _widest(labels: Iterable[str]) -> str:
    return max((LABEL, *labels), key=len)
