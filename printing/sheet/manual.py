"""操作手引 on A4: cover, contents with page numbers, a page a task, the keys, pages for whoever sets up desks.

No letter is smaller than 12 points. A page of a task is one page: its picture takes the room that the words leave.
"""

from __future__ import annotations

from collections.abc import Sequence

from printing.code128 import MODULES
from printing.forms import DoesNotFit
from printing.manual_forms import Manual, ManualDesk, ManualTable, ManualTask
from printing.papers import PAPERS
from printing.sheet.kit import CLOSING, THIN, Sheet
from printing.sketch import Picture

LEFT, RIGHT, TOP, BOTTOM = 22.0, 196.0, 16.0, 276.0
WIDE = RIGHT - LEFT
BODY, PITCH = 4.3, 6.2  # 12.2 points
HEAD, TITLE = 4.9, 8.4
KEYS_WIDE = 33.0  # the column of key caps beside the steps
CAP = 6.0
CASE_WIDE = 52.0
LEAST_PICTURE = 48.0  # mm high: below that nobody recognises the screen
SCREEN = 688 / 1366  # height to width of a picture


def leaves(form: Manual) -> tuple[Sheet, ...]:
    """All pages; the cover has no number."""
    tasks = [_task(form, n, task) for n, task in enumerate(form.tasks, 1)]
    tables = _tables(form.tables)
    desks = [_desk(form, page) for page in form.desks]
    first = 3  # after the cover and the contents
    named = [(form.headings.tasks, [(f"{n + 1:2}　{task.title}", first + n) for n, task in enumerate(form.tasks)]),
             (form.headings.keys, [(table.title, first + len(tasks) + at) for table, at in _table_pages(form.tables)]),
             (form.headings.desks, [(page.title, first + len(tasks) + len(tables) + n) for n, page in enumerate(form.desks)])]
    book = [_cover(form), _contents(form, named), *tasks, *tables, *desks]
    for number, sheet in enumerate(book[1:], 2):
        sheet.text((LEFT + RIGHT) / 2, 284, BODY, str(number), align="c")
    return tuple(book)


def _blank() -> Sheet:
    sheet = Sheet(PAPERS["A4"])
    sheet.holes(108.5, 188.5)
    return sheet


def _title(sheet: Sheet, text: str, beside: str = "") -> float:
    sheet.text(LEFT, TOP, sheet.shrink(text, WIDE - sheet.measure(beside, BODY) - 6, TITLE), text, True)
    if beside:
        sheet.text(RIGHT, TOP + TITLE - BODY - 0.6, BODY, beside, align="r")
    sheet.fill(LEFT, TOP + TITLE + 2.4, WIDE, 0.7)
    return TOP + TITLE + 6.4


def _words(sheet: Sheet, x: float, y: float, w: float, text: str, *, bold: bool = False, size: float = BODY) -> float:
    """A paragraph; returns the y below it."""
    for line in sheet.breaks(text, w, size, bold):
        sheet.text(x, y, size, line, bold)
        y += size * PITCH / BODY
    return y


# ---- cover and contents


def _cover(form: Manual) -> Sheet:
    sheet = _blank()
    sheet.fill(LEFT, 62, WIDE, 1.2)
    sheet.text(LEFT, 72, 8, form.program, True)
    sheet.text(LEFT, 86, 22, form.title, True)
    sheet.fill(LEFT, 116, WIDE, 1.2)
    y = 130.0
    for line in form.lead:
        y = _words(sheet, LEFT, y, WIDE, line, size=5) + 3
    sheet.text(LEFT, 258, BODY, form.version)
    sheet.text(RIGHT, 258, BODY, form.headings.pictures, align="r")
    return sheet


def _contents(form: Manual, named: Sequence[tuple[str, list[tuple[str, int]]]]) -> Sheet:
    sheet = _blank()
    y = _title(sheet, form.headings.contents)
    for heading, pages in named:
        sheet.text(LEFT, y, HEAD, heading, True)
        y += 7.4
        for text, number in pages:
            size = 4.6
            end = LEFT + 6 + sheet.text(LEFT + 6, y, size, text)
            figure = sheet.text(RIGHT, y, size, str(number), align="r")
            at = RIGHT - figure - 3
            while at > end + 3:  # a leader of dots on a common grid
                sheet.fill(round(at / 2) * 2, y + size * 0.62, 0.35, 0.35)
                at -= 2
            y += 7.0
        y += 3.2
    if y > BOTTOM:
        raise DoesNotFit(form.headings.contents)
    return sheet


# ---- a page a task


def _task(form: Manual, number: int, task: ManualTask) -> Sheet:
    sheet = _blank()
    said = form.headings
    y = _title(sheet, f"{number}　{task.title}", task.where)
    y = _labelled(sheet, y, said.when, task.when) + 2.4
    steps_wide = WIDE - 10 - KEYS_WIDE
    steps = [(sheet.breaks(step.say, steps_wide, BODY), _caps(sheet, step.keys)) for step in task.steps]
    heights = [max(len(rows) * PITCH, len(caps) * (CAP + 1.2)) + 2.0 for rows, caps in steps]
    result = sheet.breaks(task.result, WIDE - 30, BODY)
    cases = [(sheet.breaks(case, CASE_WIDE - 3, BODY, True), sheet.breaks(todo, WIDE - CASE_WIDE - 3, BODY))
             for case, todo in task.wrong]
    below = sum(heights) + 8 + len(result) * PITCH + 5 + 8 + sum(max(len(a), len(b)) * PITCH + 2.2 for a, b in cases)
    high = min(WIDE * SCREEN, BOTTOM - y - below - 5)
    if high < LEAST_PICTURE:
        raise DoesNotFit(task.title)
    wide = high / SCREEN
    left = LEFT + (WIDE - wide) / 2
    sheet.marks.append(Picture(left, y, wide, high, task.picture))
    sheet.frame(left - 0.3, y - 0.3, wide + 0.6, high + 0.6, 0.3)
    y += high + 4
    sheet.text(RIGHT - KEYS_WIDE + 1, y, BODY, said.step_keys, True)
    sheet.line(LEFT, y + 6.2, WIDE, THIN)
    y += 8
    for n, ((rows, caps), high_) in enumerate(zip(steps, heights, strict=True), 1):
        sheet.fill(LEFT, y - 0.6, 6.2, 6.2)
        sheet.text(LEFT + 3.1, y + 0.3, BODY, str(n), True, "c", white=True)
        for i, row in enumerate(rows):
            sheet.text(LEFT + 10, y + i * PITCH, BODY, row)
        for i, line in enumerate(caps):
            x = RIGHT - KEYS_WIDE + 1
            for cap in line:
                x += _cap(sheet, x, y - 0.9 + i * (CAP + 1.2), cap) + 1.4
        y += high_
    y = _labelled(sheet, y + 1, said.result, task.result) + 3
    sheet.text(LEFT, y, HEAD, said.wrong, True)
    y += 7
    sheet.line(LEFT, y, WIDE, 0.4)
    y += 1.2
    for case, todo in cases:
        for i, row in enumerate(case):
            sheet.text(LEFT, y + i * PITCH, BODY, row, True)
        for i, row in enumerate(todo):
            sheet.text(LEFT + CASE_WIDE, y + i * PITCH, BODY, row)
        y += max(len(case), len(todo)) * PITCH + 1
        sheet.line(LEFT, y, WIDE, THIN)
        y += 1.2
    return sheet


def _labelled(sheet: Sheet, y: float, label: str, text: str) -> float:
    """A word in a frame and a paragraph beside it."""
    w = sheet.measure(label, BODY, True) + 4
    sheet.frame(LEFT, y - 1, w, 6.6, 0.4)
    sheet.text(LEFT + 2, y + 0.2, BODY, label, True)
    return _words(sheet, LEFT + 30, y + 0.2, WIDE - 30, text)


def _caps(sheet: Sheet, names: Sequence[str]) -> list[list[str]]:
    """Key caps in as many lines as their column takes."""
    lines: list[list[str]] = []
    used = 0.0
    for name in names:
        w = _cap_wide(sheet, name) + 1.4
        if not lines or used + w > KEYS_WIDE:
            lines.append([])
            used = 0.0
        lines[-1].append(name)
        used += w
    return lines


def _cap_wide(sheet: Sheet, name: str) -> float:
    return max(CAP + 1, sheet.measure(name, BODY, True) + 3)


def _cap(sheet: Sheet, x: float, y: float, name: str) -> float:
    w = _cap_wide(sheet, name)
    sheet.round_frame(x, y, w, CAP, 1.2, 0.35)
    sheet.text(x + w / 2, y + (CAP - BODY) / 2 + 0.1, BODY, name, True, "c")
    return w


# ---- tables of keys


def _table_pages(tables: Sequence[ManualTable]) -> list[tuple[ManualTable, int]]:
    """On which page of their part each begins."""
    at, found = 0, []
    for n, table in enumerate(tables):
        at += bool(n and table.turn)
        found.append((table, at))
    return found


def _tables(tables: Sequence[ManualTable]) -> list[Sheet]:
    sheets: list[Sheet] = []
    y = 0.0
    for n, table in enumerate(tables):
        if n == 0 or table.turn:
            sheets.append(_blank())
            y = _title(sheets[-1], table.title)
        else:
            sheets[-1].text(LEFT, y, HEAD + 0.8, table.title, True)
            y += 8.6
        y = _table(sheets[-1], y, table)
        if table.note:
            y = _words(sheets[-1], LEFT, y + 2, WIDE, table.note)
        y += 6
        if y > BOTTOM + 6:
            raise DoesNotFit(table.title)
    return sheets


def _table(sheet: Sheet, y: float, table: ManualTable) -> float:
    x = LEFT
    for head, w in zip(table.heads, table.widths, strict=True):
        sheet.text(x, y, BODY, head, True)
        x += w
    y += 6.6
    sheet.line(LEFT, y, WIDE, 0.5)
    y += 1.4
    for row in table.rows:
        cells = [sheet.breaks(cell, w - 2.5, BODY, not column) if cell else []
                 for column, (cell, w) in enumerate(zip(row, table.widths, strict=True))]
        x = LEFT
        for column, (lines, w) in enumerate(zip(cells, table.widths, strict=True)):
            for i, line in enumerate(lines):
                sheet.text(x, y + i * PITCH, BODY, line, not column)
            x += w
        y += max(map(len, cells)) * PITCH + 1
        sheet.line(LEFT, y, WIDE, THIN)
        y += 1.4
    return y


# ---- pages for whoever sets up desks


def _desk(form: Manual, page: ManualDesk) -> Sheet:
    sheet = _blank()
    y = _title(sheet, page.title, form.headings.desks)
    y = _words(sheet, LEFT, y, WIDE, page.lead) + 4
    for heading, sentences in page.parts:
        sheet.text(LEFT, y, HEAD, heading, True)
        sheet.line(LEFT, y + 6.4, WIDE, THIN)
        y += 8.4
        for sentence in sentences:
            sheet.fill(LEFT + 2, y + 1.3, 1.6, 1.6)
            y = _words(sheet, LEFT + 7, y, WIDE - 7, sentence) + 1.2
        y += 3
    if page.bars:
        sheet.text(LEFT, y, HEAD, form.headings.bars, True)
        y += 12
        wide = MODULES * CLOSING / sheet.scale
        for n, digits in enumerate(page.bars):
            x = LEFT + (n + 0.5) * WIDE / 2 - wide / 2
            sheet.bars(digits, x, y, 14, CLOSING)
            sheet.groups(x, y + 15, wide, digits, BODY)
        y += 24
    if y > BOTTOM + 4:
        raise DoesNotFit(page.title)
    return sheet
