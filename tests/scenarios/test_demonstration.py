"""`branch-desk demo --out DIR`: the whole main job, and every barcode on its papers read back by a decoder that is not ours."""

from __future__ import annotations

import io
import json

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from branch_desk import cli
from branch_desk.domain import numbers
from branch_desk.store.ledger import BookFilter, Ledger


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The folder and the JSON answer of one run."""
    out = tmp_path_factory.mktemp("demo")
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("click.echo", lambda message="", **_: printed.write(f"{message}\n"))
        assert cli.main(["--home", str(out / "home"), "demo", "--out", str(out), "--json"]) == 0
    return out, json.loads(printed.getvalue())


def decoded(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.Code128)]


def of_pdf(data: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        assert len(document) == 1
        return document[0].render(scale=203.2 / 72, grayscale=True).to_pil()
    finally:
        document.close()


def wanted(slip: str, copy: str) -> list[str]:
    """The digits that the papers of a slip must carry: its own on the 原本, a copy's on the others, none on the 控え."""
    number = numbers.parse(slip)
    return {"original": [number.digits], "binder": []}.get(copy, [number.copy.digits])


def test_one_slip_of_each_type_is_closed_in_the_ledger(demonstration):
    out, answer = demonstration
    with Ledger.open(out / "home", readonly=True) as ledger:
        slips = ledger.page(BookFilter(), limit=50).slips
    assert sorted(slip.number for slip in slips) == sorted(slip["number"] for slip in answer["slips"])
    assert {slip.state.value for slip in slips} == {"closed"}
    assert len({slip.type for slip in slips}) == 11


def test_every_barcode_decodes_to_the_number_in_the_ledger(demonstration):
    out, answer = demonstration
    read = 0
    for slip in answer["slips"]:
        for copy in ("original", "tag", "citizen", "binder"):
            stem = out / f"{slip['number']}-{copy}"
            expected = wanted(slip["number"], copy)
            assert decoded(Image.open(stem.with_suffix(".png"))) == expected, stem
            assert decoded(of_pdf(stem.with_suffix(".pdf").read_bytes())) == expected, stem
            read += 2 * len(expected)
    assert read == 11 * 3 * 2


def test_every_practice_paper_says_so_by_its_kind(demonstration):
    _, answer = demonstration
    assert all(numbers.parse(slip["number"]).practice for slip in answer["slips"])


def test_no_file_name_holds_a_name(demonstration):
    out, _ = demonstration
    assert all(path.name.isascii() for path in out.rglob("*"))
