"""The 操作手引 as it comes out of the program: whole, set well, its keys and pictures those of the program."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

import printing
from branch_desk.domain import keys, numbers, words_guide, words_screen
from branch_desk.services import manual
from printing.lines import NOT_FIRST, NOT_LAST
from printing.page import leaves
from printing.papers import PAPERS
from printing.sheet import manual as sheet
from printing.sketch import Picture
from tests.printing.measures import collisions, outside

POINTS = 72 / 25.4
SMALLEST = 12
PACKED = 62_000     # bytes a picture
ALL_PACKED = 2_000_000


@pytest.fixture(scope="module")
def book():
    return leaves(manual.form(), "A4")


@pytest.fixture(scope="module")
def pdf():
    return manual.pdf()


def test_a_page_a_task_and_the_contents_name_the_page_that_each_is_on(book):
    contents = [text.text for text in book[1].texts()]
    by_title = {contents[at].split("　")[-1]: int(contents[at + 1]) for at in range(len(contents) - 1)
                if contents[at + 1].isdigit()}
    pages = {task.title for task in manual.tasks()} | {page.title for page in manual.desk_pages()}
    assert pages <= set(by_title)
    for title, number in by_title.items():
        shown = [text.text for text in book[number - 1].texts()]
        assert any(title in text for text in shown), title
        assert shown[-1] == str(number)
    assert len(book) == 2 + len(manual.tasks()) + 2 + len(manual.desk_pages())


def test_no_letter_is_small_and_nothing_runs_into_anything(book):
    for page in book:
        assert min(text.size for text in page.texts()) * POINTS >= SMALLEST
        assert collisions(page) == []
        assert outside(page, 4.2) == []


def test_no_line_begins_or_ends_where_japanese_does_not(book):
    lines = [text.text for page in book for text in page.texts() if len(text.text) > 1]
    assert len(lines) > 500
    assert [line for line in lines if line[0] in NOT_FIRST or line[-1] in NOT_LAST] == []


def test_the_list_of_keys_is_the_one_of_the_window(book):
    text = _solid("".join(mark.text for page in book for mark in page.texts()))
    for row in (*keys.sheet(), *words_guide.SCREEN_KEYS.values(), *words_screen.KEYS_SCAN_LINES):
        assert all(_solid(cell) in text for cell in row), row


def _solid(text):
    """Without the blanks that go at the turn of a line."""
    return re.sub(r"\s", "", text)


def test_every_key_in_it_is_one_that_there_is():
    for task in manual.tasks():
        for text in (task.when, task.result, *(step.say for step in task.steps), *(part for pair in task.wrong for part in pair)):
            named = set(re.findall(r"(?:Ctrl\+|F)\d+|Enter|Esc", keys.say(text)))
            assert named == set(re.findall(r"(?:Ctrl\+|F)\d+|Enter|Esc", keys.say(" ".join(re.findall(r"\{\w+\}", text))))), text


def test_the_bars_to_try_a_scanner_on_come_back_and_are_of_practice(pdf):
    document = pypdfium2.PdfDocument(pdf)
    [at] = [n for n, page in enumerate(manual.desk_pages()) if page.bars]
    wanted = manual.desk_pages()[at].bars
    assert all(numbers.parse(digits).practice for digits in wanted)
    image = document[len(document) - len(manual.desk_pages()) + at].render(scale=200 / 72).to_pil().convert("L")
    read = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.Code128)
    assert {code.text for code in read} == set(wanted)


def test_pictures_are_of_the_whole_screen_and_small():
    sizes = []
    for name in {task.picture for task in manual.tasks()}:
        data = manual.picture(name)
        assert Image.open(io.BytesIO(data)).size == (1366, 688), name
        assert len(data) < PACKED, (name, len(data))
        sizes.append(len(data))
    assert sum(sizes) < ALL_PACKED / 2


def test_the_file_is_small_enough_to_send_and_the_same_each_time(pdf):
    assert len(pdf) < ALL_PACKED and pdf == manual.pdf()


def test_a_picture_never_becomes_too_small_to_know_the_screen(book):
    high = [mark.h for page in book for mark in page.marks if isinstance(mark, Picture)]
    assert len(high) == len(manual.tasks()) and min(high) >= sheet.LEAST_PICTURE


def test_a_page_that_would_not_hold_its_words_says_so():
    form = manual.form()
    task = form.tasks[0]
    crowded = printing.ManualTask(task.title, task.where, task.when, task.steps * 3, task.result, task.wrong, task.picture)
    with pytest.raises(printing.DoesNotFit):
        sheet._task(form, 1, crowded)
    assert PAPERS["A4"].height_mm == 297


def test_a_desk_sees_the_pages_that_it_can_carry_out():
    counter = {task.code for task in manual.of_role("counter")}
    section = {task.code for task in manual.of_role("section")}
    assert "reception" in counter and "section" not in counter
    assert "section" in section and not section & {"reception", "packing", "returns", "spare"}
    assert {task.code for task in manual.of_role("office")} == {task.code for task in manual.tasks()}
