"""照会票 of a whole section, and what is asked where the receipt is known."""

from __future__ import annotations

from dataclasses import replace

from printing import Inquiries, draw, raster
from printing.page import leaves
from tests.printing.measures import collisions, outside, running_text
from tests.printing.office_examples import INQUIRIES, INQUIRY
from tests.printing.test_office import EDGE, read

LINES = ("下の書類は、受け取りの記録がありますが、預かり書の原本が戻っていません。", "原本の有無を確認し、この紙に記入してご返送ください。")


def test_a_section_is_asked_for_each_slip_on_a_sheet_of_its_own():
    asked = (INQUIRY, INQUIRIES["sealed"], INQUIRIES["no trace"])
    form = Inquiries(asked)
    page = draw(form, "A4")
    assert page.count == 3
    for leaf, each in enumerate(asked):
        assert read(raster(page, leaf=leaf)) == {each.digits}


def test_the_question_can_be_another_and_stands_whole_in_its_place():
    for each in (INQUIRY, INQUIRIES["long"]):
        sketch, = leaves(replace(each, lines=LINES), "A4")
        assert all(line.replace(" ", "") in running_text(sketch) for line in LINES)
        assert "受け取りの記録がまだありません" not in running_text(sketch)
        assert collisions(sketch) == [] and outside(sketch, EDGE) == []
